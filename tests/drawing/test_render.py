from pathlib import Path

import pytest

from wflint.drawing.render import find_engine, render
from wflint.errors import ToolError


def program(folder: Path, name: str, script: str) -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_the_embedded_engine_draws() -> None:
    assert b"<svg" in render("digraph { a -> b }", "svg")
    assert render("digraph { a -> b }", "png").startswith(b"\x89PNG")


def test_the_engine_beside_python_goes_before_those_on_the_path(tmp_path: Path) -> None:
    beside, path = tmp_path / "beside", tmp_path / "path"
    beside.mkdir()
    path.mkdir()
    with pytest.raises(ToolError, match=r"^no layout engine: install the package `graphviz-pure` or Graphviz' `dot`"):
        find_engine([str(beside)], str(path))

    dot = program(path, "dot", "")
    assert find_engine([str(beside)], str(path)) == dot

    on_path = program(path, "graphviz-pure", "")
    assert find_engine([str(beside)], str(path)) == on_path

    embedded = program(beside, "graphviz-pure", "")
    assert find_engine([str(beside)], str(path)) == embedded


def test_the_engines_complaint_is_passed_on() -> None:
    with pytest.raises(ToolError, match=r"could not draw the graph: .*syntax error in line 1"):
        render("digraph {", "svg")


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("cat >/dev/null; echo 'Warning: x' >&2; echo 'Error: no memory' >&2; exit 1", "graph: no memory$"),
        ("cat >/dev/null; echo lost >&2; exit 3", "graph: lost$"),
        ("cat >/dev/null; exit 3", "graph: it ended with 3 and said nothing$"),
        ("cat >/dev/null", "graph: it ended with 0 and said nothing$"),
    ],
)
def test_an_engine_that_fails_is_named(tmp_path: Path, script: str, message: str) -> None:
    with pytest.raises(ToolError, match=f"^`broken` could not draw the {message}"):
        render("digraph {}", "svg", engine=program(tmp_path, "broken", script))


def test_an_engine_that_does_not_end_is_stopped(tmp_path: Path) -> None:
    engine = program(tmp_path, "slow", "exec sleep 60")
    with pytest.raises(ToolError, match=r"^`slow` did not draw the graph within 0\.2 seconds$"):
        render("digraph {}", "svg", engine=engine, seconds=0.2)


def test_an_engine_that_cannot_be_run_is_named(tmp_path: Path) -> None:
    engine = tmp_path / "plain"
    engine.write_text("text")
    with pytest.raises(ToolError, match=r"plain` cannot be run: Permission denied$"):
        render("digraph {}", "svg", engine=str(engine))
