"""The table of commands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wflint as package
from wflint.cli.app import COMMANDS

if TYPE_CHECKING:
    from tests.cli.conftest import Wflint


def test_every_module_with_a_function_of_its_name_is_a_command() -> None:
    modules = {path.stem for path in (Path(package.__file__).parent / "cli").glob("*.py")}
    commands = {name for name in modules if f"\ndef {name}(" in source(name) or "\napp = typer" in source(name)}

    assert set(COMMANDS) == commands - {"app"}


def source(name: str) -> str:
    """The text of a command's module."""
    return (Path(package.__file__).parent / "cli" / f"{name}.py").read_text()


def test_the_version_is_printed(wflint: Wflint) -> None:
    assert wflint("--version") == (0, f"wflint {package.__version__}\n", "")


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_the_help_lists_all_commands(wflint: Wflint, arguments: tuple[str, ...]) -> None:
    outcome = wflint(*arguments)

    assert outcome.code == 0
    assert all(f"\n  {name} " in outcome.out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help(wflint: Wflint, name: str) -> None:
    outcome = wflint(name, "--help")

    assert outcome.code == 0
    assert outcome.out.startswith(f"Usage: wflint {name} ")


@pytest.mark.parametrize("name", COMMANDS)
def test_only_the_invoked_command_is_imported(name: str) -> None:
    code = (
        "import sys; from wflint.__main__ import main; main([sys.argv[1], '--help']);"
        "print(*sorted(m.removeprefix('wflint.cli.') for m in sys.modules if m.startswith('wflint.cli.')))"
    )
    done = subprocess.run([sys.executable, "-c", code, name], capture_output=True, text=True, check=True)
    imported = set(done.stdout.splitlines()[-1].split())

    assert imported & set(COMMANDS) == {name}


def test_it_can_be_run_as_a_module(wflint: Wflint) -> None:
    done = subprocess.run([sys.executable, "-m", "wflint", "--version"], capture_output=True, text=True, check=True)

    assert done.stdout == wflint("--version").out


def test_a_bug_of_ours_is_one_line_and_exits_3(wflint: Wflint, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> int:
        raise ZeroDivisionError("sweets")

    monkeypatch.setattr("wflint.cli.checking.check_paths", fail)
    outcome = wflint("check")

    assert outcome.code == 3
    assert outcome.err.startswith("wflint: bug: ZeroDivisionError: sweets (test_app.py:")
    assert "Traceback" not in outcome.err


def test_an_interrupt_ends_quietly(wflint: Wflint, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("wflint.cli.checking.check_paths", interrupt)

    assert wflint("check") == (130, "", "")


@pytest.mark.parametrize("group", ["orb", "runs"])
def test_a_group_alone_prints_its_help(wflint: Wflint, group: str) -> None:
    assert wflint(group) == wflint(group, "--help")
    assert wflint(group).code == 0


@pytest.mark.parametrize("group", [(), ("orb",), ("runs",)])
def test_the_help_of_a_group_cuts_no_summary_off(wflint: Wflint, group: tuple[str, ...]) -> None:
    cut = [line for line in wflint(*group, "--help").out.splitlines() if line.endswith("...")]

    assert [line for line in cut if not line.startswith("Usage: ")] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("runs", "show", "last"), "invalid value for `RUN`: `last` is no whole number"),
        (("check", "-j", "two"), "invalid value for `--jobs` / `-j`: `two` is no whole number"),
        (("why",), "missing argument `JOB`"),
        (("rules", "--format", "xml"), "invalid value for `--format`: `xml` is not one of `text`, `json`, `markdown`"),
    ],
)
def test_wrong_use_is_one_line_with_names_in_backquotes(
    wflint: Wflint, arguments: tuple[str, ...], message: str
) -> None:
    command = " ".join(arguments[:2] if arguments[0] == "runs" else arguments[:1])

    assert wflint(*arguments) == (2, "", f"wflint: {message}; `wflint {command} --help` lists what there is\n")
