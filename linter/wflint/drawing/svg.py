"""Make an engine's drawings one SVG that stands for itself: titles to read, ids, colours for light and dark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from wflint.drawing.arrangement import in_rows
from wflint.drawing.dot import FONT
from wflint.drawing.theme import THEMES, dark_style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.drawing.arrangement import Canvas
    from wflint.drawing.shapes import Picture, Region

NAMESPACE = "http://www.w3.org/2000/svg"
FONTS = f"{FONT},Helvetica,'Liberation Sans',sans-serif"

_DOCUMENT = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_NAMESPACES = re.compile(r' xmlns(?::xlink)?="[^"]*"')
_SMALL = "11"


def finished_svg(drawings: str, picture: Picture, *, theme: str) -> str:
    """One SVG document from the engine's, which follow each other, one for each workflow.

    It is deterministic, and valid XML whatever the names. Jobs, arrows and regions keep their ids and classes and
    have their tooltips as titles. With the theme `auto` it turns dark where the reader prefers that.
    """
    parts = [ET.fromstring(_NAMESPACES.sub("", text)) for text in _DOCUMENT.findall(drawings)]  # noqa: S314 - our own
    canvas = in_rows([_size(part) for part in parts])
    root = _root(picture, canvas, theme)
    titles = dict(_titles(picture))
    for part, (left, top) in zip(parts, canvas.corners, strict=True):
        for graph in part.findall("g"):
            _finish(graph, titles)
            graph.set("transform", f"translate({left:.2f} {top:.2f}) {graph.get('transform', '')}")
            root.append(graph)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _size(drawing: ET.Element) -> tuple[float, float]:
    _, _, width, height = drawing.get("viewBox", "").split()
    return float(width), float(height)


def _root(picture: Picture, canvas: Canvas, theme: str) -> ET.Element:
    root = ET.Element(
        "svg",
        {
            "xmlns": NAMESPACE,
            "width": f"{canvas.width:.0f}pt",
            "height": f"{canvas.height:.0f}pt",
            "viewBox": f"0 0 {canvas.width:.2f} {canvas.height:.2f}",
            "role": "img",
            "aria-labelledby": "wflint-title wflint-description",
            "font-family": FONTS,
        },
    )
    ET.SubElement(root, "title", {"id": "wflint-title"}).text = picture.title
    ET.SubElement(root, "desc", {"id": "wflint-description"}).text = picture.description
    if theme == "auto":
        ET.SubElement(root, "style").text = dark_style()
    background = {"width": "100%", "height": "100%", "fill": THEMES[theme].background}
    ET.SubElement(root, "rect", {"class": "background", **background})
    for element in root:
        element.tail = "\n"
    return root


def _titles(picture: Picture) -> Iterator[tuple[str, str]]:
    for panel in picture.panels:
        yield panel.anchor, panel.tooltip
        yield from ((box.anchor, box.tooltip) for box in panel.boxes)
        yield from ((arrow.anchor, arrow.tooltip) for arrow in panel.arrows)
        for region in panel.regions:
            yield from _region_titles(region)


def _region_titles(region: Region) -> Iterator[tuple[str, str]]:
    yield region.anchor, region.tooltip
    for inner in region.regions:
        yield from _region_titles(inner)


def _finish(graph: ET.Element, titles: dict[str, str]) -> None:
    """Title what the picture has a tooltip for, take the engine's own ids, titles and background away."""
    for group in graph.iter("g"):
        title = group.find("title")
        words = titles.get(group.get("id", ""))
        if title is not None and words is not None:
            title.text = words
        elif title is not None:
            group.remove(title)
            del group.attrib["id"]
        if "node" in group.get("class", "").split():
            for text in group.findall("text")[1:]:
                text.set("font-size", _SMALL)
    for polygon in graph.findall("polygon"):
        graph.remove(polygon)
    for text in graph.iter("text"):
        text.attrib.pop("font-family", None)
        # Engines write the blanks that make room for wide characters as no-break spaces.
        text.text = (text.text or "").strip(" \xa0")
