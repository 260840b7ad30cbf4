"""A picture as DOT, Graphviz's language: one cluster a workflow, numbered node ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wflint.drawing.lettering import width
from wflint.drawing.theme import KINDS, THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphviz import Digraph

    from wflint.drawing.shapes import Arrow, Box, Panel, Picture, Region
    from wflint.drawing.theme import Theme

FONT = "Arial"

# Shapes tell the kinds apart where colours do not.
_SHAPES = {
    "build": {"shape": "box", "style": "rounded,filled"},
    "approval": {"shape": "hexagon", "style": "filled", "margin": "0,0"},
    "no-op": {"shape": "ellipse", "style": "filled"},
    "release": {"shape": "box", "style": "filled", "peripheries": "2"},
    "lock": {"shape": "house", "style": "filled", "margin": "0.1,0.02"},
    "unlock": {"shape": "invhouse", "style": "filled", "margin": "0.1,0.02"},
    "opaque": {"shape": "box", "style": "filled,dashed"},
    "other": {"shape": "note", "style": "filled"},
}


class _Pen(NamedTuple):
    """What every part is drawn with: colours, and whether tooltips are wanted."""

    theme: Theme
    tooltips: bool

    def tooltip(self, text: str, name: str = "tooltip") -> dict[str, str]:
        """The attribute for a tooltip, or none."""
        from graphviz import nohtml

        return {name: nohtml(_escaped(text).replace("\n", "\\n"))} if self.tooltips else {}


def to_dot(picture: Picture, *, direction: str = "LR", theme: str = "light", tooltips: bool = True) -> str:
    """The DOT text; `direction` is `LR` or `TB`, `theme` a key of `THEMES`."""
    from graphviz import Digraph

    colours = THEMES[theme]
    graph = Digraph(
        "wflint",
        graph_attr={
            "rankdir": direction,
            "bgcolor": colours.background,
            "fontname": FONT,
            "pad": "0.2",
            "nodesep": "0.25",
            "ranksep": "0.5" if direction == "LR" else "0.4",
        },
        node_attr={
            **_SHAPES["build"],
            "fillcolor": colours.box.fill,
            "color": colours.box.stroke,
            "fontcolor": colours.text,
            "fontname": FONT,
            "fontsize": "13",
            "margin": "0.18,0.08",
            "height": "0.45",
        },
        edge_attr={
            "color": colours.line,
            "fontcolor": colours.text,
            "fontname": FONT,
            "fontsize": "11",
            "arrowsize": "0.7",
        },
    )
    # From left to right, engines put what is named first at the bottom.
    panels = [_reversed(panel) for panel in reversed(picture.panels)] if direction == "LR" else picture.panels
    for number, panel in enumerate(panels):
        with graph.subgraph(name=f"cluster_{number}") as cluster:
            _draw_panel(cluster, panel, f"cluster_{number}", _Pen(colours, tooltips))
    source: str = graph.source
    return source


def _reversed(panel: Panel) -> Panel:
    return panel._replace(
        boxes=panel.boxes[::-1],
        loose=panel.loose[::-1],
        regions=tuple(_reversed_region(region) for region in reversed(panel.regions)),
        arrows=panel.arrows[::-1],
    )


def _reversed_region(region: Region) -> Region:
    inner = tuple(_reversed_region(inner) for inner in reversed(region.regions))
    return region._replace(boxes=region.boxes[::-1], regions=inner)


def _draw_panel(cluster: Digraph, panel: Panel, name: str, pen: _Pen) -> None:
    theme = pen.theme
    is_faded = panel.outcome is not None and panel.outcome.is_faded
    cluster.attr(
        "graph",
        id=panel.anchor,
        label=_label([f"workflow {panel.label}"]),
        labeljust="l",
        fontsize="15",
        fontcolor=theme.faded_text if is_faded else theme.text,
        style="rounded,filled",
        fillcolor=theme.workflow.fill,
        color=theme.workflow.stroke,
        margin="14",
        **_classes("workflow", "faded" if is_faded else ""),
        **pen.tooltip(panel.tooltip),
    )
    for box in panel.loose:
        _draw_box(cluster, box, pen)
    for number, region in enumerate(panel.regions):
        _draw_region(cluster, region, f"{name}_{number}", pen)
    for arrow in panel.arrows:
        _draw_arrow(cluster, arrow, pen)
    if not panel.boxes:
        # A cluster without a node is not drawn at all.
        cluster.node(f"empty_{name}", label="no jobs", shape="plaintext", style="", **_classes("empty"))


def _draw_region(parent: Digraph, region: Region, name: str, pen: _Pen) -> None:
    with parent.subgraph(name=name) as cluster:
        cluster.attr(
            "graph",
            id=region.anchor,
            label=_label([region.label]),
            labeljust="l",
            fontsize="12",
            fontcolor=pen.theme.text,
            style="rounded,filled,dashed" if region.kind == "matrix" else "filled",
            fillcolor=pen.theme.region.fill,
            color=pen.theme.region.stroke,
            margin="10",
            **_classes(region.kind),
            **pen.tooltip(region.tooltip),
        )
        for box in region.boxes:
            _draw_box(cluster, box, pen)
        for number, inner in enumerate(region.regions):
            _draw_region(cluster, inner, f"{name}_{number}", pen)


def _draw_box(cluster: Digraph, box: Box, pen: _Pen) -> None:
    kind = box.kind if box.kind in KINDS else "other"
    shape = _SHAPES[kind]
    attributes = {} if kind == "build" else dict(shape)
    paint = pen.theme.faded_box if box.is_faded else pen.theme.paint(kind)
    if paint != pen.theme.box:
        attributes |= {"fillcolor": paint.fill, "color": paint.stroke}
    if box.is_faded:
        attributes |= {"style": f"{shape['style']},dotted", "fontcolor": pen.theme.faded_text}
    cluster.node(
        box.id,
        label=_label([box.label, *([box.marker] if box.marker else []), *box.details]),
        id=box.anchor,
        **attributes,
        **_classes("job", kind, "faded" if box.is_faded else ""),
        **pen.tooltip(box.tooltip),
    )


def _draw_arrow(cluster: Digraph, arrow: Arrow, pen: _Pen) -> None:
    attributes = pen.tooltip(arrow.tooltip)
    if arrow.label is not None:
        attributes |= {
            "label": _label([f" {arrow.label} "]),
            "style": "dashed",
            **pen.tooltip(arrow.tooltip, "labeltooltip"),
        }
    if arrow.in_cycle:
        attributes |= {"style": "bold", "color": pen.theme.cycle, "fontcolor": pen.theme.cycle}
    elif arrow.is_faded:
        attributes |= {"style": "dotted", "color": pen.theme.faded_line, "fontcolor": pen.theme.faded_text}
    cluster.edge(
        arrow.tail.id,
        arrow.head.id,
        id=arrow.anchor,
        **attributes,
        **_classes(
            "requires",
            "" if arrow.label is None else "status",
            "cycle" if arrow.in_cycle else "faded" if arrow.is_faded else "",
        ),
    )


def _classes(*names: str) -> dict[str, str]:
    """The attribute with classes for the SVG; `class` is a word of Python."""
    return {"class": " ".join(filter(None, names))}


def _label(lines: Iterable[str]) -> str:
    """Lines as one DOT text that no part of the language is read out of."""
    from graphviz import nohtml

    return nohtml("\\n".join(_escaped(_padded(line)) for line in lines))


def _escaped(line: str) -> str:
    # Engines resolve entities in every text.
    return line.replace("\\", "\\\\").replace("&", "&amp;")


def _padded(line: str) -> str:
    # Without metrics the engine takes a wide character for 0.83 em; blanks make up for the rest.
    wide = width(line) - len(line)
    blanks = " " * -(-wide * 3 // 10) if wide > 0 else ""
    return f"{blanks}{line}{blanks}"
