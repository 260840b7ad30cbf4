from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from wflint.__main__ import main

PAGE = (Path(__file__).parents[2] / "docs" / "simulate.md").read_text(encoding="utf-8")
CONSOLES = re.findall(r"^```console\n\$ wflint ([^\n]*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def block(language: str) -> str:
    """The first block of a language on the page."""
    found = re.search(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(("command", "output"), CONSOLES)
def test_the_page_shows_what_the_commands_print(
    command: str, output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yml").write_text(block("yaml"), encoding="utf-8")
    (tmp_path / "seconds.json").write_text(block("json"), encoding="utf-8")
    main([*shlex.split(command), "--color", "never"])

    assert capsys.readouterr().out == output
