"""What the contract does not say of sandboxes that show this machine: by bubblewrap, and by namespaces alone."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, TypeAlias

import pytest
from tests.localrun.sandbox.bench import Bench, Ended
from tests.localrun.sandbox.requiring import require

from wflint.localrun.sandbox.bubblewrap import Variant, bubblewrap_sandbox
from wflint.localrun.sandbox.namespace import namespace_sandbox
from wflint.localrun.sandbox.probes import overlays
from wflint.localrun.sandbox.protocol import SandboxError, SandboxSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from wflint.localrun.sandbox.attended import AttendedSandbox

    Maker: TypeAlias = Callable[[SandboxSpec, Mapping[str, str]], AttendedSandbox]


@pytest.fixture(params=["bubblewrap", "namespace"])
def maker(request: pytest.FixtureRequest) -> Maker:
    """How a sandbox is made."""
    require(request.param)
    if request.param == "namespace":
        return lambda spec, environment: namespace_sandbox(spec, environment, overlays=overlays())
    return lambda spec, environment: bubblewrap_sandbox(spec, Variant(overlays=overlays()), environment)


def spec(directory: Path, *exposed: Path) -> SandboxSpec:
    shown = tuple(str(path) for path in exposed)
    return SandboxSpec(directory=str(directory), run="1", job="build", network="none", exposed=shown)


async def ran(sandbox: AttendedSandbox, script: str) -> Ended:
    """Start a sandbox, run a script in it, and stop it."""
    try:
        await sandbox.start()
        return await Bench("", "", sandbox, "/tmp").shell(script)
    finally:
        await sandbox.stop()


@pytest.mark.parametrize("name", ["two words", "colon:comma,dot.", "back\\slash", "#hash", "tab\té", "quote'\""])
async def test_a_directory_may_have_any_name(maker: Maker, tmp_path: Path, name: str) -> None:
    sandbox = maker(spec(tmp_path / name / "node"), os.environ)

    ended = await ran(sandbox, "touch ~/here && ls ~; mkdir /usr/new 2>/dev/null; [ -d /usr/new ] && echo new")

    assert ended.text.split() == (["here", "new"] if overlays() else ["here"])


async def test_directories_that_are_shown_can_be_read_only(maker: Maker, tmp_path: Path) -> None:
    shown = tmp_path / "two words"
    (shown / "bin").mkdir(parents=True)
    (shown / "bin" / "tool").write_text("#!/bin/sh\necho tool\n")
    (shown / "bin" / "tool").chmod(0o755)
    sandbox = maker(spec(tmp_path / "node", shown), {"PATH": f"{shown}/bin:/usr/bin:/bin"})
    ended = await ran(sandbox, f"tool; touch '{shown}/new' 2>/dev/null; echo $?; ls '{tmp_path}'")

    assert ended.text.split("\n") == ["tool", "1", "two words"]
    assert str(shown) in sandbox.fidelity.notes[0]


async def test_a_node_may_have_no_network(maker: Maker, tmp_path: Path) -> None:
    ended = await ran(maker(spec(tmp_path / "node"), os.environ), "cat /proc/net/dev | tail -n +3 | cut -d: -f1")

    assert ended.text == "lo"


async def test_services_are_not_started_and_that_is_no_error(maker: Maker, tmp_path: Path) -> None:
    sandbox = maker(spec(tmp_path / "node"), os.environ)

    assert not sandbox.fidelity.uses_image
    assert (await ran(sandbox, "true")).code == 0


async def test_a_directory_that_cannot_be_made_is_told(maker: Maker, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    sandbox = maker(spec(tmp_path / "file" / "node"), os.environ)

    with pytest.raises(SandboxError, match=r"^cannot start (bubblewrap|namespace): .*file/node"):
        await sandbox.start()
    await sandbox.stop()


async def test_what_bubblewrap_complains_about_is_told(tmp_path: Path) -> None:
    require("bubblewrap")
    sandbox = bubblewrap_sandbox(spec(tmp_path / "node"), Variant(), os.environ)
    (tmp_path / "node").mkdir()
    (tmp_path / "node" / "root").mkdir()
    (tmp_path / "node" / "root" / "usr").write_text("")

    with pytest.raises(SandboxError, match=r"^cannot start bubblewrap: Can't mkdir"):
        await sandbox.start()
    await sandbox.stop()


@pytest.mark.parametrize("variant", [Variant(own_users=True), Variant(own_users=True, own_processes=False)])
async def test_variants_of_bubblewrap_work(tmp_path: Path, variant: Variant) -> None:
    require("bubblewrap")
    sandbox = bubblewrap_sandbox(spec(tmp_path / "node"), variant, os.environ)

    assert await ran(sandbox, "echo here; test -e /proc/self/status") == (0, b"here\n")


async def test_many_sandboxes_start_at_once(maker: Maker, tmp_path: Path) -> None:
    sandboxes = [maker(spec(tmp_path / str(number)), os.environ) for number in range(8)]
    ended = await asyncio.gather(*(ran(sandbox, "echo $$") for sandbox in sandboxes))

    assert [each.code for each in ended] == [0] * 8


async def test_a_start_that_is_canceled_leaves_nothing(maker: Maker, tmp_path: Path) -> None:
    sandbox = maker(spec(tmp_path / "node"), os.environ)
    starting = asyncio.create_task(sandbox.start())
    await asyncio.sleep(0.01)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    await sandbox.stop()

    assert not (tmp_path / "node").exists()
