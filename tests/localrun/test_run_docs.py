from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from wflint.__main__ import main

if TYPE_CHECKING:
    import pytest

PATH = Path(__file__).parents[2] / "docs" / "run.md"
PAGE = PATH.read_text(encoding="utf-8")
CONSOLE = re.compile(r"(?<=^```console\n)\$ .*?(?=^```$)", re.MULTILINE | re.DOTALL)
NAMES = "Ada\nGrace\nMary\n"
IDENTITY = {
    f"GIT_{role}_{name}": value
    for role in ("AUTHOR", "COMMITTER")
    for name, value in (("NAME", "me"), ("EMAIL", "me@localhost"), ("DATE", "2026-08-01T12:00:00 +0000"))
}


def test_the_page_shows_what_the_commands_print(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], update: bool
) -> None:
    for name, value in {**IDENTITY, "PATH": "/usr/local/bin:/usr/bin:/bin", "USER": "me"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    _make_repository(tmp_path / "letters")
    monkeypatch.chdir(tmp_path / "letters")

    def printed(command: str) -> str:
        if command.startswith("wflint "):
            main([*shlex.split(command)[1:], "--color", "never"])
            captured = capsys.readouterr()
            return _normal(captured.out + captured.err, tmp_path)
        done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
        return done.stdout

    def shown(block: re.Match[str]) -> str:
        commands = re.findall(r"^\$ (.*)\n", block[0], re.MULTILINE)
        return "\n".join(f"$ {command}\n{printed(command)}" for command in commands)

    first, found = PAGE.split("## Look first", 1)
    page = f"{first}## Look first{CONSOLE.sub(shown, found)}"
    if update:
        PATH.write_text(page, encoding="utf-8")

    assert page == (PATH.read_text(encoding="utf-8") if update else PAGE)


def _make_repository(directory: Path) -> None:
    (directory / ".circleci").mkdir(parents=True)
    config = re.search(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert config is not None
    (directory / ".circleci" / "config.yml").write_text(config[1], encoding="utf-8")
    (directory / "names.txt").write_text(NAMES, encoding="utf-8")
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "letters"]):
        subprocess.run(["git", *command], cwd=directory, check=True)


def _normal(text: str, tmp_path: Path) -> str:
    """The text with times and places as on the page."""
    text = re.sub(r"^  - programs outside of system directories .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"\b\d+\.\ds\b", "0.1s", text).replace(os.fspath(tmp_path / "state"), "~/.local/state")
    return re.sub(r"(?<=/letters-)[0-9a-f]{12}", "7d9f3e21c0aa", text)
