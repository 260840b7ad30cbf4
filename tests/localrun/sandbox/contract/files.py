"""Files that are written and found from outside."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.localrun.sandbox.bench import (
    collecting,
    refusal,
)

if TYPE_CHECKING:
    from tests.localrun.sandbox.bench import Bench


async def files_are_written_with_their_directories_and_modes(bench: Bench) -> None:
    await bench.sandbox.write(bench.path("a b", "c'd", "é"), b"#!/bin/sh\necho run\n", mode=0o755)
    await bench.sandbox.write(bench.path("private"), b"", mode=0o600)

    assert (await bench.run(bench.path("a b", "c'd", "é"))).text == "run"
    assert (await bench.shell("ls -l private | cut -c1-10")).text == "-rw-------"


async def a_file_is_replaced_and_a_link_is_not_followed(bench: Bench) -> None:
    await bench.shell("echo kept > target; ln -s target link; echo old > file")
    await bench.sandbox.write(bench.path("link"), b"new\n")
    await bench.sandbox.write(bench.path("file"), b"new\n")

    assert (await bench.shell("cat target link file")).text.split() == ["kept", "new", "new"]


async def a_file_that_cannot_be_written_is_an_error(bench: Bench) -> None:
    await bench.sandbox.write(bench.path("file"), b"")

    assert "file" in await refusal(bench.sandbox.write(bench.path("file", "below"), b""))


async def a_directory_may_be_made_twice(bench: Bench) -> None:
    await bench.sandbox.make_directory(bench.path("x y", "z"))
    await bench.sandbox.make_directory(bench.path("x y", "z"))

    assert (await bench.shell("ls 'x y'")).text == "z"


async def what_is_written_to_a_named_pipe_is_passed_on(bench: Bench) -> None:
    async with collecting() as (received, write_end):
        try:
            await bench.sandbox.listen(bench.path("a b", "pipe"), write_end)
        finally:
            os.close(write_end)
        await received.until(b"ready\n")
        listed = await bench.shell("for i in 1 2; do echo $i > 'a b/pipe'; done; ls -ld 'a b' 'a b/pipe' | cut -c1-10")
        await received.until(b"2\n")

    assert received.data == b"ready\n1\n2\n"
    assert listed.text.split() == ["drwxrwxrwx", "prw-rw-rw-"]


async def globs_match_as_in_go(bench: Bench) -> None:
    await bench.shell(
        "mkdir -p a/b .hidden 'd{x,y}'; touch a/one.txt a/b/two.txt .hidden/f three.txt 'd{x,y}/z' é.txt;"
        "ln -s nowhere broken"
    )
    expected = {
        "*": (".hidden", "a", "broken", "d{x,y}", "three.txt", "é.txt"),
        "a/*": ("a/b", "a/one.txt"),
        "**/*.txt": ("a/one.txt",),
        "*/*.txt": ("a/one.txt",),
        "?.txt": ("é.txt",),
        "[a-c]": ("a",),
        "d{x,y}/*": ("d{x,y}/z",),
        "a": ("a",),
        "absent": (),
        "*/absent": (),
        "a/b/": ("a/b",),
        "[": (),
        "./a/?": ("a/b",),
    }
    found = await bench.sandbox.glob(bench.directory, tuple(expected))

    assert dict(zip(expected, found, strict=True)) == expected


async def globs_look_behind_links_to_directories(bench: Bench) -> None:
    await bench.shell("mkdir real; touch real/file; ln -s real linked; ln -s . self")

    assert await bench.sandbox.glob(bench.directory, ["linked/*", "*/file", "self/sel*"]) == (
        ("linked/file",),
        ("linked/file", "real/file"),
        ("self/self",),
    )


async def globs_below_what_is_missing_match_nothing(bench: Bench) -> None:
    assert await bench.sandbox.glob(bench.path("missing"), ["*", "x", "*/*"]) == ((), (), ())
