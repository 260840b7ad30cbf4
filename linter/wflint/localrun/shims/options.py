"""The options of `circleci tests split` and `circleci tests run`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wflint.localrun.shims.splitting import KIND_WORDS
from wflint.localrun.stores.timings import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint.localrun.stores.protocol import Step

WAYS = ("name", "filesize", "timings")
"""The words of `--split-by`."""

_VALUED = frozenset(
    {"split-by", "timings-type", "index", "total", "time-default", "timings-file", "command", "test-selection"}
)
_FLAGS = frozenset({"show-counts", "verbose"})
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)?")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, None: 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitOptions:
    """What is split and how: `by` is one of `WAYS`, `kind` one of the kinds of timings or None for autodetect.

    `file` lists the tests instead of the input; `command` is what `tests run` runs with its share; `default` is how
    many seconds a test without a time counts.
    """

    by: str
    kind: str | None
    index: int
    total: int
    default: float | None = None
    file: str | None = None
    command: str | None = None
    has_counts: bool = False


class OptionError(Exception):
    """Words that the command does not take."""


def read_options(words: Sequence[str], command: str, step: Step) -> SplitOptions:
    """The options of `tests split` or `tests run` (`command`), for a node of a job."""
    values, flags, rest = _parsed(words)
    if command == "run" and not values.get("command"):
        raise OptionError('required flag(s) "command" not set')
    by = values.get("split-by", "name")
    if by not in WAYS:
        raise OptionError(f"`--split-by={by}` is none of {', '.join(WAYS)}")
    kind = values.get("timings-type", "autodetect")
    kind = KIND_WORDS.get(kind, kind)
    if kind not in {*KINDS, "autodetect"}:
        raise OptionError(f"`--timings-type={kind}` is none of {', '.join(KINDS)}, autodetect")
    index, total = _number(values, "index", step.node), _number(values, "total", step.nodes)
    if total < 1 or not 0 <= index < total:
        raise OptionError(f"there is no node {index} of {total}")
    return SplitOptions(
        by=by,
        kind=None if kind == "autodetect" else kind,
        index=index,
        total=total,
        default=_seconds(values.get("time-default")),
        file=rest[0] if rest and command == "split" else None,
        command=values.get("command") if command == "run" else None,
        has_counts=bool(flags),
    )


def _parsed(words: Sequence[str]) -> tuple[dict[str, str], set[str], list[str]]:
    """Options with values, options without, and other words; a dash alone is the input."""
    values: dict[str, str] = {}
    flags: set[str] = set()
    rest: list[str] = []
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if not word.startswith("--") or word == "--":
            rest += [word] if word not in {"-", "--"} else []
            continue
        name, equals, value = word[2:].partition("=")
        if name in _VALUED:
            if not equals and not waiting:
                raise OptionError(f"flag needs an argument: --{name}")
            values[name] = value if equals else waiting.pop(0)
        elif name in _FLAGS:
            if value != "false":
                flags.add(name)
        else:
            raise OptionError(f"unknown flag: --{name}")
    return values, flags, rest


def _number(values: dict[str, str], name: str, default: int) -> int:
    try:
        return int(values.get(name, default))
    except ValueError as error:
        raise OptionError(f"`--{name}={values[name]}` is no whole number") from error


def _seconds(text: str | None) -> float | None:
    if text is None:
        return None
    match = _DURATION.fullmatch(text)
    if match is None:
        raise OptionError(f"`--time-default={text}` is no duration like 10s")
    return float(match[1]) * _UNITS[match[2]]
