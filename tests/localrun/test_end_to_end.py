"""Whole runs from the command line, on every backend that works here; CI says which of them must."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from wflint.__main__ import main
from wflint.localrun.sandbox.choose import probe_of

if TYPE_CHECKING:
    from collections.abc import Callable

FIXTURES = Path(__file__).parents[2] / "fixtures"
SHOP = FIXTURES / "local-run" / "shop"
SLEEPER = """\
version: 2.1
jobs:
  polite: {machine: true, steps: [{run: "trap 'echo leaving; exit 1' TERM; echo here; sleep 300 & wait"}, run: never]}
  stubborn: {machine: true, steps: [{run: "trap '' TERM; echo here; setsid sleep 300; sleep 300"}]}
  later: {machine: true, steps: [run: never]}
workflows: {main: {jobs: [polite, stubborn, later: {requires: [stubborn]}]}}
"""


class Outcome(NamedTuple):
    """How a run ended, and what it wrote."""

    code: int
    out: str
    err: str


@pytest.fixture(params=["bubblewrap", "namespace"])
def backend(request: pytest.FixtureRequest) -> str:
    """A backend without images; one that does not work here is left out, but where it is required."""
    name = str(request.param)
    probe = probe_of(name)  # type: ignore[arg-type] # one of them
    if not probe.works:
        if name in os.environ.get("WFLINT_REQUIRE_BACKENDS", "").split(","):
            pytest.fail(f"{name} does not work: {probe.reason}")
        pytest.skip(f"{name} does not work: {probe.reason}")
    return name


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run a command line in a repository, its state beside it."""
    repository = tmp_path / "repository"
    repository.mkdir()
    monkeypatch.chdir(repository)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def run(*arguments: str) -> Outcome:
        code = main(list(arguments))
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run


@pytest.fixture
def shop(run: Callable[..., Outcome]) -> Path:
    """The repository is a copy of the shop, committed."""
    assert run is not None
    shutil.copytree(SHOP, ".", dirs_exist_ok=True)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "shop"]):
        subprocess.run(["git", "-c", "user.name=n", "-c", "user.email=e", *command], check=True)
    return Path.cwd()


def table(outcome: Outcome) -> dict[str, str]:
    """How each job ended, as the table at the end of a run says."""
    rows = re.findall(r"^  [✔✘■·‖] (\S+) +(.*?)(?:, [\d.ms]+)?$", outcome.out, re.MULTILINE)
    return dict(rows)


def test_the_example_that_everything_began_with_works_once_it_is_repaired(
    backend: str, run: Callable[..., Outcome]
) -> None:
    shutil.copy(FIXTURES / "seed" / "workspace.yml", "config.yml")
    refused = run("run", "config.yml")
    repaired = run("check", "--fix", "config.yml")
    outcome = run("run", "config.yml", "--isolation", backend)

    assert (refused.code, repaired.code, outcome.code) == (2, 0, 0)
    assert "downstream │ It worked!\n" in outcome.out
    assert not os.path.lexists("/tmp/workspace")
    assert sorted(os.listdir()) == ["config.yml"]


def test_a_run_ends_with_what_differs_from_circleci(run: Callable[..., Outcome]) -> None:
    shutil.copy(FIXTURES / "dry-run" / "workspace" / "config.yml", "config.yml")
    outcome = run("run", "config.yml", "-q", "--isolation", "bubblewrap")

    assert outcome.out.splitlines()[3:5] == [
        "differs from CircleCI:",
        "  - image `buildpack-deps:jessie` is not used: jobs run with this machine's programs",
    ]


def test_a_whole_workflow_runs_up_to_its_approval_and_then_to_its_end(shop: Path, run: Callable[..., Outcome]) -> None:
    held = run("run", "--isolation", "bubblewrap", "-j", "4", "-e", "TOKEN=sesame!!")
    ended = run(
        "run", "--isolation", "bubblewrap", "--from-failed", "--approve", "hold", "-e", "TOKEN=sesame!!", "--keep"
    )

    assert (held.code, ended.code) == (4, 0)
    assert table(held) == {
        **dict.fromkeys(["vendor", "lint", "unit", "build-cart", "build-search", "build-stock"], "success"),
        **dict.fromkeys(["integration", "package", "report"], "success"),
        "hold": "on hold", "publish": "blocked", "rescue": "not run",
    }  # fmt: skip
    assert re.search(r"published \d+ bytes to staging with \*\*\*\*", ended.out)
    assert "sesame" not in ended.out
    assert table(ended)["unit"] == "success, reused"
    assert table(ended)["publish"] == "success"
    assert "what failed jobs left" not in ended.out
    shares = re.findall(r"node (\d) of 3: (.*)", held.out)
    assert sorted(node for node, _ in shares) == ["0", "1", "2"]
    files = [file for _, share in shares for file in share.split()]
    assert sorted(files) == sorted(f"tests/{path.name}" for path in (shop / "tests").iterdir())
    assert subprocess.run(["git", "status", "--short"], capture_output=True, text=True, check=True).stdout == ""


def test_a_second_run_restores_what_the_first_has_cached(shop: Path, run: Callable[..., Outcome]) -> None:
    first = run("run", "--isolation", "bubblewrap", "--job", "vendor")
    second = run("run", "--isolation", "bubblewrap", "--job", "vendor")
    third = run("run", "--isolation", "bubblewrap", "--job", "vendor", "--no-cache")

    assert shop == Path.cwd()
    assert "fetching left-pad" in first.out
    assert "fetching" not in second.out
    assert "restored `vendor-v1-" in second.out
    assert "fetching left-pad" in third.out


def test_a_failure_is_shown_with_its_place_and_resumed_after_it_is_mended(
    shop: Path, run: Callable[..., Outcome]
) -> None:
    (shop / "state.txt").write_text("closed\n")
    red = run("run", "--isolation", "bubblewrap", "-j", "2")
    (shop / "state.txt").write_text("open\n")
    forced = run("run", "--isolation", "bubblewrap", "--from-failed", "--force-reuse", "--approve", "hold")
    green = run("run", "--isolation", "bubblewrap", "--from-failed", "--of", "1", "--approve", "hold")

    assert (red.code, forced.code, green.code) == (1, 0, 0)
    assert {name: status for name, status in table(red).items() if status != "success"} == {
        "integration": "failed", "package": "not run", "hold": "not run", "publish": "not run",
    }  # fmt: skip
    line = (shop / ".circleci" / "config.yml").read_text().splitlines().index("          name: Compare") + 1 - 1
    assert f"✘ integration: step 6, Compare: exit code 1\n  at   .circleci/config.yml:{line}:9\n" in red.out
    (log,) = re.findall(r"^  log  (.*)$", red.out, re.MULTILINE)
    assert Path(log).read_text() == "the shop is closed\n"
    assert "integration  │ cart\n" in red.out
    assert "rescue       │ integration failed, somebody should look\n" in red.out
    (artifact,) = Path(log).parents[3].rglob("served.txt")
    assert "cart: one" in artifact.read_text()
    assert "! files have changed since" in forced.out
    assert {name for name, status in table(forced).items() if status == "success, reused"} == {
        "vendor", "lint", "unit", "build-cart", "build-search", "build-stock",
    }  # fmt: skip
    assert table(forced)["rescue"] == "not run"
    assert "check out changed since; `--force-reuse` does not care" in green.out
    assert "reused" not in table(green).values()


def test_events_are_the_same_on_the_output_and_in_the_record(shop: Path, run: Callable[..., Outcome]) -> None:
    outcome = run("run", "--isolation", "bubblewrap", "--job", "lint", "--format", "json")
    events = [json.loads(line) for line in outcome.out.splitlines()]

    assert shop == Path.cwd()
    assert [event["type"] for event in events] == [
        "run.started", "job.queued", "job.started", "job.started", "step.started", "step.finished", "step.started",
        "step.finished", "job.finished", "job.finished", "run.finished",
    ]  # fmt: skip
    assert Path(events[0]["directory"], "events.jsonl").read_text() == outcome.out


def test_without_a_sandbox_absolute_paths_are_refused(run: Callable[..., Outcome]) -> None:
    shutil.copy(FIXTURES / "dry-run" / "workspace" / "config.yml", "config.yml")
    refused = run("run", "config.yml", "--isolation", "host")
    mapped = run("run", "config.yml", "--isolation", "host", "--map", "/tmp")

    assert refused.code == 2
    assert "without a sandbox, jobs would use paths of this machine: `/tmp`" in refused.err
    assert (mapped.code, "It worked!" in mapped.out) == (0, True)
    assert not os.path.lexists("/tmp/workspace")


def test_only_what_failed_jobs_left_is_kept(run: Callable[..., Outcome]) -> None:
    Path("config.yml").write_text(
        "version: 2.1\njobs:\n"
        "  good: {machine: true, steps: [{run: touch ~/left}]}\n"
        "  bad: {machine: true, steps: [{run: touch ~/left; exit 1}]}\n"
        "workflows: {main: {jobs: [good, bad]}}\n"
    )
    outcome = run("run", "config.yml", "--isolation", "bubblewrap", "--keep")
    (place,) = re.findall(r"^  what failed jobs left is in (.*)$", outcome.out, re.MULTILINE)

    assert os.listdir(place) == ["bad"]
    assert Path(place, "bad", "0", "root", "home", "circleci", "left").exists()


def test_jobs_that_share_a_path_of_this_machine_run_one_after_the_other(
    run: Callable[..., Outcome], tmp_path: Path
) -> None:
    path = tmp_path / "shared"
    step = f"{{run: mkdir {path} && sleep 0.2 && rmdir {path}}}"
    jobs = "".join(f"  {name}: {{machine: true, steps: [{step}]}}\n" for name in "ab")
    Path("config.yml").write_text(f"version: 2.1\njobs:\n{jobs}workflows: {{main: {{jobs: [a, b]}}}}\n")
    outcome = run("run", "config.yml", "--isolation", "host", "--allow-host-paths", "-j", "2")

    assert outcome.code == 0, outcome.out
    assert f"  apart    jobs `a` and `b` run one after the other: they share `{path}`\n" in outcome.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--timeout", "soon"], "`--timeout` takes a duration such as `90s` or `1.5h`, not `soon`"),
        (["--approve", "flow"], "no approval `flow` runs; there is none"),
        (["--from-failed"], "no earlier run of workflow `btd` to resume"),
        (["--from-failed", "--of", "7"], "there is no run 7"),
        (["--of", "7"], "`--of` says how to resume a run; it needs `--from-failed`"),
        (["--dry-run", "--watch"], "`--dry-run` shows what would be run from the start; leave `--watch` out"),
        (["--isolation", "docer"], "there is no isolation `docer`; did you mean `docker`?"),
        (["--job", "flaw"], "no workflow has a job `flaw`; did you mean `flow`?"),
        (["-e", "1=x"], "`1` is no name of a variable"),
        (["--state-dir", "/proc/nowhere"], "state directory: `/proc/nowhere"),
    ],
)
def test_what_cannot_be_run_is_said_in_one_line(
    arguments: list[str], message: str, run: Callable[..., Outcome]
) -> None:
    shutil.copy(FIXTURES / "dry-run" / "workspace" / "config.yml", "config.yml")
    outcome = run("run", "config.yml", *arguments)

    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err
    assert outcome.err.count("\n") == 1


def start(directory: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a run of the sleeper, and wait until both of its jobs are at their steps."""
    (directory / "config.yml").write_text(SLEEPER)
    command = [sys.executable, "-m", "wflint", "run", "config.yml", "--state-dir", "state", "-j", "2", *arguments]
    process = subprocess.Popen(command, cwd=directory, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    seen = 0
    while seen < 2:
        line = process.stdout.readline()
        assert line, "the run ended early"
        seen += line.endswith("│ here\n")
    return process


def survivors(directory: Path) -> list[str]:
    """The command lines of processes that have to do with a directory."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            words = (path / "cmdline").read_bytes() + (path / "environ").read_bytes()
        except OSError:
            continue
        if os.fsencode(str(directory)) in words:
            found.append(words[:80].decode(errors="replace"))
    return found


def test_one_interruption_lets_steps_end_and_two_do_not_wait(backend: str, tmp_path: Path) -> None:
    process = start(tmp_path, "--isolation", backend)
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=20)

    assert process.returncode == 130
    assert "polite   │ leaving\n" in out
    assert "never" not in out.replace("run never", "")
    assert "killing what runs" in out
    assert survivors(tmp_path) == []


def test_a_run_that_is_killed_leaves_nothing_running_and_can_be_resumed(backend: str, tmp_path: Path) -> None:
    process = start(tmp_path, "--isolation", backend)
    process.kill()
    process.communicate(timeout=20)
    deadline = time.monotonic() + 10
    while survivors(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert survivors(tmp_path) == []
    (tmp_path / "config.yml").write_text(re.sub(r'run: "trap[^"]*"', 'run: "true"', SLEEPER))
    command = [sys.executable, "-m", "wflint", "run", "config.yml", "--state-dir", "state", "--from-failed"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "  resumes  run 1" in done.stdout
    assert not list((tmp_path / "state" / "runs" / "0001" / "jobs").glob("*"))


def test_two_runs_of_a_repository_do_not_disturb_each_other(tmp_path: Path) -> None:
    config = "version: 2.1\njobs: {a: {machine: true, steps: [run: 'sleep 0.5; echo done > /tmp/x; cat /tmp/x']}}\n"
    (tmp_path / "config.yml").write_text(f"{config}workflows: {{w: {{jobs: [a]}}}}\n")
    command = [sys.executable, "-m", "wflint", "run", "config.yml", "--state-dir", "state", "--isolation", "bubblewrap"]
    processes = [subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [process.communicate(timeout=60)[0] for process in processes]

    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(re.findall(r"^run (\d)", "".join(outputs), re.MULTILINE)) == ["1", "2"]


def test_a_reader_that_leaves_ends_the_run(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text(SLEEPER.replace("echo here;", "while sleep 0.1; do echo here; done;"))
    command = [sys.executable, "-m", "wflint", "run", "config.yml", "--state-dir", "state"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()

    assert process.wait(timeout=30) == 130
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()


def test_two_hundred_megabytes_pass_without_being_held(tmp_path: Path) -> None:
    script = "head -c 200000000 /dev/zero | tr '\\0' x | fold -w 99; head -c 30000000 /dev/zero | tr '\\0' y"
    config = f"version: 2.1\njobs: {{a: {{machine: true, steps: [run: {json.dumps(script)}]}}}}\n"
    (tmp_path / "config.yml").write_text(f"{config}workflows: {{w: {{jobs: [a]}}}}\n")
    # The kernel's own peak of this program: that of `getrusage` begins with the size of whoever started it.
    code = (
        "import re, sys; from wflint.__main__ import main; code = main(sys.argv[1:]);"
        "peak = re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read());"
        "print(int(peak[1]) // 1024, file=sys.stderr); sys.exit(code)"
    )
    command = [sys.executable, "-c", code, "run", "config.yml", "-q", "--state-dir", "state"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0
    assert int(done.stderr) < 150
    assert len(done.stdout) < 2000
    (log,) = (tmp_path / "state").rglob("01.log")
    assert log.stat().st_size == 200_000_000 + -(-200_000_000 // 99) - 1 + 30_000_000


def test_a_watched_run_starts_again_when_a_file_changes(tmp_path: Path) -> None:
    (tmp_path / "word").write_text("one\n")
    config = "version: 2.1\njobs: {a: {machine: true, steps: [checkout, run: cat word]}}\n"
    (tmp_path / "config.yml").write_text(f"{config}workflows: {{w: {{jobs: [a]}}}}\n")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    command = [sys.executable, "-m", "wflint", "run", "config.yml", "--watch", "--state-dir", f"{tmp_path}-state"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("waiting for a change"):
                if "a │ two\n" in lines:
                    process.send_signal(signal.SIGINT)
                else:
                    (tmp_path / "word").write_text("two\n")

    assert [line for line in lines if line.startswith("a │ ")] == ["a │ one\n", "a │ two\n"]
    assert "`word` changed\n" in lines
    assert process.returncode == 0
