"""Have a layout engine draw a DOT text: the only place of this package that starts a program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from typing import TYPE_CHECKING

from wflint.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterable

EMBEDDED = "graphviz-pure"
SECONDS = 120.0
"""How long a layout may take: some seconds for 5,000 jobs, so that more means that it will not end."""

# Twice the usual density, for screens that have it.
_ARGUMENTS = {"png": ("-Gdpi=144",)}


def render(dot: str, output_format: str, *, engine: str | None = None, seconds: float = SECONDS) -> bytes:
    """Draw a DOT text as `svg` or `png`; `engine` is a program, by default the one `find_engine` finds.

    Raises `ToolError` if there is no engine, or if it fails, says nothing or takes too long.
    """
    program = engine or find_engine()
    name = os.path.basename(program)
    command = [program, f"-T{output_format}", *_ARGUMENTS.get(output_format, ())]
    try:
        # The program is the engine that was found, and the text goes to its standard input.
        done = subprocess.run(command, input=dot.encode(), capture_output=True, timeout=seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise ToolError(f"`{name}` did not draw the graph within {seconds:g} seconds") from error
    except OSError as error:
        raise ToolError(f"`{program}` cannot be run: {error.strerror or error}") from error
    if done.returncode or not done.stdout:
        raise ToolError(f"`{name}` could not draw the graph: {_complaint(done)}")
    return done.stdout


def find_engine(folders: Iterable[str] | None = None, path: str | None = None) -> str:
    """The embedded engine in one of `folders`, else one on `path`, else Graphviz' `dot` on `path`.

    By default these are where this Python's packages put their programs, and PATH. Raises `ToolError` if there is
    none.
    """
    if folders is None:
        folders = (sysconfig.get_path("scripts"), os.path.dirname(sys.executable))
    places = [(EMBEDDED, folder) for folder in folders]
    for name, searched in (*places, (EMBEDDED, path), ("dot", path)):
        found = shutil.which(name, path=searched)
        if found is not None:
            return found
    raise ToolError(
        "no layout engine: install the package `graphviz-pure` or Graphviz' `dot`, "
        "or choose `--format dot`, `mermaid`, `text` or `json`"
    )


def _complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = [line.strip() for line in done.stderr.decode(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("Error")]
    if errors or lines:
        return (errors or lines)[0].removeprefix("Error: ")
    return f"it ended with {done.returncode} and said nothing"
