"""Make an engine's SVG one that stands for itself: titles to read, ids, colours for light and dark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from wflint.drawing.dot import FONT
from wflint.drawing.theme import dark_style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.drawing.shapes import Picture, Region

NAMESPACE = "http://www.w3.org/2000/svg"
FONTS = f"{FONT},Helvetica,'Liberation Sans',sans-serif"

_DECLARED = re.compile(r' xmlns(?::xlink)?="[^"]*"')
_LINKED = re.compile(r"\bxlink:")
_SMALL = "11"


def finished_svg(svg: str, picture: Picture, *, theme: str) -> str:
    """An SVG document from the engine's: deterministic, and valid XML whatever the names.

    Jobs, arrows and regions keep their ids and classes and get their tooltips as titles; those of `picture` count,
    not the engine's. With the theme `auto` it turns dark where the reader prefers that.
    """
    root = ET.fromstring(_LINKED.sub("", _DECLARED.sub("", svg)))  # noqa: S314 - the engine's own output
    titles = dict(_titles(picture))
    for group in root.iter("g"):
        _finish_group(group, titles)
    for text in root.iter("text"):
        text.attrib.pop("font-family", None)
        text.text = (text.text or "").strip(" ")
    _describe(root, picture, theme)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


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


def _finish_group(group: ET.Element, titles: dict[str, str]) -> None:
    classes = group.get("class", "").split()
    title = group.find("title")
    if title is not None:
        words = titles.get(group.get("id", ""))
        if words is None:
            group.remove(title)
        else:
            title.text = words
    if "node" in classes:
        for text in group.findall("text")[1:]:
            text.set("font-size", _SMALL)


def _describe(root: ET.Element, picture: Picture, theme: str) -> None:
    root.set("xmlns", NAMESPACE)
    root.set("role", "img")
    root.set("aria-labelledby", "wflint-title wflint-description")
    root.set("font-family", FONTS)
    parts = [_element("title", picture.title, id="wflint-title")]
    parts.append(_element("desc", picture.description, id="wflint-description"))
    if theme == "auto":
        parts.append(_element("style", dark_style()))
    for position, part in enumerate(parts):
        part.tail = "\n"
        root.insert(position, part)


def _element(tag: str, text: str, **attributes: str) -> ET.Element:
    element = ET.Element(tag, attributes)
    element.text = text
    return element
