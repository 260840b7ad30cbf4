"""The README shows what the commands print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from wflint.__main__ import main
from wflint.cli.app import COMMANDS

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]
CONSOLE = re.compile(r"```console\n\$ wflint (?P<arguments>[^\n]*)\n(?P<output>.*?)```", re.DOTALL)


def test_the_tour_shows_what_the_commands_print(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, update: bool
) -> None:
    monkeypatch.chdir(ROOT)
    text = (ROOT / "README.md").read_text()

    def printed(match: re.Match[str]) -> str:
        main(shlex.split(match["arguments"]))
        return f"```console\n$ wflint {match['arguments']}\n{capsys.readouterr().out}```"

    found, count = CONSOLE.subn(printed, text)
    if update:
        (ROOT / "README.md").write_text(found)

    assert count == 5
    assert found == (ROOT / "README.md").read_text()


def test_every_page_the_readme_names_exists() -> None:
    pages = re.findall(r"\]\(([^)]+)\)", (ROOT / "README.md").read_text())

    assert [page for page in pages if not (ROOT / page).exists()] == []


def test_the_table_of_pages_names_every_command() -> None:
    rows = re.findall(r"\| \[docs/[^\n]*", (ROOT / "README.md").read_text())

    assert [name for name in COMMANDS if not any(f"`wflint {name}`" in row for row in rows)] == []


def test_every_page_is_in_the_table() -> None:
    text = (ROOT / "README.md").read_text()

    assert [page.name for page in (ROOT / "docs").glob("*.md") if f"(docs/{page.name})" not in text] == []
