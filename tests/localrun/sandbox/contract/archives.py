"""Files that are taken out and brought in as archives, hostile ones too."""

from __future__ import annotations

import asyncio
import os
import tarfile
import tempfile
from typing import TYPE_CHECKING

from tests.localrun.sandbox.bench import (
    archive,
    member,
    refusal,
)

from wflint.localrun.sandbox.protocol import SandboxError

if TYPE_CHECKING:
    from tests.localrun.sandbox.bench import Bench


async def what_is_packed_is_unpacked_the_same(bench: Bench) -> None:
    await bench.shell(
        "mkdir -p from/empty 'from/a b/c'; cd from; echo text > 'a b/c/file'; echo run > tool; chmod 750 tool;"
        "ln -s ../nowhere broken; ln -s /etc/passwd away; touch -d '2001-02-03 04:05:06' old é -- -dash"
    )
    with tempfile.TemporaryFile() as file:
        await bench.sandbox.pack(bench.path("from"), ["."], file.fileno())
        file.seek(0)
        await bench.sandbox.unpack(bench.path("to", "deep"), file.fileno())
    listing = (
        "find . | sort; cat 'a b/c/file'; ls -l tool | cut -c1-10; readlink broken; readlink away; date -r old +%F"
    )
    one = await bench.run("sh", "-c", listing, directory=bench.path("from"))
    other = await bench.run("sh", "-c", listing, directory=bench.path("to", "deep"))

    assert one.output == other.output
    assert one.text.split("\n")[-5:] == ["text", "-rwxr-x---", "../nowhere", "/etc/passwd", "2001-02-03"]


async def only_the_members_that_are_named_are_packed(bench: Bench) -> None:
    await bench.shell("mkdir -p a/b c; touch a/b/x a/y c/z ./-option 'two words'")
    with tempfile.TemporaryFile() as file:
        await bench.sandbox.pack(bench.directory, ["a/b", "c/z", "-option", "two words"], file.fileno())
        file.seek(0)
        with tarfile.open(fileobj=file) as packed:
            names = {name.removeprefix("./") for name in packed.getnames()}

    assert names == {"a/b", "a/b/x", "c/z", "-option", "two words"}


async def five_thousand_members_are_packed(bench: Bench) -> None:
    name = "n" * 50
    await bench.shell(f"i=0; while [ $i -lt 5000 ]; do : > {name}$i; i=$((i+1)); done")
    with tempfile.TemporaryFile() as file:
        await bench.sandbox.pack(bench.directory, [f"{name}{number}" for number in range(5000)], file.fileno())
        file.seek(0)
        with tarfile.open(fileobj=file) as packed:
            assert len(packed.getnames()) == 5000


async def nothing_can_be_packed(bench: Bench) -> None:
    await bench.sandbox.make_directory(bench.directory)
    with tempfile.TemporaryFile() as file:
        await bench.sandbox.pack(bench.directory, [], file.fileno())
        file.seek(0)
        with tarfile.open(fileobj=file) as packed:
            assert packed.getnames() == []


async def a_member_that_is_missing_is_an_error(bench: Bench) -> None:
    await bench.sandbox.make_directory(bench.directory)
    with tempfile.TemporaryFile() as file:
        assert "absent" in await refusal(bench.sandbox.pack(bench.directory, ["absent"], file.fileno()))


async def a_base_that_is_missing_is_an_error(bench: Bench) -> None:
    with tempfile.TemporaryFile() as file:
        assert "absent" in await refusal(bench.sandbox.pack(bench.path("absent"), ["."], file.fileno()))


async def members_above_the_base_are_refused(bench: Bench) -> None:
    assert "`../escaped` lies outside" in await unpacked(bench, member("good"), member("../escaped"))
    assert "`a/../../escaped` lies outside" in await unpacked(bench, member("a/../../escaped"))
    assert (await bench.shell("ls")).text == "into"


async def absolute_members_are_refused(bench: Bench) -> None:
    assert "`/tmp/wflint-absolute` lies outside" in await unpacked(bench, member("/tmp/wflint-absolute"))
    assert (await bench.run("ls", "/tmp/wflint-absolute")).code != 0


async def members_behind_a_link_of_the_archive_are_refused(bench: Bench) -> None:
    await bench.sandbox.make_directory(bench.path("target"))
    link = member("link", tarfile.SYMTYPE, link="../target")

    assert "`link/file` lies behind a link" in await unpacked(bench, link, (member("link/file"), b"harm"))
    assert (await bench.shell("ls target")).text == ""


async def hard_links_to_the_outside_are_refused(bench: Bench) -> None:
    assert "a link to `/etc/passwd`" in await unpacked(bench, member("x", tarfile.LNKTYPE, link="/etc/passwd"))
    assert "a link to `../x`" in await unpacked(bench, member("x", tarfile.LNKTYPE, link="../x"))


async def devices_are_refused(bench: Bench) -> None:
    assert "`disk` is a device" in await unpacked(bench, member("disk", tarfile.BLKTYPE))


async def links_that_point_out_are_kept_as_links(bench: Bench) -> None:
    assert await unpacked(bench, member("away", tarfile.SYMTYPE, link="/etc"), member("file")) == ""
    assert (await bench.shell("readlink into/away")).text == "/etc"


async def a_damaged_archive_is_an_error(bench: Bench) -> None:
    for content in (b"no archive" * 200, b""):
        with tempfile.TemporaryFile() as file:
            file.write(content)
            file.seek(0)
            assert "damaged" in await refusal(bench.sandbox.unpack(bench.path("into"), file.fileno()))


async def an_archive_that_is_cut_off_is_an_error(bench: Bench) -> None:
    with archive([(member("big"), b"x" * 100_000)]) as file:
        file.truncate(50_000)
        assert await refusal(bench.sandbox.unpack(bench.path("into"), file.fileno()))


async def files_that_exist_are_replaced_by_unpacking(bench: Bench) -> None:
    await bench.shell("mkdir into; echo old > into/file; echo kept > into/other")

    assert await unpacked(bench, (member("file"), b"new\n")) == ""
    assert (await bench.shell("cat into/file into/other")).text.split() == ["new", "kept"]


async def an_archive_may_come_through_a_pipe(bench: Bench) -> None:
    with archive([(member("big"), b"x" * 3_000_000)]) as file:
        read_end, write_end = os.pipe()
        cat = await asyncio.create_subprocess_exec("cat", stdin=file, stdout=write_end)
        os.close(write_end)
        await bench.sandbox.unpack(bench.path("into"), read_end)
        os.close(read_end)
        await cat.wait()

    assert (await bench.shell("wc -c < into/big")).text == "3000000"


async def names_that_are_no_text_are_kept(bench: Bench) -> None:
    await bench.shell("touch \"$(printf 'bad\\377name')\"")
    (names,) = await bench.sandbox.glob(bench.directory, ["bad*"])
    with tempfile.TemporaryFile() as file:
        await bench.sandbox.pack(bench.directory, names, file.fileno())
        file.seek(0)
        await bench.sandbox.unpack(bench.path("to"), file.fileno())

    assert await bench.sandbox.glob(bench.path("to"), ["*"]) == (("bad\udcffname",),)


async def unpacked(bench: Bench, *members: tarfile.TarInfo | tuple[tarfile.TarInfo, bytes]) -> str:
    """Unpack members into `into`; what the sandbox says if it refuses, else nothing."""
    await bench.sandbox.make_directory(bench.directory)
    with archive(members) as file:
        try:
            await bench.sandbox.unpack(bench.path("into"), file.fileno())
        except SandboxError as error:
            return str(error)
    return ""
