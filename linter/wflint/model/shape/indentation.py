"""Keys that stand beside the name they belong under: the edits that move them."""

from __future__ import annotations

from wflint.diagnostic import Edit, Fix
from wflint.source import Span
from wflint.syntax.nodes import Alias

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.model.shape.state import State
    from wflint.source import Source
    from wflint.syntax.nodes import Mapping, Scalar, Value

_STEP = "    "


def indentation(state: State, item: Mapping, entries: list[tuple[Scalar, Value]]) -> Fix | None:
    """Move every key but the first under it; None where they are not written below it, line by line.

    `entries` are the effective ones of `item`, the first without a value.
    """
    source = item.source
    if item.flow or any(isinstance(entry.value, Alias) for entry in item.entries):
        return None
    (name, _), *siblings = entries
    if [name, *(key for key, _ in siblings)] != [entry.key for entry in item.entries]:
        return None
    line, column = source.line_column(name.start)
    if any(source.line_column(key.start)[1] != column for key, _ in siblings):
        return None
    first = source.line_column(siblings[0][0].start)[0]
    last_key, last_value = siblings[-1]
    last = source.line_column(max(last_value.end - 1, last_key.end))[0]
    if first <= line:
        return None
    edits = tuple(_moved(source, number) for number in range(first, last + 1) if source.line_text(number).strip())
    return Fix(f"indent under `{name.value}`", edits, safe=not state.lenient)


def _moved(source: Source, line: int) -> Edit:
    start = source.line_span(line).start
    return Edit(Span(start, start), _STEP)
