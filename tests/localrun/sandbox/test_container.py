from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from tests.localrun.sandbox.bench import IMAGE, Bench

from wflint.localrun.operations import Service, Variable
from wflint.localrun.sandbox.container import container_name, container_sandbox
from wflint.localrun.sandbox.protocol import SandboxError, SandboxSpec

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SERVER = 'printf "%s" "$GREETING" > /tmp/said; while :; do nc -l -p 5432 < /tmp/said; done'
SERVICE = Service(
    image=IMAGE,
    name="greeter",
    entrypoint=("sh", "-c"),
    command=(SERVER,),
    user=None,
    environment=(
        Variable(name="GREETING", value="two\nlines", origin="image"),
        Variable(name="HOME", value="/elsewhere", origin="image"),
    ),
)


@pytest.fixture(autouse=True)
def _podman(podman: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in podman.items():
        monkeypatch.setenv(name, value)


def spec(directory: Path, **changes: object) -> SandboxSpec:
    values = {"directory": str(directory), "run": "7", "job": "build it", "image": IMAGE, "network": "none"}
    return SandboxSpec(**{**values, **changes})  # type: ignore[arg-type] # names and kinds are those of the fields


def containers() -> str:
    listed = subprocess.run(["podman", "ps", "-aq"], check=True, capture_output=True, text=True)
    return listed.stdout


async def test_services_answer_at_localhost_and_at_their_name(tmp_path: Path) -> None:
    sandbox = container_sandbox(spec(tmp_path / "node", services=(SERVICE,)), "podman")
    try:
        await sandbox.start()
        bench = Bench("podman", str(tmp_path), sandbox, "/tmp")
        retry = "for i in 1 2 3 4 5 6 7 8 9; do nc {host} 5432 && break; sleep 0.2; done"
        answers = [(await bench.shell(retry.format(host=host))).text for host in ("localhost", "greeter")]
    finally:
        await sandbox.stop()

    assert answers == ["two\nlines", "two\nlines"]
    assert containers() == ""


async def test_steps_run_as_the_user_that_is_named(tmp_path: Path) -> None:
    sandbox = container_sandbox(spec(tmp_path / "node", user="circleci"), "podman")
    try:
        await sandbox.start()
        ended = await Bench("podman", str(tmp_path), sandbox, "/tmp").run("id", "-un")
        await sandbox.write(f"{sandbox.control}/x", b"")
    finally:
        await sandbox.stop()

    assert ended.text == "circleci"


async def test_an_image_that_is_not_there_is_told(tmp_path: Path) -> None:
    sandbox = container_sandbox(spec(tmp_path / "node", image="localhost/absent:1"), "podman")
    with pytest.raises(SandboxError, match=r"^podman: .*localhost/absent:1.*; `--pull` fetches images$"):
        await sandbox.start()
    await sandbox.stop()


async def test_a_service_that_cannot_be_started_ends_the_start(tmp_path: Path) -> None:
    absent = Service(image="localhost/absent:1", name=None, entrypoint=None, command=None, user=None, environment=())
    sandbox = container_sandbox(spec(tmp_path / "node", services=(absent,)), "podman")
    with pytest.raises(SandboxError, match="absent"):
        await sandbox.start()
    await sandbox.stop()

    assert containers() == ""


async def test_a_container_that_is_killed_from_outside_ends_its_steps(tmp_path: Path) -> None:
    sandbox = container_sandbox(spec(tmp_path / "node"), "podman")
    try:
        await sandbox.start()
        with open(os.devnull, "wb") as nowhere:  # noqa: ASYNC230 -- it never blocks
            process = await sandbox.spawn(
                ["sleep", "60"], environment=sandbox.environment, directory="/tmp", output=nowhere.fileno()
            )
        subprocess.run(["podman", "kill", "-a"], check=True, capture_output=True)  # noqa: ASYNC221 -- it is quick

        assert await process.wait() != 0
        with pytest.raises(SandboxError):
            await sandbox.write("/tmp/x", b"")
    finally:
        await sandbox.stop()


def test_services_end_when_the_runner_is_killed(tmp_path: Path) -> None:
    script = (
        "import asyncio, sys; from pathlib import Path; from tests.localrun.sandbox.test_container import *\n"
        "async def hold():\n"
        f"    await container_sandbox(spec(Path({str(tmp_path)!r}), services=(SERVICE,)), 'podman').start()\n"
        "    print('up', flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(hold())"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, start_new_session=True) as runner:
        assert runner.stdout is not None
        said = runner.stdout.readline()
        before = containers()
        os.kill(runner.pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while containers() and time.monotonic() < deadline:
        time.sleep(0.1)

    assert (said, len(before.split())) == (b"up\n", 2)
    assert containers() == ""


def test_names_of_containers_hold_what_engines_take(tmp_path: Path) -> None:
    name = container_name(spec(tmp_path, job="naïve job/2"))

    assert name.startswith("wflint-7-na-ve-job-2-0-")
    assert name != container_name(spec(tmp_path, job="naïve job/2"))
