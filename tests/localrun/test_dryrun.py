from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.localrun.planning import plans, variable

from wflint.__main__ import main
from wflint.localrun.dryrun import DryRunStyle, dry_run_text
from wflint.localrun.plan_json import plans_json

FIXTURES = Path(__file__).parents[2] / "fixtures" / "dry-run"
CASES = sorted(path.name for path in FIXTURES.iterdir())

SPY = """\
import sys
from wflint.__main__ import main

ALLOWED_MODES = {"r", "rb", None}
seen = []

def spy(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if mode not in ALLOWED_MODES or (mode is None and flags & 0o3):
            seen.append((event, path, mode))
    elif event.startswith(("subprocess.", "os.", "shutil.", "socket.", "tempfile.")) and event not in {
        "os.listdir", "os.scandir", "os.walk", "os.fwalk",
    }:
        seen.append((event, *map(str, arguments)))

sys.dont_write_bytecode = True
sys.addaudithook(spy)
code = main(["run", "--dry-run", *sys.argv[1:]])
print(code, seen, file=sys.stderr)
"""

SECRET = """\
version: 2.1
jobs:
  a:
    machine: true
    steps: [{save_cache: {key: "v-{{ .Environment.TOKEN }}-{{ .Environment.NONE }}-{{ epoch }}", paths: [x]}}]
workflows: {w: {jobs: [a]}}
"""


@pytest.fixture
def case(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A golden directory; its config stands in the current directory, which is no checkout."""
    directory = FIXTURES / str(request.param)
    shutil.copy(directory / "config.yml", tmp_path / "config.yml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("USER", "me")
    return directory


@pytest.mark.parametrize("case", CASES, indirect=True)
@pytest.mark.parametrize("output_format", ["text", "json"])
def test_the_dry_run_is_as_expected(
    case: Path, output_format: str, update: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["run", "config.yml", "--dry-run", "--branch", "main", "--format", output_format, "--color", "never"])
    expected = case / f"expected.{'txt' if output_format == 'text' else 'json'}"
    out = capsys.readouterr().out
    if update:
        expected.write_text(out, encoding="utf-8")

    assert (code, out) == (0, expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, indirect=True)
@pytest.mark.parametrize("output_format", ["text", "json"])
def test_a_dry_run_starts_no_process_and_writes_no_file(case: Path, output_format: str) -> None:
    assert case.is_dir()
    done = subprocess.run(
        [sys.executable, "-c", SPY, "config.yml", "--format", output_format],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )

    assert done.stderr == "0 []\n"
    assert sorted(os.listdir()) == ["config.yml"]


def test_the_spy_sees_what_it_is_there_for(tmp_path: Path) -> None:
    code = SPY.replace('main(["run", "--dry-run", *sys.argv[1:]])', 'open("x", "w").close() or __import__("os").fork()')
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)

    assert "('open', 'x', 'w')" in done.stderr
    assert "os.fork" in done.stderr


def test_secrets_are_masked_in_both_formats() -> None:
    found = plans(SECRET, project=[variable("TOKEN", "hunter2")])

    assert "hunter2" not in dry_run_text(found, DryRunStyle()) + plans_json(found, {})
    assert "TOKEN" in dry_run_text(found, DryRunStyle())
    assert json.loads(plans_json(found, {}))["workflows"][0]["jobs"][0]["nodes"][0]["steps"][0]["foreseen_key"] == (
        "v-⟨TOKEN⟩-<no value>-⟨epoch⟩"
    )


def test_control_characters_of_a_config_do_not_reach_the_terminal() -> None:
    text = SECRET.replace("key:", 'name: "a\\e[31mb", key:')

    assert "\x1b" not in dry_run_text(plans(text), DryRunStyle())


def test_colour_is_there_only_on_request() -> None:
    found = plans(SECRET)

    assert "\x1b[" in dry_run_text(found, DryRunStyle(color=True))
    assert "\x1b[" not in dry_run_text(found, DryRunStyle(color=False))


def test_a_config_that_circleci_refuses_is_not_planned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.yml").write_text("version: 2.1\nworkflows: {w: {jobs: [absent]}}\n", encoding="utf-8")
    code = main(["run", "config.yml", "--dry-run"])
    captured = capsys.readouterr()

    assert (code, captured.out) == (2, "")
    assert "nothing was run: the config has errors" in captured.err
