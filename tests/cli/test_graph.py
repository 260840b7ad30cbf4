import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import CLEAN

from wflint.__main__ import main

JOB = "{docker: [{image: cimg/base:2024.01}], steps: [checkout]}"
CONFIG = f"""
version: 2.1
jobs: {{build: {JOB}, deploy: {JOB}}}
workflows:
  main:
    jobs:
      - build
      - deploy: {{requires: [build], context: aws, filters: {{branches: {{only: main}}}}}}
  nightly:
    jobs: [build]
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / ".circleci" / "config.yml"
    path.parent.mkdir()
    path.write_text(CONFIG)
    return path


def fails(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What is said on the standard error of a wrong use."""
    assert main(["graph", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("wflint: ")
    assert err.count("\n") == 1
    return err.removeprefix("wflint: ").strip()


@pytest.mark.usefixtures("config")
def test_without_a_path_the_repositorys_config_is_drawn_as_svg(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("<?xml")
    assert out.endswith("</svg>\n")
    assert err == ""


def test_the_same_picture_comes_from_the_standard_input(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["graph", ".circleci/config.yml"]) == 0
    expected = capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(config.read_bytes())))
    assert main(["graph", "-", "--stdin-filename", ".circleci/config.yml"]) == 0
    assert capsys.readouterr().out == expected


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize(
    ("name", "start"),
    [("dag.svg", b"<?xml"), ("dag.png", b"\x89PNG"), ("dag.html", b"<!DOCTYPE"), ("dag.mmd", b"flowchart")],
)
def test_the_ending_of_the_file_decides(name: str, start: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "-o", name]) == 0
    assert Path(name).read_bytes().startswith(start)
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("config")
def test_a_format_goes_before_the_ending() -> None:
    assert main(["graph", "-o", "dag.svg", "--format", "json"]) == 0
    assert json.loads(Path("dag.svg").read_text())["version"] == 1


@pytest.mark.usefixtures("config")
def test_one_workflow_can_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "--workflow", "nightly", "--format", "text"]) == 0
    assert capsys.readouterr().out == "workflow nightly (1 job)\n  1 ── build\n"


@pytest.mark.usefixtures("config")
def test_details_are_shown_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "--show", "contexts,images", "--workflow", "main", "--format", "text"]) == 0
    assert (
        capsys.readouterr().out
        == """\
workflow main (2 jobs)
  1 ── build
         docker cimg/base:2024.01
  2 ── deploy  ← build
         docker cimg/base:2024.01
         contexts: aws
"""
    )


@pytest.mark.usefixtures("config")
def test_what_is_not_there_is_named_with_what_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert fails(capsys, "--workflow", "nightli") == (
        "`.circleci/config.yml` has no workflow `nightli`; did you mean `nightly`?"
    )
    assert fails(capsys, "--workflow", "x") == "`.circleci/config.yml` has no workflow `x`; it has `main`, `nightly`"
    assert fails(capsys, "--show", "contexts,image") == "`--show` does not take `image`; did you mean `images`?"
    assert fails(capsys, "-o", "dag.pgn").endswith("did you mean `.png`?")
    assert fails(capsys, "nowhere.yml") == "`nowhere.yml` does not exist"
    assert "--format" in fails(capsys, "--format", "gif")


def test_what_compiles_is_drawn_and_errors_are_listed(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text(CONFIG.replace("requires: [build]", "requires: [biuld]"))
    assert main(["graph", "--workflow", "main", "--format", "text"]) == 1
    out, err = capsys.readouterr()
    assert out == "workflow main (2 jobs)\n  1 ┬─ build\n    └─ deploy  ← biuld (unresolved)\n"
    assert err.startswith(".circleci/config.yml:8:29: error[unknown-requires]: ")
    assert err.count("\n") == 1


@pytest.mark.usefixtures("config")
def test_what_an_event_leaves_out_is_faded_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "--workflow", "main", "--branch", "dev", "--format", "text"]) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[:3] == ["workflow main (2 jobs)", "  1 ── build", "  2 ── deploy (does not run)  ← build"]
    assert "branch `main`" in lines[3]
    assert err == ""

    assert main(["graph", "--workflow", "main", "--branch", "main", "--format", "text"]) == 0
    assert "does not run" not in capsys.readouterr().out


ORB_JOBS = """\
version: 2.1
orbs: {base: me/base@1}
workflows: {main: {jobs: [base/test]}}
"""
ORB = "version: 2.1\njobs: {test: {docker: [{image: cimg/base:2024.01}], steps: [checkout]}}\n"


@pytest.mark.parametrize("event", [(), ("--branch", "main")])
def test_jobs_of_an_orb_that_is_at_hand_are_drawn_with_what_they_are(
    event: tuple[str, ...], config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text(ORB_JOBS)
    vendored = config.parents[1] / ".wflint" / "orbs" / "me"
    vendored.mkdir(parents=True)
    (vendored / "base@1.0.0.yml").write_text(ORB)

    assert main(["graph", str(config), "--format", "text", "--show", "images", *event]) == 0
    assert "cimg/base:2024.01" in capsys.readouterr().out


def test_orbs_of_the_settings_directories_are_drawn_too(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text(ORB_JOBS)
    elsewhere = config.parents[1] / "elsewhere" / "me"
    elsewhere.mkdir(parents=True)
    (elsewhere / "base@1.0.0.yml").write_text(ORB)
    settings = config.parents[1] / "other.toml"
    settings.write_text('orb-paths = ["elsewhere"]\n')

    assert main(["graph", str(config), "--format", "text", "--show", "images", "--settings", str(settings)]) == 0
    assert "cimg/base:2024.01" in capsys.readouterr().out


@pytest.mark.usefixtures("config")
def test_an_event_without_a_branch_is_on_the_current_one_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    Path(".git").mkdir()
    Path(".git/HEAD").write_text("ref: refs/heads/topic\n")
    assert main(["graph", "--event", "push", "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert err == "event: push to branch `topic` (the current branch)\n"
    (workflow, _) = json.loads(out)["workflows"]
    assert [node["runs"] for node in workflow["nodes"]] == ["yes", "no"]

    assert main(["graph", "--event", "push", "--quiet", "--format", "json"]) == 0
    assert capsys.readouterr() == (out, "")


def test_a_workflow_that_the_event_does_not_start_is_drawn_faded(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text(
        CONFIG.replace("nightly:\n", "nightly:\n    when: << pipeline.parameters.all >>\n")
        + "parameters: {all: {type: boolean, default: false}}\n"
    )
    assert main(["graph", "--workflow", "nightly", "--branch", "dev", "--format", "text"]) == 0
    assert capsys.readouterr().out.startswith("workflow nightly (1 job) does not run: ")
    assert main(["graph", "--workflow", "nightly", "--branch", "dev", "--param", "all=true", "--format", "text"]) == 0
    assert capsys.readouterr().out == "workflow nightly (1 job)\n  1 ── build\n"


def test_without_workflows_the_job_build_is_drawn(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text(f"version: 2.1\njobs: {{build: {JOB}}}\n")
    assert main(["graph", "--format", "text"]) == 0
    assert capsys.readouterr() == ("workflow workflow (1 job)\n  1 ── build\n", "")
    assert main(["graph", "--branch", "dev", "--format", "text"]) == 0
    assert capsys.readouterr() == ("workflow workflow (1 job)\n  1 ── build\n", "")


def test_a_workflow_that_never_exists_is_not_drawn(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text(CONFIG.replace("nightly:\n", "nightly:\n    when: false\n"))
    assert main(["graph", "--format", "text"]) == 0
    assert "nightly" not in capsys.readouterr().out
    assert fails(capsys, "--workflow", "nightly") == (
        "workflow `nightly` of `.circleci/config.yml` never exists: its condition is always false"
    )


def test_a_cycle_is_drawn(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text(CONFIG.replace("- build\n", "- build: {requires: [deploy]}\n"))
    assert main(["graph", "--workflow", "main", "--format", "mermaid"]) == 1
    out, err = capsys.readouterr()
    assert out.count('==>|"cycle"|') == 2
    assert "error[requires-cycle]" in err


def test_errors_are_coloured_where_that_is_asked_for(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text(CONFIG.replace("- build\n", "- build: {requires: [deploy]}\n"))
    for choice, is_colored in (("always", True), ("never", False)):
        for command in ("graph --format text", "simulate --branch main", "simulate --all"):
            assert main([*command.split(), "--color", choice]) == 1
            assert ("\x1b[1;31merror" in capsys.readouterr().err) is is_colored


@pytest.mark.parametrize("command", ["graph --format text", "simulate --all"])
def test_a_config_that_never_has_a_workflow_is_nothing_to_show(command: str, config: Path) -> None:
    config.write_text(f"{CLEAN.partition('workflows:')[0]}workflows: {{w: {{when: false, jobs: [build]}}}}\n")

    assert main(command.split()) == 1


@pytest.mark.parametrize("text", ["", "# nothing\n", "version: 2.1\n", "jobs: []\nworkflows: {}\n"])
def test_without_a_workflow_nothing_is_drawn(text: str, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text(text)
    assert main(["graph", "-o", "dag.svg"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith(".circleci/config.yml: there is no workflow to draw\n")
    assert not Path("dag.svg").exists()


def run_on_a_terminal(*arguments: str) -> tuple[int, str]:
    """The exit code and output of a process whose standard output is a terminal."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"COLUMNS": "100", "TERM": "dumb"}
    command = [sys.executable, "-m", "wflint", "graph", *arguments]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        chunks = []
        # Linux ends a terminal without writers with an error instead of an empty read.
        try:
            while chunk := os.read(ours, 4096):
                chunks.append(chunk)
        except OSError:
            pass
        finally:
            os.close(ours)
    return process.returncode, b"".join(chunks).decode().replace("\r\n", "\n")


@pytest.mark.usefixtures("config")
def test_a_terminal_gets_text_and_never_a_png() -> None:
    code, output = run_on_a_terminal("--workflow", "nightly")
    assert (code, output) == (0, "workflow nightly (1 job)\n  1 ── build\n")

    code, output = run_on_a_terminal("--format", "png")
    assert (code, output) == (2, "wflint: a terminal cannot show a PNG; name a file with `-o`\n")
