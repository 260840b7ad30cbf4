"""What the runner answers to `circleci …` inside a job."""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wflint.localrun.shims.globbing import searches
from wflint.localrun.shims.options import OptionError, read_options
from wflint.localrun.shims.splitting import split_by_name, split_by_weight, timed
from wflint.localrun.shims.substitution import SubstitutionError, substituted
from wflint.localrun.stores.capture import captured

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wflint.localrun.sandbox.protocol import Sandbox
    from wflint.localrun.shims.options import SplitOptions
    from wflint.localrun.stores.protocol import Step
    from wflint.localrun.stores.timings import Timings

_FIND = 'exec find "$@" 2> /dev/null'
_SIZES = "tr '\\n' '\\000' < \"$0\" | xargs -0 wc -c 2> /dev/null"
"""Sizes of the files that a file lists; what is no file is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a step asks: the words behind `circleci`, the directory it is in, its input, its environment.

    `path` is the directory of the request inside the job.
    """

    arguments: Sequence[str]
    directory: str
    input: str
    environment: Mapping[str, str]
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the command prints and its exit code; with a `command`, that is run, and the output is its input."""

    output: str = ""
    errors: str = ""
    code: int = 0
    command: str | None = None
    is_halt: bool = False


async def answer(request: Request, sandbox: Sandbox, step: Step, timings: Timings) -> Answer:
    """Answer one request of a step; a command that is not known here says so and does not fail."""
    match list(request.arguments):
        case ["step" | "task", "halt", *_]:
            return Answer(is_halt=True)
        case ["tests", "glob", *patterns]:
            return Answer(output=_lines(await _globbed(patterns, request.directory, sandbox)))
        case ["tests", "split" | "run" as command, *words]:
            try:
                options = read_options(words, command, step)
            except OptionError as error:
                return Answer(errors=f"Error: {error}\n", code=1)
            return await _split(options, request, sandbox, timings)
        case ["env", "subst", *texts]:
            try:
                return Answer(output=substituted(texts[0] if texts else request.input, request.environment))
            except SubstitutionError as error:
                return Answer(errors=f"Error: {error}\n", code=1)
    said = " ".join(["circleci", *request.arguments])
    return Answer(errors=f"wflint: `{said}` does nothing in a local run\n")


async def _globbed(patterns: Sequence[str], directory: str, sandbox: Sandbox) -> list[str]:
    """The files that match, each once, in the order of the patterns and then sorted."""
    found: dict[str, None] = {}
    for pattern in patterns:
        matched: set[str] = set()
        for base, depth, expression in searches(pattern):
            names = await _files(base, depth, directory, sandbox)
            matched.update(name for name in names if expression.fullmatch(name))
        found.update(dict.fromkeys(sorted(matched)))
    return list(found)


async def _files(base: str, depth: int | None, directory: str, sandbox: Sandbox) -> list[str]:
    """The files below a directory, also links; as they are written from the current directory."""
    start = base if base.startswith("/") else f"./{base}"
    # A link at the start is followed, links below are not.
    arguments = [posixpath.join(start, "."), *(["-maxdepth", str(depth)] if depth is not None else [])]
    expression = ["(", "-type", "f", "-o", "-type", "l", ")", "-print0"]
    _, output = await captured(sandbox, ["sh", "-c", _FIND, "find", *arguments, *expression], directory=directory)
    with output:
        names = os.fsdecode(output.read()).split("\0")[:-1]
    return [posixpath.normpath(name) for name in names]


async def _split(options: SplitOptions, request: Request, sandbox: Sandbox, timings: Timings) -> Answer:
    text = request.input
    if options.file is not None:
        code, content = await captured(sandbox, ["cat", "--", options.file], directory=request.directory)
        with content:
            text = os.fsdecode(content.read())
        if code:
            return Answer(errors=f"Error: {text}", code=1)
    separators = text.split() if options.command is not None else text.splitlines()
    names = [name for name in (line.strip() for line in separators) if name]
    words = None
    weights: Mapping[str, float] | None = None
    if options.by == "filesize":
        weights = await _sizes(names, request, sandbox, is_input=options.file is None)
    elif options.by == "timings":
        weights, words = timed(names, timings, options.kind, options.default)
    if weights is None:
        share = split_by_name(names, options.index, options.total)
    else:
        share = split_by_weight(weights, options.index, options.total)
    said = [words] if words else []
    if options.has_counts:
        said.append(f"Read {len(set(names))} tests; node {options.index} of {options.total} takes {len(share)}.")
    if options.command is not None and not share:
        said.append("No tests are left for this node.")
    return Answer(output=_lines(share), errors=_lines(said), command=options.command if share else None)


async def _sizes(names: Sequence[str], request: Request, sandbox: Sandbox, *, is_input: bool) -> dict[str, float]:
    """The bytes of each file, 0 for what is none."""
    listed = posixpath.join(request.path, "input")
    if not is_input:
        await sandbox.write(listed, os.fsencode(_lines(names)))
    _, output = await captured(sandbox, ["sh", "-c", _SIZES, listed], directory=request.directory)
    with output:
        lines = os.fsdecode(output.read()).splitlines()
    sizes = dict.fromkeys(names, 0.0)
    # The total comes last; a file of that name comes before it.
    for line in reversed(lines):
        size, _, name = line.strip().partition(" ")
        if name in sizes and size.isdigit():
            sizes[name] = float(size)
    return sizes


def _lines(texts: Sequence[str]) -> str:
    return "".join(f"{text}\n" for text in texts)
