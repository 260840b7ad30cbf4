"""A picture for the terminal: jobs by the wave they can start in, with what each waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.drawing.lettering import visible, width
from wflint.drawing.wording import counted, requirement_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.drawing.outcome import Outcome
    from wflint.drawing.shapes import Box, Panel, Picture, Region

_NAME_COLUMNS = 40
"""Longer names push only their own line to the right."""


def to_text(picture: Picture) -> str:
    """One paragraph a workflow; waves are numbered from 1, jobs of a wave can run at the same time."""
    return "\n".join("".join(f"{line}\n" for line in _panel(panel)) for panel in picture.panels)


def _panel(panel: Panel) -> Iterator[str]:
    yield f"workflow {visible(panel.name)} ({counted(len(panel.boxes), 'job')}){_reason(panel)}"
    families = dict(_families(panel.regions))
    waves: dict[int, list[Box]] = {}
    rest: list[Box] = []
    for box in panel.boxes:
        (rest if box.rank is None else waves.setdefault(box.rank, [])).append(box)
    names = {box.id: _name(box, families.get(box.id)) for box in panel.boxes}
    columns = max((columns for columns in map(width, names.values()) if columns <= _NAME_COLUMNS), default=0)
    digits = len(str(len(waves)))
    for rank, boxes in sorted(waves.items()):
        yield from _wave(f"{rank + 1:>{digits}}", boxes, names, columns, panel.outcome)
    if rest:
        yield "  in a cycle of requirements, or after one:"
        yield from _wave(" " * digits, rest, names, columns, panel.outcome)


def _reason(panel: Panel) -> str:
    outcome = panel.outcome
    if outcome is None or outcome.runs == "yes":
        return ""
    words = " does not run" if outcome.is_faded else " may run"
    return f"{words}: {visible(outcome.reason)}" if outcome.reason else words


def _families(regions: Iterable[Region]) -> Iterator[tuple[str, str]]:
    """The region each box lies in, by the id of the box."""
    for region in regions:
        for box in region.boxes:
            yield box.id, f"{region.kind} {visible(region.name)}"
        yield from _families(region.regions)


def _name(box: Box, family: str | None) -> str:
    marker = f"({box.job.type})" if box.job.is_synthetic and box.marker is None else box.marker
    return " ".join(filter(None, [visible(box.job.name), marker, f"[{family}]" if family else None]))


def _wave(number: str, boxes: list[Box], names: dict[str, str], columns: int, known: Outcome | None) -> Iterator[str]:
    for position, box in enumerate(boxes):
        first, last = position == 0, position == len(boxes) - 1
        branch = "──" if first and last else "┬─" if first else "└─" if last else "├─"
        lead = f"  {number if first else ' ' * len(number)} {branch} "
        yield lead + _entry(box, names[box.id], columns)
        bar = " " if last else "│"
        for line in _below(box, known):
            yield f"  {' ' * len(number)} {bar}    {line}"


def _entry(box: Box, name: str, columns: int) -> str:
    requires = ", ".join(map(visible, requirement_words(box.job)))
    if not requires:
        return name
    return f"{name}{' ' * (columns - width(name))}  ← {requires}"


def _below(box: Box, known: Outcome | None) -> Iterator[str]:
    yield from box.details
    if box.outcome is not None and box.outcome != known and box.outcome.reason and box.outcome.runs != "yes":
        yield visible(box.outcome.reason)
