from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wflint.drawing.dot import to_dot
from wflint.drawing.outcome import Outcome, WorkflowOutcome
from wflint.drawing.render import render

if TYPE_CHECKING:
    from tests.drawing.conftest import Chained, Pictured


SVG = "{http://www.w3.org/2000/svg}"
NAMES = st.lists(
    st.text(max_size=12) | st.sampled_from(["<b>", "x:y", "\\N", "\\", "&amp;", '"', "node", "<<>>"]),
    min_size=1,
    max_size=5,
    unique=True,
)


def drawn(dot: str) -> ET.Element:
    """What the engine reads out of the text."""
    return ET.fromstring(render(dot, "svg"))


def texts(dot: str) -> list[str]:
    return ["".join(text.itertext()).strip() for text in drawn(dot).iter(f"{SVG}text")]


def of_class(dot: str, name: str) -> list[ET.Element]:
    return [group for group in drawn(dot).iter(f"{SVG}g") if name in group.get("class", "").split()]


@pytest.mark.parametrize(
    "name",
    ["<hold>", "<b>bold</b>", "x:y", "x:n", "a&amp;b", "&#65;", '"', '\\"', "\\N", "\\G\\l", "back\\", "node", "日本"],
)
def test_the_engine_shows_a_name_letter_by_letter(chained: Chained, name: str) -> None:
    dot = to_dot(chained([name, "other"], [(0, 1)]))
    assert sorted(texts(dot)) == sorted(["workflow w", name, "(approval)", "other", "(approval)"])


def test_an_edge_goes_to_the_job_and_to_no_port_of_it(chained: Chained) -> None:
    dot = to_dot(chained(["x:y", "x"], [(0, 1)]))
    assert re.findall(r"^\s*(n\d+ -> n\d+) ", dot, re.MULTILINE) == ["n0 -> n1"]
    assert len(of_class(dot, "node")) == 2


def test_no_label_is_html(chained: Chained) -> None:
    assert not re.search(r"(label|tooltip)=<", to_dot(chained(["<hold>", "<", ">"])))


@settings(max_examples=25, deadline=None)
@given(NAMES, st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=6, unique=True))
def test_the_engine_reads_as_many_nodes_and_edges_as_there_are(
    chained: Chained, names: list[str], pairs: list[tuple[int, int]]
) -> None:
    edges = [(start, end) for start, end in pairs if max(start, end) < len(names)]
    dot = to_dot(chained(names, edges))
    assert len(of_class(dot, "node")) == len(names)
    assert len(of_class(dot, "edge")) == len(edges)


def test_kinds_differ_in_shape_or_line_and_not_only_in_colour(pictured: Pictured) -> None:
    dot = to_dot(
        pictured(
            "{version: 2.1, jobs: {n: {type: no-op}, r: {type: release, plan_name: p}, l: {type: lock, key: k},"
            " u: {type: unlock, key: k}}, workflows: {w: {jobs: [a: {type: approval}, n, r, l, u, orb/job]}}}"
        )
    )
    looks = re.findall(r"^\s+n\d+ \[.*$", dot, re.MULTILINE)
    found = [tuple(re.findall(r'(?:shape|style|peripheries)=(?:"[^"]*"|\w+)', look)) for look in looks]
    assert len(set(found)) == 6


def test_workflows_matrices_and_groups_are_clusters(pictured: Pictured) -> None:
    dot = to_dot(
        pictured(
            "{version: 2.1, job-groups: {g: {jobs: [a]}}, workflows: {"
            "v: {jobs: [g: {name: x}, b: {matrix: {parameters: {p: [1, 2]}}}]}, w: {jobs: []}}}"
        )
    )
    clusters = of_class(dot, "cluster")
    assert sorted(cluster.get("class", "").removeprefix("cluster ") for cluster in clusters) == [
        "group",
        "matrix",
        "workflow",
        "workflow",
    ]


def test_from_left_to_right_workflows_are_stacked_in_the_order_of_the_text(pictured: Pictured) -> None:
    dot = to_dot(pictured("{version: 2.1, workflows: {v: {jobs: [a]}, w: {jobs: [b]}}}"))
    heights = {
        text.text: float(text.get("y", "")) for text in drawn(dot).iter(f"{SVG}text") if "workflow" in (text.text or "")
    }
    assert heights["workflow v"] < heights["workflow w"]


def test_the_direction_is_the_engines(pictured: Pictured) -> None:
    picture = pictured("- a\n- b: {requires: [a]}")
    assert "rankdir=LR" in to_dot(picture)
    assert "rankdir=TB" in to_dot(picture, direction="TB")


def test_what_does_not_run_is_dotted_and_says_so(pictured: Pictured) -> None:
    outcomes = {"w": WorkflowOutcome(Outcome("yes"), {"b": Outcome("no", "the branch is `dev`")})}
    dot = to_dot(pictured("- a\n- b: {requires: [a]}", outcomes=outcomes))
    (faded,) = [group for group in of_class(dot, "faded") if "job" in group.get("class", "").split()]
    assert faded.get("id") == "job-w-b"
    (line,) = re.findall(r"^\s+n1 \[.*$", dot, re.MULTILINE)
    assert "dotted" in line
    assert "does not run: the branch is `dev`" in line


def test_edges_of_a_cycle_are_bold_and_labelled(pictured: Pictured) -> None:
    dot = to_dot(pictured("- a: {requires: [b]}\n- b: {requires: [a]}"))
    assert len(of_class(dot, "cycle")) == 2
    assert dot.count("style=bold") == 2
