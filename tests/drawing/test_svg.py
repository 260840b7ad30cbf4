from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wflint.drawing.formats import draw

if TYPE_CHECKING:
    from tests.drawing.conftest import Chained, Pictured

    from wflint.drawing.shapes import Picture


SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "\x00\x1b",
    "]]>",
    "<!-- -- -->",
    "a&b",
    '"quoted"',
    "'",
    "</svg>",
    "two\nlines",
    "שלום \u202e",
    "👩‍👩‍👧",
    "\ufffe",
    "x" * 9000,
]


def svg(picture: Picture, theme: str = "light") -> str:
    text = draw(picture, "svg", direction="LR", theme=theme)
    assert isinstance(text, str)
    return text


def groups(text: str, name: str) -> list[ET.Element]:
    return [group for group in ET.fromstring(text).iter(f"{SVG}g") if name in group.get("class", "").split()]


def title(element: ET.Element) -> str:
    found = element.find(f"{SVG}title")
    assert found is not None
    return found.text or ""


def test_hostile_names_are_valid_xml_and_whole_in_the_titles(chained: Chained) -> None:
    text = svg(chained(HOSTILE, [(number, number + 1) for number in range(len(HOSTILE) - 1)]))
    nodes = groups(text, "job")
    assert len(nodes) == len(HOSTILE)
    assert len(groups(text, "edge")) == len(HOSTILE) - 1
    assert [node for node in nodes if title(node).startswith("]]>: approval job\n")]
    assert [node for node in nodes if title(node).startswith("x" * 9000 + ":")]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8") | st.sampled_from("\x00\x85\ufffe<&>\\\"'"), max_size=15),
        max_size=5,
        unique=True,
    )
)
def test_any_names_give_valid_xml_with_as_many_jobs(chained: Chained, names: list[str]) -> None:
    assert len(groups(svg(chained(names)), "job")) == len(names)


def test_jobs_have_stable_ids_classes_and_titles(pictured: Pictured) -> None:
    text = svg(pictured("- a\n- hold: {type: approval, requires: [a]}"))
    found = {node.get("id"): (node.get("class"), title(node).splitlines()[0]) for node in groups(text, "job")}
    assert found == {
        "job-w-a": ("node job build", "a: build job"),
        "job-w-hold": ("node job approval", "hold: approval job"),
    }
    (edge,) = groups(text, "edge")
    assert (edge.get("id"), edge.get("class")) == ("edge-w-a-hold", "edge requires")
    assert title(edge).splitlines()[0] == "hold requires a"
    (workflow,) = groups(text, "workflow")
    assert title(workflow).startswith("workflow w: 2 jobs")


def test_the_room_made_for_wide_characters_is_not_part_of_the_label(chained: Chained) -> None:
    text = svg(chained(["日本語の名前はこちらです"]))
    (job,) = groups(text, "job")
    assert [label.text for label in job.iter(f"{SVG}text")] == ["日本語の名前はこちらです", "(approval)"]


def test_ids_are_unique(chained: Chained) -> None:
    root = ET.fromstring(svg(chained(["a b", "a/b", "a:b", "graph0"], [(0, 1), (1, 2)])))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_the_picture_can_be_read_aloud(pictured: Pictured) -> None:
    root = ET.fromstring(svg(pictured("- a\n- b")))
    assert root.get("role") == "img"
    labels = (root.get("aria-labelledby") or "").split()
    found = {element.get("id"): element.text for element in root}
    assert [found[label] for label in labels] == ["workflows", "1 workflow: w (2 jobs)"]


@pytest.mark.parametrize(("theme", "background"), [("light", "#ffffff"), ("dark", "#0d1117"), ("auto", "#ffffff")])
def test_a_theme_has_its_background(pictured: Pictured, theme: str, background: str) -> None:
    rectangle = ET.fromstring(svg(pictured("- a"), theme)).find(f"{SVG}rect")
    assert rectangle is not None
    assert rectangle.get("fill") == background


def test_workflows_stand_beside_each_other_in_the_order_of_the_text(pictured: Pictured) -> None:
    text = svg(pictured("{version: 2.1, workflows: {v: {jobs: [a]}, w: {jobs: [a]}, x: {jobs: []}}}"))
    left = [float((graph.get("transform") or "").split("(")[1].split()[0]) for graph in groups(text, "graph")]
    assert left[0] == 0 < left[1] < left[2]
    assert [workflow.get("id") for workflow in groups(text, "workflow")] == ["workflow-v", "workflow-w", "workflow-x"]


def test_only_the_automatic_theme_asks_the_reader(pictured: Pictured) -> None:
    assert "prefers-color-scheme" in svg(pictured("- a"), "auto")
    assert "<style>" not in svg(pictured("- a"), "light")
    assert "<style>" not in svg(pictured("- a"), "dark")


def test_every_class_that_is_drawn_is_repainted_for_dark_readers(pictured: Pictured) -> None:
    text = svg(pictured("- a: {requires: [hold]}\n- hold: {type: approval, requires: [a]}\n- orb/x"), "auto")
    root = ET.fromstring(text)
    (style,) = root.iter(f"{SVG}style")
    names = {name for group in root.iter(f"{SVG}g") for name in group.get("class", "").split()}
    silent = {"node", "build", "requires", "status", "cluster"}
    assert [name for name in sorted(names - silent) if f".{name}" not in (style.text or "")] == []


def test_the_same_config_gives_the_same_bytes(pictured: Pictured) -> None:
    text = "- a\n- b: {requires: [a]}"
    assert svg(pictured(text)) == svg(pictured(text))


def test_no_engine_is_named(pictured: Pictured) -> None:
    text = svg(pictured("- a")).lower()
    assert "graphviz" not in text
    assert "<!--" not in text
