"""`wflint lsp`: the language server."""

import sys
from typing import Annotated

import typer

from wflint.errors import FileError, UsageError


def lsp(
    *,
    stdio: Annotated[bool, typer.Option("--stdio", help="Talk over the standard streams; the default.")] = False,
    tcp: Annotated[
        str | None,
        typer.Option("--tcp", metavar="HOST:PORT", show_default=False, help="Wait for one client there instead."),
    ] = None,
    log: Annotated[
        str | None, typer.Option("--log", metavar="FILE", show_default=False, help="Write what happens there.")
    ] = None,
) -> int:
    """Serve an editor: diagnostics, fixes, hover, completion, renames."""
    import logging

    from wflint.lsp.server import make_server

    if stdio and tcp is not None:
        raise UsageError("`--stdio` and `--tcp` exclude each other")
    address = None if tcp is None else _address(tcp)
    if address is None and sys.stdin is None:
        raise FileError("there is no standard input to read")
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    if log is not None:
        try:
            logging.basicConfig(filename=log, level=logging.INFO, format=form)
        except OSError as error:
            raise FileError(f"cannot write `{log}`: {(error.strerror or str(error)).lower()}") from error
    else:
        logging.basicConfig(stream=sys.stderr, level=logging.ERROR, format=form)
    server = make_server()
    if address is None:
        server.start_io()
    else:
        server.start_tcp(*address)
    return 0


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not (host and port.isascii() and port.isdecimal() and int(port) < 65536):
        raise UsageError(f"`--tcp`: `{text}` is no `HOST:PORT` such as `127.0.0.1:2087`")
    return host.strip("[]"), int(port)
