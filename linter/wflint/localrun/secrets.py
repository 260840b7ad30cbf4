"""Variables of the project and of contexts, from files and from the command line.

A file holds `NAME=VALUE` lines, as Docker's and others' `.env` files do.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from wflint.errors import FileError, UsageError
from wflint.localrun.operations import Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

CONTEXTS = os.path.join(".wflint", "contexts")
"""Below the repository's root: a file `NAME.env` for each context."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LINE = re.compile(r"\s*(?:export\s+)?(?P<name>[^=\s]*)\s*=\s*(?P<value>.*)", re.DOTALL)
_COMMENT = re.compile(r"\s+#.*", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "$": "$"}


def project_variables(
    assignments: Sequence[str], files: Sequence[str], environment: Mapping[str, str]
) -> tuple[Variable, ...]:
    """The project's variables: those of `.env` files, then `NAME=VALUE` or `NAME`, which takes the user's own value.

    All are secret. Raises `UsageError` and `FileError`.
    """
    found = [variable for path in files for variable in read_variables(path, "project")]
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not _NAME.fullmatch(name):
            raise UsageError(f"`{name}` is no name of a variable; `-e NAME=VALUE` or `-e NAME` sets one")
        if not equals:
            if name not in environment:
                raise UsageError(f"`-e {name}` takes the value from the environment, where there is no `{name}`")
            value = environment[name]
        found.append(Variable(name=name, value=value, origin="project", secret=True))
    return tuple(found)


def context_variables(root: str, given: Iterable[str]) -> dict[str, tuple[Variable, ...]]:
    """The variables of each context that is at hand: those below a repository's root, and those `given` as `NAME=FILE`.

    All are secret. Raises `UsageError` and `FileError`.
    """
    folder = os.path.join(root, CONTEXTS)
    files: dict[str, str] = {}
    if os.path.isdir(folder):
        names = sorted(os.listdir(folder))
        files = {name.removesuffix(".env"): os.path.join(folder, name) for name in names if name.endswith(".env")}
    for each in given:
        name, equals, path = each.rpartition("=")
        if not (name and equals and path):
            raise UsageError(f"`--context {each}` names no file; `--context NAME=FILE` does")
        files[name] = path
    return {name: read_variables(path, f"context {name}") for name, path in files.items()}


def read_variables(path: str, origin: str) -> tuple[Variable, ...]:
    """The variables of a `.env` file, in order, all secret. Raises `FileError`, with the line, for what is none."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read()
    except OSError as error:
        raise FileError(f"cannot read `{path}`: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise FileError(f"`{path}` is no UTF-8 text") from error
    return tuple(
        Variable(name=name, value=value, origin=origin, secret=True) for name, value in _assignments(path, text)
    )


def _assignments(path: str, text: str) -> Iterable[tuple[str, str]]:
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        start = number
        line = lines[number].removesuffix("\r")
        number += 1
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None or not _NAME.fullmatch(match["name"]):
            raise FileError(f"`{path}`: line {start + 1} is no `NAME=VALUE`")
        raw = match["value"]
        quote = raw[:1]
        if quote and quote in "'\"":
            # A value in quotes may have several lines.
            while (end := _closing(raw, quote)) is None and number < len(lines):
                raw += f"\n{lines[number]}"
                number += 1
            if end is None:
                raise FileError(f"`{path}`: line {start + 1} opens a quote that is never closed")
            rest = raw[end + 1 :].strip()
            if rest and not rest.startswith("#"):
                raise FileError(f"`{path}`: line {number} goes on behind the closing quote")
            yield match["name"], _unescaped(raw[1:end]) if quote == '"' else raw[1:end]
        else:
            yield match["name"], _COMMENT.sub("", raw).strip()


def _closing(text: str, quote: str) -> int | None:
    """Where the quote that a text begins with is closed; a backslash keeps a double one from it."""
    position = 1
    while position < len(text):
        if text[position] == "\\" and quote == '"':
            position += 1
        elif text[position] == quote:
            return position
        position += 1
    return None


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[0]), text, flags=re.DOTALL)
