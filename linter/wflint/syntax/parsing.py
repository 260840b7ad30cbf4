"""Parse any text to a document; never raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from wflint.syntax.composer import compose, syntax_problem
from wflint.syntax.document import Document

if TYPE_CHECKING:
    from wflint.source import Source


def parse(source: Source) -> Document:
    """Parse the first document of a text, saving what can be saved from broken YAML."""
    try:
        return Document(source, compose(source), (), (), ())
    except yaml.MarkedYAMLError as error:
        return Document(source, None, (), (syntax_problem(source, error),), ())
