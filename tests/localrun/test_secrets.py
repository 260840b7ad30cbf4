from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wflint.errors import FileError, UsageError
from wflint.localrun.secrets import context_variables, project_variables, read_variables

if TYPE_CHECKING:
    from pathlib import Path


def read(directory: Path, text: str) -> dict[str, str]:
    file = directory / "x.env"
    file.write_bytes(text.encode())
    return {variable.name: variable.value for variable in read_variables(str(file), "project")}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A=1\nB=two words\n", {"A": "1", "B": "two words"}),
        ("\ufeffA=1\r\nB=2\r\n", {"A": "1", "B": "2"}),
        ("# comment\n\n  A = 1  # comment\n", {"A": "1"}),
        ("A=a#b\n", {"A": "a#b"}),
        ("export A=1", {"A": "1"}),
        ("A=", {"A": ""}),
        ("A='$x \\n #'", {"A": "$x \\n #"}),
        ('A="a\\n\\"b\\" \\\\ \\$x \\q"  # comment', {"A": 'a\n"b" \\ $x \\q'}),
        ('A="one\ntwo"\nB=3', {"A": "one\ntwo", "B": "3"}),
        ("A=https://x?a=b&c=d", {"A": "https://x?a=b&c=d"}),
        ("A=ünï", {"A": "ünï"}),
    ],
)
def test_env_files_are_read_as_elsewhere(tmp_path: Path, text: str, values: dict[str, str]) -> None:
    assert read(tmp_path, text) == values


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A=1\nword", "line 2 is no `NAME=VALUE`"),
        ("1A=1", "line 1 is no `NAME=VALUE`"),
        ("A-B=1", "line 1 is no `NAME=VALUE`"),
        ("B=1\nA='x\ny", "line 2 opens a quote that is never closed"),
        ("A='x' y", "line 1 goes on behind the closing quote"),
    ],
)
def test_what_is_no_env_file_is_said_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(FileError) as error:
        read(tmp_path, text)

    assert str(error.value) == f"`{tmp_path}/x.env`: {message}"


def test_a_missing_or_binary_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.env").write_bytes(b"A=\xff")

    with pytest.raises(FileError, match=r"cannot read `.*`: no such file or directory"):
        read_variables(str(tmp_path / "none"), "project")
    with pytest.raises(FileError, match="is no UTF-8 text"):
        read_variables(str(tmp_path / "x.env"), "project")


def test_variables_of_the_command_line_come_behind_those_of_files(tmp_path: Path) -> None:
    (tmp_path / "x.env").write_text("A=1\nB=2\n")
    found = project_variables(["B=3", "C", "D="], [str(tmp_path / "x.env")], {"C": "4"})

    assert [(each.name, each.value) for each in found] == [("A", "1"), ("B", "2"), ("B", "3"), ("C", "4"), ("D", "")]
    assert all(each.secret and each.origin == "project" for each in found)


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("A", "`-e A` takes the value from the environment, where there is no `A`"),
        ("1=2", "`1` is no name of a variable; `-e NAME=VALUE` or `-e NAME` sets one"),
    ],
)
def test_an_assignment_that_cannot_be_is_refused(assignment: str, message: str) -> None:
    with pytest.raises(UsageError) as error:
        project_variables([assignment], [], {})

    assert str(error.value) == message


def test_contexts_lie_below_the_repository_or_are_given(tmp_path: Path) -> None:
    folder = tmp_path / ".wflint" / "contexts"
    folder.mkdir(parents=True)
    (folder / "aws prod.env").write_text("KEY=1\n")
    (folder / "other.env").write_text("KEY=2\n")
    (folder / "README").write_text("not a context\n")
    (tmp_path / "mine").write_text("KEY=3\n")
    found = context_variables(str(tmp_path), [f"other={tmp_path}/mine", f"a=b={tmp_path}/mine"])

    assert {name: [each.value for each in variables] for name, variables in found.items()} == {
        "aws prod": ["1"],
        "other": ["3"],
        "a=b": ["3"],
    }
    assert found["other"][0].origin == "context other"


@pytest.mark.parametrize("given", ["name", "=file", "name="])
def test_a_context_needs_a_file(tmp_path: Path, given: str) -> None:
    with pytest.raises(UsageError, match="names no file; `--context NAME=FILE` does"):
        context_variables(str(tmp_path), [given])
