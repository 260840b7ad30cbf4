from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from tests.localrun.boxes import attempted, started

from wflint.localrun.shims.serving import FileShims
from wflint.localrun.stores.protocol import Step
from wflint.localrun.stores.timings import Timings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from wflint.localrun.sandbox.protocol import Sandbox

TIMINGS = Timings({"filename": {"a": 10.0, "b": 4.0, "c": 3.0, "d": 3.0}, "classname": {}, "testname": {"x": 1.0}})


@dataclass
class Job:
    """A sandbox with the stand-ins; `sh` runs a script as a step does."""

    box: Sandbox
    shims: FileShims
    path: str

    async def sh(self, script: str, **environment: str) -> str:
        code, text = await self.attempt(script, **environment)
        assert code == 0, text
        return text

    async def attempt(self, script: str, **environment: str) -> tuple[int, str]:
        path = f"{self.shims.directory(self.box)}:{self.path}"
        async with asyncio.timeout(20):
            return await attempted(self.box, script, **{"PATH": path, **environment})


@asynccontextmanager
async def job(directory: Path, node: int = 0, nodes: int = 1, path: str | None = None) -> AsyncIterator[Job]:
    path = path or os.environ.get("PATH", os.defpath)
    async with started(directory, path=path) as box:
        shims = FileShims(TIMINGS)
        step = Step(job="a", node=node, nodes=nodes, step=0)
        await shims.install(box, step)
        serving = asyncio.create_task(shims.serve(box, step))
        try:
            yield Job(box, shims, path)
        finally:
            serving.cancel()
            await asyncio.wait({serving})


@pytest.fixture(params=["whole", "busybox"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The commands that a job has: those of this machine, or those of an image that has nothing but busybox."""
    if request.param == "whole":
        return os.environ.get("PATH", os.defpath)
    busybox = shutil.which("busybox")
    assert busybox is not None, "install busybox-static"
    folder = tmp_path / "bin"
    folder.mkdir()
    for applet in subprocess.run([busybox, "--list"], check=True, capture_output=True, text=True).stdout.split():
        (folder / applet).symlink_to(busybox)
    return str(folder)


async def test_files_are_globbed_at_any_depth(tmp_path: Path, path: str) -> None:
    async with job(tmp_path / "job", path=path) as here:
        await here.sh(
            "mkdir -p t/x/y 'a b' .h; cd t; touch 1_test.go x/2_test.go x/y/3_test.go x/z.go;"
            "cd ..; touch 'a b/4_test.go' .h/5_test.go"
        )

        assert await here.sh('circleci tests glob "**/*_test.go"') == (
            ".h/5_test.go\na b/4_test.go\nt/1_test.go\nt/x/2_test.go\nt/x/y/3_test.go\n"
        )
        assert await here.sh('cd t; circleci-agent tests glob "x/*.go" "{1,x/2}_test.go" "x/*.go" none') == (
            "x/2_test.go\nx/z.go\n1_test.go\n"
        )
        assert await here.sh('circleci tests glob "$PWD/t/*.go"') == f"{here.box.home}/t/1_test.go\n"


async def test_every_test_runs_on_one_node(tmp_path: Path) -> None:
    shares = []
    for node in range(3):
        async with job(tmp_path / str(node), node=node, nodes=3) as here:
            shares.append(await here.sh("printf 'c\\na\\nb\\n\\nd\\n' | circleci tests split"))

    assert shares == ["a\nd\n", "b\n", "c\n"]


async def test_tests_are_split_by_the_times_of_earlier_runs(tmp_path: Path, path: str) -> None:
    async with job(tmp_path / "job", node=0, nodes=2, path=path) as here:
        text = await here.sh("printf './a\\nb\\nc\\nd\\n' > list; circleci tests split --split-by=timings list")
        other = await here.sh("circleci tests split --split-by timings --index 1 list 2> /dev/null")

        assert text == "Splitting by timings of earlier local runs (filename): 4 of 4 tests have one.\n./a\n"
        assert other == "b\nc\nd\n"


async def test_tests_are_split_by_size(tmp_path: Path, path: str) -> None:
    async with job(tmp_path / "job", nodes=2, path=path) as here:
        await here.sh("printf 123456789 > big; printf 1 > 's m'; printf 12 > total; : > empty")
        script = "printf 'big\\ns m\\ntotal\\nempty\\nnone\\n' | circleci tests split --split-by=filesize"

        assert await here.sh(script) == "big\n"
        assert await here.sh(f"{script} --index=1") == "empty\nnone\ns m\ntotal\n"


async def test_a_command_runs_with_the_tests_of_its_node(tmp_path: Path, path: str) -> None:
    async with job(tmp_path / "job", node=1, nodes=2, path=path) as here:
        script = "echo 'a b c d' | circleci tests run --command='xargs echo run' --split-by=timings"

        assert (await here.sh(script)).endswith("run b c d\n")
        code, text = await here.attempt("echo a | circleci tests run --command='exit 7' --index=0 --total=1")
        assert (code, text) == (7, "")


async def test_a_command_without_tests_does_not_run(tmp_path: Path) -> None:
    async with job(tmp_path / "job", node=1, nodes=2) as here:
        assert await here.sh("echo a | circleci tests run --command='touch run'; ls") == (
            "No tests are left for this node.\n"
        )


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("tests split --split-by=size", "`--split-by=size` is none of name, filesize, timings"),
        ("tests run", 'required flag(s) "command" not set'),
        ("tests split none", "cat: none: No such file or directory"),
        ("env subst '${A'", "`${A` is followed by neither a brace nor an operator"),
    ],
)
async def test_what_cannot_be_asked_fails(tmp_path: Path, command: str, message: str) -> None:
    async with job(tmp_path / "job") as here:
        code, text = await here.attempt(f"circleci {command} < /dev/null")

        assert (code, text) == (1, f"Error: {message}\n")


@pytest.mark.parametrize("command", ["circleci step halt", "circleci-agent step halt", "circleci task halt"])
async def test_halting_lets_the_step_go_on_and_tells_the_runner(tmp_path: Path, command: str) -> None:
    async with job(tmp_path / "job") as here:
        assert not await here.shims.is_halted(here.box)
        assert await here.sh(f"{command}; echo on") == "on\n"
        assert await here.shims.is_halted(here.box)


async def test_halting_counts_also_if_nothing_can_be_asked(tmp_path: Path) -> None:
    async with started(tmp_path / "job") as box:
        shims = FileShims(TIMINGS)
        step = Step(job="a", node=0, nodes=1, step=0)
        await shims.install(box, step)
        assert not await shims.is_halted(box)
        # The waiting is cut short by a `sleep` that does nothing.
        script = "mkdir none; printf '#!/bin/sh\\n' > none/sleep; chmod +x none/sleep; PATH=$PWD/none:$PATH"
        code, text = await attempted(box, f"{script}; {shims.directory(box)}/circleci step halt")

        assert (code, text) == (0, "")
        assert await shims.is_halted(box)


async def test_variables_are_substituted(tmp_path: Path, path: str) -> None:
    async with job(tmp_path / "job", path=path) as here:
        script = "circleci env subst 'a $NAME ${OTHER:-none}'; echo; echo '${NAME}' | circleci env subst"

        assert await here.sh(script, NAME="two\nlines") == "a two\nlines none\ntwo\nlines\n"


async def test_other_commands_say_that_they_do_nothing(tmp_path: Path) -> None:
    async with job(tmp_path / "job") as here:
        assert await here.sh("circleci run release plan") == (
            "wflint: `circleci run release plan` does nothing in a local run\n"
        )
        assert await here.sh("circleci") == "wflint: `circleci` does nothing in a local run\n"


async def test_many_may_ask_at_once(tmp_path: Path) -> None:
    async with job(tmp_path / "job") as here:
        script = "for n in 1 2 3 4 5 6 7 8; do circleci env subst $n > $n & done; wait; cat 1 2 3 4 5 6 7 8"

        assert await here.sh(script) == "12345678"
        assert await here.sh(f"ls {here.box.control}/requests") == "bell\n"


async def test_a_hundred_thousand_tests_are_no_problem(tmp_path: Path) -> None:
    async with job(tmp_path / "job", nodes=4) as here:
        assert await here.sh("seq 100000 | circleci tests split | wc -l") == "25000\n"


async def test_sudo_runs_the_command(tmp_path: Path, path: str) -> None:
    async with job(tmp_path / "job", path=path) as here:
        assert (await here.sh("sudo -E -n A=1 B='2 3' sh -c 'echo $A $B'")).endswith("1 2 3\n")
        assert (await here.sh("sudo -u root -- echo -n x")).endswith("x")
        assert (await here.sh("sudo --user=root -H -i 'echo $((1 + 1))'")).endswith("2\n")
        assert await here.sh("sudo -v; sudo -k") == ""
        code, _ = await here.attempt("sudo sh -c 'exit 3'")
        assert code == 3


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes the user")
async def test_sudo_changes_the_user_if_it_can(tmp_path: Path) -> None:
    async with job(tmp_path / "job") as here:
        assert await here.sh("sudo -u nobody sh -c 'id -un; echo \"$0 $1\"' 'a b' c") == "nobody\na b c\n"
