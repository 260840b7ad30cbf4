"""The formats a picture can be written in, and which one a file's ending means."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wflint.errors import UsageError
from wflint.spelling import did_you_mean

if TYPE_CHECKING:
    from wflint.drawing.shapes import Picture

FORMATS = ("svg", "png", "dot", "mermaid", "html", "json", "text")

_ENDINGS = {
    ".svg": "svg",
    ".png": "png",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".txt": "text",
}


def format_of(path: str) -> str:
    """The format a file's ending means. Raises `UsageError` for an ending that means none."""
    ending = os.path.splitext(path)[1].lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    what = f"the ending `{ending}` of `{path}`" if ending else f"`{path}`, which has no ending,"
    choice = f"choose one with `--format`: {', '.join(FORMATS)}"
    hint = did_you_mean(ending, _ENDINGS) if ending else None
    raise UsageError(f"{what} means no format; {hint or choice}")


def draw(picture: Picture, output_format: str, *, direction: str, theme: str) -> str | bytes:
    """The picture in one of `FORMATS`: bytes for `png`, else text.

    `direction` is `LR` or `TB`, `theme` is `light`, `dark` or `auto`; formats without a layout or colours of their
    own ignore them. Raises `ToolError` if a layout engine is needed and there is none, or it fails.
    """
    match output_format:
        case "json":
            from wflint.drawing.graph_json import to_json

            return to_json(picture)
        case "text":
            from wflint.drawing.text import to_text

            return to_text(picture)
        case "mermaid":
            from wflint.drawing.mermaid import to_mermaid

            return to_mermaid(picture, direction=direction, theme=theme)
        case _:
            return _graphviz(picture, output_format, direction, theme)


def _graphviz(picture: Picture, output_format: str, direction: str, theme: str) -> str | bytes:
    from wflint.drawing.dot import to_dot
    from wflint.drawing.render import render

    if output_format == "dot":
        return to_dot(picture, direction=direction, theme=theme)
    if output_format == "png":
        return render(to_dot(picture, direction=direction, theme=theme, tooltips=False), "png")
    from wflint.drawing.svg import finished_svg

    graphs = [
        to_dot(picture._replace(panels=(panel,)), direction=direction, theme=theme, tooltips=False)
        for panel in picture.panels
    ]
    svg = finished_svg(render("\n".join(graphs), "svg").decode(), picture, theme=theme)
    if output_format == "svg":
        return svg
    from wflint.drawing.html import to_html

    return to_html(svg, picture, theme=theme)
