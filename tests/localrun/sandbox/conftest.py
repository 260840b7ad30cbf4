"""Backends for tests: what each needs, an image made here, and a user without rights."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pytest
from tests.localrun.sandbox.bench import IMAGE
from tests.localrun.sandbox.requiring import require

from wflint.localrun.sandbox.choose import probe_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Outcomes: TypeAlias = Callable[[], dict[str, str | None]]

CHECKOUT = Path(__file__).parents[3]
SIDE_BY_SIDE = 3
USER = 64123
"""An ordinary user, who need not be known by name."""

_TIMEOUT = 300
_STORAGE = """\
[storage]
driver = "overlay"
graphroot = "{place}/graph"
runroot = "{place}/run"
"""


class Driver(NamedTuple):
    """How scenarios are run on a backend: a command line that takes their names."""

    command: tuple[str, ...]
    environment: Mapping[str, str]
    directory: str


@pytest.fixture(scope="session")
def contract(request: pytest.FixtureRequest) -> Iterator[Callable[[str, str], str | None]]:
    """What is wrong when a scenario runs on a backend, or None.

    All scenarios that are wanted of a backend run together, and backends side by side: they mostly wait.
    """
    outcomes: dict[str, Outcomes] = {}
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:

        def outcome(backend: str, scenario: str) -> str | None:
            if not outcomes:
                for each, scenarios in _wanted(request.session.items).items():
                    outcomes[each] = _begun(each, scenarios, request, pool)
            return outcomes[backend]()[scenario]

        yield outcome


@pytest.fixture(scope="session")
def place_of_user() -> Iterator[Path]:
    """A directory of an ordinary user, with what the driver needs; not below those of the tests' own user."""
    with tempfile.TemporaryDirectory(prefix="wflint-user-") as directory:
        place = Path(directory)
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(CHECKOUT / "linter" / "wflint", place / "linter" / "wflint", ignore=ignored)
        shutil.copytree(Path(__file__).parent, place / "tests" / "localrun" / "sandbox", ignore=ignored)
        (place / "tmp").mkdir()
        for path in (place, *place.rglob("*")):
            os.chown(path, USER, USER)
        yield place


@pytest.fixture(scope="session")
def podman(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """The environment in which podman works here, with an image in a store of its own."""
    require("podman")
    place = tmp_path_factory.mktemp("podman")
    (place / "storage.conf").write_text(_STORAGE.format(place=place))
    settings = {
        "CONTAINERS_CONF": str(Path(__file__).with_name("containers.conf")),
        "CONTAINERS_STORAGE_CONF": str(place / "storage.conf"),
    }
    environment = {**os.environ, **settings}
    _import_image("podman", place, environment)
    yield settings
    subprocess.run(["podman", "rmi", "-f", IMAGE], env=environment, capture_output=True, check=True)
    subprocess.run(["umount", place / "graph" / "overlay"], capture_output=True, check=False)


@pytest.fixture(scope="session")
def docker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """The environment in which docker works here, with an image; an engine of our own if none runs."""
    place = tmp_path_factory.mktemp("docker")
    with contextlib.ExitStack() as stack:
        settings = {}
        if not probe_of("docker").works and shutil.which("dockerd") and os.geteuid() == 0:
            settings = {"DOCKER_HOST": stack.enter_context(_docker_engine(place))}
        else:
            require("docker")
        _import_image("docker", place, {**os.environ, **settings})
        yield settings


def _wanted(items: Iterable[pytest.Item]) -> dict[str, list[str]]:
    """The scenarios that are to run, by backend."""
    wanted: dict[str, list[str]] = {}
    for item in items:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        if {"backend", "scenario"} <= parameters.keys():
            wanted.setdefault(parameters["backend"], []).append(parameters["scenario"])
    return wanted


def _begun(backend: str, scenarios: list[str], request: pytest.FixtureRequest, pool: ThreadPoolExecutor) -> Outcomes:
    """Begin to run scenarios; the function that is returned waits for their outcomes, or says why there are none."""
    try:
        return pool.submit(_run, _driver(backend, request), scenarios).result
    except (pytest.skip.Exception, pytest.fail.Exception) as error:
        reason = error

    def refuse() -> dict[str, str | None]:
        raise reason

    return refuse


def _driver(backend: str, request: pytest.FixtureRequest) -> Driver:
    base, _, user = backend.partition(" as ")
    if base in {"podman", "docker"}:
        return Driver(_command(sys.executable, base), request.getfixturevalue(base), str(CHECKOUT))
    require(base)
    if not user:
        return Driver(_command(sys.executable, base), {}, str(CHECKOUT))
    if os.geteuid() != 0:
        pytest.skip("the tests already run as an ordinary user")
    place = request.getfixturevalue("place_of_user")
    python = shutil.which("python3", path="/usr/bin")
    if python is None:
        pytest.fail("an ordinary user needs an interpreter outside of the superuser's home: install `python3`")
    identity = ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--")
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(place), "PYTHONPATH": str(place / "linter")}
    return Driver((*identity, *_command(python, base)), {**environment, "TMPDIR": str(place / "tmp")}, str(place))


def _command(python: str, backend: str) -> tuple[str, ...]:
    return (python, "-W", "error", "-X", "dev", "-B", "-m", "tests.localrun.sandbox.driver", backend)


def _run(driver: Driver, scenarios: list[str]) -> dict[str, str | None]:
    ended = subprocess.run(
        [*driver.command, *scenarios],
        cwd=driver.directory,
        env={**os.environ, **driver.environment},
        capture_output=True,
        text=True,
        timeout=_TIMEOUT,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    outcomes: dict[str, str | None] = json.loads(ended.stdout)
    # What nobody could be told, such as a socket that was not closed, is printed only.
    complaints = [line for line in ended.stderr.splitlines() if not line.startswith("Executing <")]
    if complaints:
        outcomes[scenarios[-1]] = ended.stderr
    return outcomes


def _import_image(program: str, place: Path, environment: Mapping[str, str]) -> None:
    """Make an image of two programs without libraries."""
    path = place / "image.tar"
    path.write_bytes(_image())
    subprocess.run([program, "import", str(path), IMAGE], env=environment, capture_output=True, check=True)


@contextlib.contextmanager
def _docker_engine(place: Path) -> Iterator[str]:
    """Start docker's engine without networks; its address."""
    address = f"unix://{place}/docker.sock"
    directories = ("--data-root", place / "data", "--exec-root", place / "exec", "--pidfile", place / "pid")
    with (place / "log").open("wb") as log:
        engine = subprocess.Popen(
            ["dockerd", "--host", address, *directories, "--bridge=none", "--iptables=false"], stdout=log, stderr=log
        )
    try:
        for _ in range(100):
            if subprocess.run(["docker", "--host", address, "info"], capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.1)
        yield address
    finally:
        engine.terminate()
        engine.wait()
        subprocess.run(["umount", place / "exec" / "netns" / "default"], capture_output=True, check=False)


def _image() -> bytes:
    busybox = Path("/bin/busybox")
    commands = subprocess.run([busybox, "--list"], capture_output=True, text=True, check=True).stdout.split()
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as tar:
        for name, mode in (("bin", 0o755), ("etc", 0o755), ("root", 0o700), ("tmp", 0o1777)):
            directory = tarfile.TarInfo(name)
            directory.type, directory.mode = tarfile.DIRTYPE, mode
            tar.addfile(directory)
        passwd = b"root:x:0:0::/root:/bin/sh\ncircleci:x:3434:3434::/home/circleci:/bin/sh\n"
        for name, data in (("bin/busybox", busybox.read_bytes()), ("bin/bash", _bash()), ("etc/passwd", passwd)):
            file = tarfile.TarInfo(name)
            file.size, file.mode = len(data), 0o755
            tar.addfile(file, io.BytesIO(data))
        for command in commands:
            if command not in {"bash", "busybox"}:
                link = tarfile.TarInfo(f"bin/{command}")
                link.type, link.linkname = tarfile.SYMTYPE, "busybox"
                tar.addfile(link)
    return content.getvalue()


def _bash() -> bytes:
    return Path("/bin/bash-static").read_bytes()
