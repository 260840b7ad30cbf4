import re
import shlex
from pathlib import Path

import pytest

from wflint.__main__ import main

PAGE = Path(__file__).parents[2] / "docs" / "graph.md"
CONSOLE = re.compile(r"```console\n\$ wflint (?P<arguments>[^\n>]*)\n(?P<output>.*?)```", re.DOTALL)


def test_the_page_shows_what_the_command_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, update: bool
) -> None:
    text = PAGE.read_text(encoding="utf-8")
    config = tmp_path / ".circleci" / "config.yml"
    config.parent.mkdir()
    config.write_text(text.partition("```yaml\n")[2].partition("```")[0])
    monkeypatch.chdir(tmp_path)

    def printed(match: re.Match[str]) -> str:
        assert main(shlex.split(match["arguments"])) == 0
        return f"```console\n$ wflint {match['arguments']}\n{capsys.readouterr().out}```"

    found, count = CONSOLE.subn(printed, text)
    assert count == 3
    if update:
        PAGE.write_text(found, encoding="utf-8")
    assert found == PAGE.read_text(encoding="utf-8")
