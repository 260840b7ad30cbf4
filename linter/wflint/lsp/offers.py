"""Offers: things that can be written at a cursor, and the snippets that write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wflint.lsp.language import plain_kind
from wflint.model.spec.kinds import Forms, Items, Keyed, Named, Steps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lsprotocol import types

    from wflint.model.spec.kinds import Kind


class Offer(NamedTuple):
    """One thing to write: its label, what is inserted (a snippet; empty: the label), and what is said of it.

    `detail` is a word or two beside the label, `documentation` Markdown. `filter` is what typed letters are compared
    with, if that is not the label.
    """

    label: str
    kind: types.CompletionItemKind
    detail: str = ""
    documentation: str = ""
    snippet: str = ""
    filter: str = ""
    is_deprecated: bool = False


class Argument(NamedTuple):
    """A key that a snippet writes, and the brackets around its value: `[]` of a list, `{}` of a map, or none."""

    name: str
    brackets: str = ""


class Style(NamedTuple):
    """How a snippet is written: between brackets or braces (`is_flow`), or over lines, the key `shift` columns in."""

    is_flow: bool
    shift: int = 0


def argument_of(name: str, kind: Kind | None) -> Argument:
    """The argument for a key of the language."""
    kind = plain_kind(kind)
    if isinstance(kind, Forms) and kind.single is None:
        kind = plain_kind(kind.items or kind.mapping)
    if isinstance(kind, Items | Steps):
        return Argument(name, "[]")
    return Argument(name, "{}" if isinstance(kind, Keyed | Named) else "")


def key_snippet(argument: Argument, style: Style) -> str:
    """A key with a stop where its value begins."""
    return _written(argument, 1, style, "")


def call_snippet(name: str, arguments: Iterable[Argument], style: Style) -> str:
    """A call with arguments, each a stop of the snippet; the name alone without any."""
    given = list(arguments)
    if not given:
        return escaped(name)
    if style.is_flow:
        inside = ", ".join(_written(one, number, style, "") for number, one in enumerate(given, 1))
        return f"{escaped(name)}: {{{inside}}}"
    lines = [_written(one, number, style, "  ") for number, one in enumerate(given, 1)]
    return "".join([f"{escaped(name)}:", *(f"\n{' ' * style.shift}  {line}" for line in lines)])


def _written(argument: Argument, stop: int, style: Style, indentation: str) -> str:
    name, brackets = escaped(argument.name), argument.brackets
    if not brackets:
        return f"{name}: ${stop}"
    if style.is_flow:
        return f"{name}: {brackets[0]}${stop}{escaped(brackets[1])}"
    item = "- " if brackets == "[]" else ""
    return f"{name}:\n{' ' * style.shift}{indentation}  {item}${stop}"


def plain(snippet: str) -> str:
    """What a snippet inserts, without its stops."""
    return re.sub(r"\\([$}\\])|\$\d", lambda match: match[1] or "", snippet)


def escaped(text: str) -> str:
    """A text in the language of snippets."""
    return re.sub(r"([$}\\])", r"\\\1", text)
