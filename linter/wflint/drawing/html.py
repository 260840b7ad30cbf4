"""An SVG picture in a page of its own that can be searched; nothing is loaded from anywhere."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wflint.drawing.shapes import Picture

_TEMPLATE = Path(__file__).with_name("page.html")
_SCHEMES = {"light": "light", "dark": "dark", "auto": "light dark"}


def to_html(svg: str, picture: Picture, *, theme: str) -> str:
    """The page around a finished SVG of the picture, drawn with the same theme."""
    import json

    edges = [[arrow.tail.anchor, arrow.head.anchor, arrow.anchor] for panel in picture.panels for arrow in panel.arrows]
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        scheme=_SCHEMES[theme],
        title=escape(picture.title),
        description=escape(picture.description),
        svg=_inline(svg),
        # `<` in a name must not end the script element.
        edges=json.dumps(edges).replace("<", "\\u003c"),
    )


def _inline(svg: str) -> str:
    """The root element without the XML declaration, as HTML has it, and open to assistive tools."""
    return svg.partition("\n")[2].strip().replace(' role="img"', ' role="group"', 1)
