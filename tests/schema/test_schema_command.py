"""`wflint schema` prints the published schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from wflint.cli.schema import schema
from wflint.schema import schema_text

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert schema() == 0
    assert capsys.readouterr().out == schema_text()
    assert json.loads(schema_text())["title"] == "CircleCI configuration"


def test_the_schema_is_written_to_a_file(tmp_path: Path) -> None:
    assert schema(output=str(tmp_path / "schema.json")) == 0
    assert (tmp_path / "schema.json").read_text(encoding="utf-8") == schema_text()
