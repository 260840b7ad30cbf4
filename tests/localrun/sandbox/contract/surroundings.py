"""What steps find: directories, variables, the network."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
from typing import TYPE_CHECKING

from tests.localrun.sandbox.bench import (
    ENGINES,
    collecting,
    exists,
    made,
)

from wflint.localrun.sandbox.view import python_executable

if TYPE_CHECKING:
    from tests.localrun.sandbox.bench import Bench


async def the_directory_of_a_step_is_made(bench: Bench) -> None:
    ended = await bench.run("pwd", directory=bench.path("not", "yet there"))

    assert ended == (0, bench.path("not", "yet there").encode() + b"\n")


async def a_directory_that_cannot_be_made_fails_the_step(bench: Bench) -> None:
    await bench.sandbox.write(bench.path("file"), b"")
    ended = await bench.run("true", directory=bench.path("file", "below"))

    assert ended.code == 1
    assert b"file" in ended.output


async def relative_paths_start_in_the_directory(bench: Bench) -> None:
    await bench.shell("echo here > relative")

    assert (await bench.run("cat", bench.path("relative"))).text == "here"


async def files_last_from_step_to_step(bench: Bench) -> None:
    await bench.run("sh", "-c", "mkdir -p ~/kept; echo 1 > ~/kept/file; echo 2 > ${TMPDIR:-/tmp}/kept", directory="/")

    assert (await bench.shell("cat ~/kept/file ${TMPDIR:-/tmp}/kept")).text.split() == ["1", "2"]


async def absolute_paths_are_not_those_of_the_machine(bench: Bench) -> None:
    if not bench.sandbox.fidelity.exact_paths:
        return
    name = f"wflint-{os.urandom(6).hex()}"
    for place in (f"/tmp/{name}", f"/{name}", f"/var/tmp/{name}", f"/home/{name}"):
        if (await bench.shell(f"mkdir -p {place} && echo there > {place}/file && cat {place}/file")).text == "there":
            assert not exists(place)
        else:
            assert bench.backend in ENGINES


async def files_of_the_machine_are_not_there(bench: Bench) -> None:
    if not bench.sandbox.fidelity.exact_paths:
        return
    with tempfile.NamedTemporaryFile(prefix="wflint-") as secret:
        assert (await bench.run("cat", secret.name)).code == 1


async def new_files_are_readable_by_all_and_writable_by_one(bench: Bench) -> None:
    ended = await bench.shell("umask; touch file; mkdir directory; ls -ld file directory | cut -c1-10")

    assert ended.text.split() == ["0022", "drwxr-xr-x", "-rw-r--r--"]


async def variables_arrive_as_they_are(bench: Bench) -> None:
    values = {"EMPTY": "", "LINES": "a\n b\n", "QUOTES": 'it\'s "$HOME" `x` \\', "ACCENT": "é✓", "EQUAL": "a=b"}
    script = 'printf "%s|" "$EMPTY" "$LINES" "$QUOTES" "$ACCENT" "$EQUAL"'

    assert (await bench.shell(script, values)).output.decode() == "".join(f"{value}|" for value in values.values())


async def variables_with_names_no_shell_takes_arrive(bench: Bench) -> None:
    assert b"a.b-c=1\n" in (await bench.run("env", variables={"a.b-c": "1"})).output


async def a_value_of_a_hundred_thousand_letters_arrives(bench: Bench) -> None:
    assert (await bench.shell("echo ${#LONG}", {"LONG": "x" * 100_000})).text == "100000"


async def variables_of_the_user_are_not_inherited(bench: Bench) -> None:
    os.environ["WFLINT_TEST_SECRET"] = "secret"
    try:
        ended = await bench.run("env")
    finally:
        del os.environ["WFLINT_TEST_SECRET"]

    assert b"WFLINT_TEST_SECRET" not in ended.output


async def the_base_environment_is_what_steps_have(bench: Bench) -> None:
    ended = await bench.shell('printf "%s\\n" "$HOME" "$PATH"')

    assert ended.text.split("\n") == [bench.sandbox.home, bench.sandbox.environment["PATH"]]


async def the_home_directory_can_be_written_to(bench: Bench) -> None:
    assert (await bench.run("sh", "-c", "cd && touch at-home && pwd", directory="/")).text == bench.sandbox.home


async def the_control_directory_can_be_written_to(bench: Bench) -> None:
    await bench.sandbox.write(f"{bench.sandbox.control}/bin/tool", b"#!/bin/sh\necho tool\n", mode=0o755)
    ended = await bench.shell(f"touch {bench.sandbox.control}/flag && {bench.sandbox.control}/bin/tool")

    assert ended == (0, b"tool\n")


async def bash_reads_the_file_that_is_named_for_it(bench: Bench) -> None:
    await bench.sandbox.write(bench.path("bash_env"), b"export FROM_FILE=yes\n")
    await bench.sandbox.write(bench.path("script"), b"echo script $FROM_FILE\n")
    variables = {"BASH_ENV": bench.path("bash_env")}
    command = await bench.run("bash", "-c", "echo command $FROM_FILE", variables=variables)
    script = await bench.run("bash", "-eo", "pipefail", bench.path("script"), variables=variables)
    await bench.run("bash", "-c", 'echo "export LATER=1" >> $BASH_ENV', variables=variables)
    later = await bench.run("bash", "-c", "echo $LATER", variables=variables)

    assert (command.text, script.text, later.text) == ("command yes", "script yes", "1")


async def a_server_in_the_background_is_reached_by_later_steps(bench: Bench) -> None:
    async with collecting() as (received, write_end):
        server = (
            "import socket; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], 'up', flush=True);"
            " c = s.accept()[0]; c.sendall(b'served'); c.close()"
        )
        listen = "while :; do echo served | nc -l -p 5432; done & sleep 0.5; echo 5432 up; wait"
        is_container = bench.backend in ENGINES
        command = ("sh", "-c", listen) if is_container else (python_executable(), "-c", server)
        process = await bench.start(*command, output=write_end)
        os.close(write_end)
        await received.until(b"up")
        port = received.data.split()[0].decode()
        client = f"import socket; print(socket.create_connection(('localhost', {port})).recv(9).decode())"
        ended = await bench.run(*(("nc", "localhost", port) if is_container else (python_executable(), "-c", client)))
        await process.signal(signal.SIGKILL)
        await process.wait()

    assert ended.text == "served"


async def nodes_with_networks_of_their_own_listen_on_one_port(bench: Bench) -> None:
    if not made(bench.backend, bench.scratch).fidelity.own_network:
        return
    async with bench.fresh() as one, bench.fresh() as other, collecting() as (received, write_end):
        is_container = bench.backend in ENGINES
        listen = (
            "import socket, time; s = socket.create_server(('127.0.0.1', 8099)); "
            "print('up', flush=True); time.sleep(30)"
        )
        shell = "nc -l -p 8099 & sleep 0.5; kill -0 $! && echo up; wait"
        command = ("sh", "-c", shell) if is_container else (python_executable(), "-c", listen)
        for sandbox in (one, other):
            await bench.start(*command, output=write_end, sandbox=sandbox, directory="/tmp")
        os.close(write_end)
        await asyncio.wait_for(received.until(b"up\nup\n"), 10)


async def system_directories_of_the_machine_are_never_changed(bench: Bench) -> None:
    if bench.backend == "host":
        return
    name = f"wflint-{os.urandom(6).hex()}"
    wrote = [(await bench.run("mkdir", f"{place}/{name}")).code == 0 for place in ("/usr", "/etc", "/opt", "/var")]
    is_container = bench.backend in ENGINES

    assert is_container or wrote == [bench.sandbox.fidelity.writable_system] * 4
    assert not any(exists(f"{place}/{name}") for place in ("/usr", "/etc", "/opt", "/var"))


async def nothing_can_be_mounted(bench: Bench) -> None:
    if bench.backend == "host":
        return
    await bench.sandbox.make_directory(bench.path("point"))

    assert (await bench.run("mount", "-t", "tmpfs", "tmpfs", bench.path("point"))).code != 0
