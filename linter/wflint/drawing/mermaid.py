"""A picture as a Mermaid flowchart, for Markdown pages that draw it themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wflint.drawing.lettering import visible
from wflint.drawing.theme import KINDS, THEMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.drawing.shapes import Arrow, Box, Panel, Picture, Region

_SHAPES = {
    "approval": ('{{"', '"}}'),
    "no-op": ('(["', '"])'),
    "release": ('[["', '"]]'),
    "lock": ('[/"', '"\\]'),
    "unlock": ('[\\"', '"/]'),
    "opaque": ('["', '"]'),
}
_ROUNDED = ('("', '")')

_SPECIAL = re.compile(
    r"""
    [^\w\s./:,()=+\-\x80-\U0010ffff]  # what may mean something anywhere
    | (?<![^\W_])_ | _(?![^\W_])  # around a word: emphasis
    | ^\s*[-+] | (?<=\d)[.)](?=\s)  # at the start: a list
    | (?<=:)/  # an address
    """,
    re.VERBOSE,
)


def to_mermaid(picture: Picture, *, direction: str = "LR", theme: str = "light") -> str:
    """The flowchart; `direction` is `LR` or `TB`, `theme` a key of `THEMES`. There are no tooltips."""
    lines = [f"flowchart {direction}"]
    for number, panel in enumerate(picture.panels):
        lines += _panel(panel, f"w{number}", direction)
    lines += _styles(picture, theme)
    return "\n".join(lines) + "\n"


def _panel(panel: Panel, name: str, direction: str) -> Iterator[str]:
    yield f'  subgraph {name}["workflow {_escaped(panel.label)}"]'
    yield f"    direction {direction}"
    for box in panel.loose:
        yield f"    {_box(box)}"
    for number, region in enumerate(panel.regions):
        yield from _region(region, f"{name}_{number}", "    ")
    if not panel.boxes:
        yield f'    {name}_empty["no jobs"]'
    yield "  end"
    for arrow in panel.arrows:
        yield f"  {_arrow(arrow)}"


def _region(region: Region, name: str, indent: str) -> Iterator[str]:
    yield f'{indent}subgraph {name}["{_escaped(region.label)}"]'
    for box in region.boxes:
        yield f"{indent}  {_box(box)}"
    for number, inner in enumerate(region.regions):
        yield from _region(inner, f"{name}_{number}", f"{indent}  ")
    yield f"{indent}end"


def _box(box: Box) -> str:
    start, end = _SHAPES.get(box.kind, _ROUNDED)
    lines = [box.label, *([box.marker] if box.marker else []), *box.details]
    return f"{box.id}{start}{'<br/>'.join(map(_escaped, lines))}{end}"


def _arrow(arrow: Arrow) -> str:
    line = "==>" if arrow.in_cycle else "-.->" if arrow.label is not None or arrow.is_faded else "-->"
    label = f'|"{_escaped(arrow.label)}"|' if arrow.label is not None else ""
    return f"{arrow.tail.id} {line}{label} {arrow.head.id}"


def _styles(picture: Picture, theme: str) -> Iterator[str]:
    """One class a kind; without colours under `auto`, where the page decides."""
    boxes = [box for panel in picture.panels for box in panel.boxes]
    for kind in (*KINDS, "faded"):
        ids = [box.id for box in boxes if (box.is_faded if kind == "faded" else box.kind == kind)]
        style = _style(kind, theme)
        if ids and style:
            yield f"  classDef {kind} {style}"
            yield f"  class {','.join(ids)} {kind}"


def _style(kind: str, theme: str) -> str:
    colours = THEMES[theme]
    parts = []
    if theme != "auto":
        paint = colours.faded_box if kind == "faded" else colours.paint(kind)
        text = colours.faded_text if kind == "faded" else colours.text
        parts += [f"fill:{paint.fill}", f"stroke:{paint.stroke}", f"color:{text}"]
    elif kind == "faded":
        parts.append("opacity:0.6")
    if kind in {"opaque", "faded"}:
        parts.append("stroke-dasharray:4 3")
    return ",".join(parts)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: "".join(f"#{ord(char)};" for char in match.group()), visible(text))
