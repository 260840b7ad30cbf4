"""Real configs: none crashes the compiler, and every error in them is one that CircleCI would give."""

from __future__ import annotations

from pathlib import Path

import pytest

from wflint.compiler.compile import compile_config
from wflint.compiler.emit import to_data, to_yaml
from wflint.compiler.problems import SEVERITIES
from wflint.compiler.values import process_values
from wflint.diagnostic import Severity
from wflint.model.build import build
from wflint.model.kinds import file_kind
from wflint.source import Source
from wflint.syntax.parsing import parse

REVIEWED = Path(__file__).with_name("corpus_errors.txt")
"""One error a line: file, kind and line between tabs, then the reason why CircleCI gives it."""


@pytest.fixture(scope="module")
def errors(shared: Path) -> set[tuple[str, str, str]]:
    """File, kind and line of every error found when nothing but the files is known."""
    found = set()
    for path in sorted((shared / "corpus").iterdir()):
        if path.suffix == ".tsv":
            continue
        source = Source(path.read_bytes().decode("utf-8", "replace"), path.name.split("@")[0].replace("__", "/"))
        document = parse(source)
        config = build(document, file_kind(source.path, document))
        for problem in compile_config(config).problems:
            if (problem.severity or SEVERITIES[problem.kind]) is Severity.ERROR:
                line, _ = source.line_column(problem.place.span.start)
                found.add((path.name, problem.kind, str(line)))
        to_yaml(to_data(compile_config(config, process_values(config, {}, {}, branch="main"))))
    return found


def test_the_errors_in_real_configs_are_the_reviewed_ones(errors: set[tuple[str, str, str]]) -> None:
    reviewed = [line.split("\t") for line in REVIEWED.read_text().splitlines() if not line.startswith("#")]

    assert errors == {(name, kind, line) for name, kind, line, _ in reviewed}
    assert all(reason for *_, reason in reviewed)
