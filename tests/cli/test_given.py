"""Values given on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wflint.cli.given import pairs, parameters_in
from wflint.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_pairs_are_split_at_the_first_sign() -> None:
    assert pairs("--param", ["a=1", "b=x=y", "c=", "a=2"]) == {"a": "2", "b": "x=y", "c": ""}


@pytest.mark.parametrize("text", ["a", "=1", " =1"])
def test_a_text_without_a_name_or_a_sign_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=f"`--param` takes NAME=VALUE, not `{text}`"):
        pairs("--param", [text])


@pytest.mark.parametrize("text", ["a: true\nb: 3\nc: x\n", '{"a": true, "b": 3, "c": "x"}'])
def test_a_file_of_parameters_is_yaml_or_json(tmp_path: Path, text: str) -> None:
    path = tmp_path / "parameters"
    path.write_text(text)

    assert parameters_in(str(path)) == {"a": True, "b": 3, "c": "x"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[a]", "must be a mapping of parameter names to values"),
        ("", "must be a mapping"),
        ("a: [1]", "the value of `a` must be a single value"),
        ("a: [", "is no YAML: "),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "parameters"
    path.write_text(text)

    with pytest.raises(UsageError, match=message):
        parameters_in(str(path))
