"""Values given on the command line: pipeline parameters and values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.cli.files import read_source
from wflint.errors import UsageError
from wflint.syntax.nodes import Mapping, Scalar, resolve
from wflint.syntax.parsing import parse
from wflint.syntax.scalars import scalar_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.syntax.scalars import Data


def pairs(option: str, given: Iterable[str]) -> dict[str, str]:
    """The `NAME=VALUE` texts of an option by name; of equal names the last counts. Raises `UsageError`."""
    found = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"`{option}` takes NAME=VALUE, not `{text}`")
        found[name.strip()] = value
    return found


def parameters_in(path: str) -> dict[str, Data]:
    """The values of a file with a YAML or JSON mapping. Raises `FileError` and `UsageError`."""
    document = parse(read_source(path))
    if document.problems:
        raise UsageError(f"`{path}` is no YAML: {document.problems[0].message}")
    root = None if document.root is None else resolve(document.root)
    if not isinstance(root, Mapping):
        raise UsageError(f"`{path}` must be a mapping of parameter names to values")
    found = {}
    for key, value in root.items():
        if not isinstance(value, Scalar):
            raise UsageError(f"`{path}`: the value of `{key.value}` must be a single value")
        found[key.value] = scalar_data(value)
    return found
