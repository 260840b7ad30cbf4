"""Edits of a text: the change of spans by which fixes keep everything else as it was."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.diagnostic import Edit


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with each span replaced; edits are in any order, those at one empty span insert in the given order.

    Raises `ValueError` for spans that overlap or lie outside of the text.
    """
    parts = []
    position = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        start, end = edit.span
        if not position <= start <= end <= len(text):
            raise ValueError(f"the edit of [{start}, {end}) overlaps another or lies outside of the text")
        parts += [text[position:start], edit.text]
        position = end
    return "".join([*parts, text[position:]])


def moved_offset(offset: int, edits: Iterable[Edit]) -> int:
    """Where an offset of the old text lies in the new one; inside a replaced span, at the end of what replaced it."""
    shift = 0
    for (start, end), replacement in sorted(edits, key=lambda edit: edit.span):
        if offset < start or (offset == start < end):
            break
        if offset < end:
            return start + shift + len(replacement)
        shift += len(replacement) - (end - start)
    return offset + shift
