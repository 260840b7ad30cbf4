from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from wflint.drawing.formats import draw

if TYPE_CHECKING:
    from tests.drawing.conftest import Chained, Pictured

    from wflint.drawing.shapes import Picture


class Page(HTMLParser):
    """The start tags of a page with their attributes, and the text of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "script" and self.cdata_elem == "script":
            self.scripts[-1] += data


def page(picture: Picture, theme: str = "auto") -> str:
    text = draw(picture, "html", direction="LR", theme=theme)
    assert isinstance(text, str)
    return text


def test_the_page_loads_nothing(pictured: Pictured) -> None:
    text = page(pictured("- a\n- b: {requires: [a]}"))
    attributes = {name for _, found in Page(text).tags for name in found}
    assert not attributes & {"src", "href", "xlink:href", "action", "srcset"}
    assert "default-src 'none'" in text
    assert text.count("http") == text.count('http-equiv="') + text.count('xmlns="http')


def test_the_script_knows_which_parts_an_arrow_joins(pictured: Pictured) -> None:
    found = Page(page(pictured("- a\n- b: {requires: [a]}")))
    ids = {attributes.get("id") for _, attributes in found.tags}
    ((tail, head, edge),) = json.loads(found.scripts[0])
    assert (tail, head, edge) == ("job-w-a", "job-w-b", "edge-w-a-b")
    assert {tail, head, edge, "search", "found", "facts"} <= ids


def test_names_cannot_leave_their_place(chained: Chained) -> None:
    names = ["</script><script>alert(1)</script>", "<!--", "$title", "</svg>", "a&lt;b", '"onload="x']
    found = Page(page(chained(names, [(0, 1), (2, 3)])))
    assert len(found.scripts) == 2
    assert len([attributes for tag, attributes in found.tags if "job" in (attributes.get("class") or "").split()]) == 6
    assert not [attributes for _, attributes in found.tags if "onload" in attributes]


def test_a_theme_is_the_pages_too(pictured: Pictured) -> None:
    assert '<meta name="color-scheme" content="dark">' in page(pictured("- a"), "dark")
    assert '<meta name="color-scheme" content="light dark">' in page(pictured("- a"), "auto")
