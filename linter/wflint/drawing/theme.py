"""Colours for a light and a dark background, and the style sheet that turns one picture into the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KINDS = ("build", "approval", "no-op", "release", "lock", "unlock", "opaque")
"""Kinds of boxes that have a look of their own."""


class Paint(NamedTuple):
    """The colours of a closed shape."""

    fill: str
    stroke: str


class Theme(NamedTuple):
    """All colours of a picture. `boxes` holds the kinds that differ from `box`."""

    background: str
    text: str
    faded_text: str
    workflow: Paint
    region: Paint
    box: Paint
    faded_box: Paint
    boxes: Mapping[str, Paint]
    line: str
    faded_line: str
    cycle: str

    def paint(self, kind: str) -> Paint:
        """The colours of a kind of box."""
        return self.boxes.get(kind, self.box)


LIGHT = Theme(
    background="#ffffff",
    text="#1f2328",
    faded_text="#6e7781",
    workflow=Paint("#f6f8fa", "#d0d7de"),
    region=Paint("#eaeef2", "#afb8c1"),
    box=Paint("#ffffff", "#57606a"),
    faded_box=Paint("#f6f8fa", "#8c959f"),
    boxes={
        "approval": Paint("#fff8c5", "#9a6700"),
        "release": Paint("#dafbe1", "#1a7f37"),
        "lock": Paint("#ddf4ff", "#0969da"),
        "unlock": Paint("#ddf4ff", "#0969da"),
        "opaque": Paint("#f6f8fa", "#57606a"),
    },
    line="#57606a",
    faded_line="#8c959f",
    cycle="#cf222e",
)

DARK = Theme(
    background="#0d1117",
    text="#e6edf3",
    faded_text="#8d96a0",
    workflow=Paint("#161b22", "#3d444d"),
    region=Paint("#1c2128", "#656c76"),
    box=Paint("#2b323b", "#9198a1"),
    faded_box=Paint("#161b22", "#656c76"),
    boxes={
        "approval": Paint("#3f3007", "#d29922"),
        "release": Paint("#16351f", "#3fb950"),
        "lock": Paint("#132c4a", "#58a6ff"),
        "unlock": Paint("#132c4a", "#58a6ff"),
        "opaque": Paint("#161b22", "#9198a1"),
    },
    line="#9198a1",
    faded_line="#656c76",
    cycle="#ff7b72",
)

THEMES = {"light": LIGHT, "dark": DARK, "auto": LIGHT}
"""`auto` is drawn light; its style sheet holds the dark colours for those who prefer them."""


def dark_style() -> str:
    """The CSS that repaints a light SVG where the reader prefers dark; attributes of shapes give way to it."""
    return f"@media (prefers-color-scheme:dark){{{''.join(_rules(DARK))}}}"


def _rules(theme: Theme) -> Iterator[str]:
    shapes = ("path", "polygon", "ellipse", "polyline")
    yield f".background{{fill:{theme.background}}}"
    yield f".graph text{{fill:{theme.text}}}"
    yield _painted(".workflow", ("path", "polygon"), theme.workflow)
    yield _painted(".matrix", ("path", "polygon"), theme.region)
    yield _painted(".group", ("path", "polygon"), theme.region)
    yield _painted(".job", shapes, theme.box)
    for kind, paint in theme.boxes.items():
        yield _painted(f".{kind}", shapes, paint)
    yield f".edge>path{{stroke:{theme.line}}}"
    yield f".edge>polygon{{fill:{theme.line};stroke:{theme.line}}}"
    yield f".cycle>path{{stroke:{theme.cycle}}}"
    yield f".cycle>polygon{{fill:{theme.cycle};stroke:{theme.cycle}}}"
    yield f".cycle text{{fill:{theme.cycle}}}"
    yield _painted(".job.faded", shapes, theme.faded_box)
    yield f".graph .faded text{{fill:{theme.faded_text}}}"
    yield f".edge.faded>path{{stroke:{theme.faded_line}}}"
    yield f".edge.faded>polygon{{fill:{theme.faded_line};stroke:{theme.faded_line}}}"


def _painted(selector: str, shapes: tuple[str, ...], paint: Paint) -> str:
    selectors = ",".join(f"{selector}>{shape}" for shape in shapes)
    return f"{selectors}{{fill:{paint.fill};stroke:{paint.stroke}}}"
