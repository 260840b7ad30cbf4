from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.drawing.outcome import Outcome, WorkflowOutcome

if TYPE_CHECKING:
    from tests.drawing.conftest import Chained, Pictured

    from wflint.drawing.shapes import Box, Picture


GROUPS = """
version: 2.1
jobs: {a: &job {docker: [{image: x}], steps: [checkout]}, b: *job}
job-groups:
  roll: {jobs: [a, b: {requires: [a], matrix: {parameters: {v: [1, 2]}}}]}
workflows:
  w: {jobs: [roll: {name: eu}]}
"""


def box(picture: Picture, name: str) -> Box:
    return next(box for panel in picture.panels for box in panel.boxes if box.job.name == name)


def test_boxes_are_numbered_over_all_workflows(pictured: Pictured) -> None:
    picture = pictured("{version: 2.1, workflows: {v: {jobs: [a, b]}, w: {jobs: [a]}}}")
    assert [[box.id for box in panel.boxes] for panel in picture.panels] == [["n0", "n1"], ["n2"]]


def test_anchors_are_made_from_names_and_shared_by_no_two_things(chained: Chained) -> None:
    (panel,) = chained(["a b", "a<b", "x-a", "日本", ""], [(0, 1), (2, 3)]).panels
    assert [box.anchor for box in panel.boxes] == ["job-w-a_b", "job-w-a_b-2", "job-w-x-a", "job-w-日本", "job-w-_"]
    assert [arrow.anchor for arrow in panel.arrows] == ["edge-w-a_b-a_b", "edge-w-x-a-日本"]


def test_the_description_counts_jobs(pictured: Pictured) -> None:
    picture = pictured("{version: 2.1, workflows: {v: {jobs: [a, b]}, w: {jobs: [a]}}}")
    assert picture.description == "2 workflows: v (2 jobs), w (1 job)"


def test_a_long_name_is_shortened_in_the_label_and_whole_in_the_tooltip(chained: Chained) -> None:
    name = "deploy-" + "very-" * 20 + "far"
    (found,) = chained([name]).panels[0].boxes
    assert found.label.startswith("deploy-very-")
    assert found.label.endswith("-very-far")
    assert len(found.label) == 40
    assert name in found.tooltip


def test_special_jobs_say_what_they_are(pictured: Pictured) -> None:
    picture = pictured("- a\n- hold: {type: approval}\n- orb/job\n- nowhere")
    assert [(found.kind, found.marker) for found in picture.panels[0].boxes] == [
        ("build", None),
        ("approval", "(approval)"),
        ("opaque", "(orb not at hand)"),
        ("opaque", "(not defined)"),
    ]


def test_ranks_count_the_longest_way(pictured: Pictured) -> None:
    picture = pictured("- a\n- b: {requires: [a]}\n- c: {requires: [a, b]}")
    assert [found.rank for found in picture.panels[0].boxes] == [0, 1, 2]


def test_only_the_edges_of_a_cycle_are_marked(pictured: Pictured) -> None:
    (panel,) = pictured("- a: {requires: [b]}\n- b: {requires: [a]}\n- c: {requires: [b]}\n- d: {requires: [d]}").panels
    assert [(arrow.tail.job.name, arrow.head.job.name, arrow.in_cycle) for arrow in panel.arrows] == [
        ("b", "a", True),
        ("a", "b", True),
        ("b", "c", False),
        ("d", "d", True),
    ]
    assert [found.rank for found in panel.boxes] == [None, None, None, None]


def test_arrows_name_the_statuses_that_are_not_plain_success(pictured: Pictured) -> None:
    (panel,) = pictured(
        "- a\n- b: {requires: [{a: [canceled, failed]}]}\n- c: {requires: [a: terminal]}\n- d: {requires: [a: success]}"
    ).panels
    assert [arrow.label for arrow in panel.arrows] == ["failed or canceled", "terminal", None]


def test_instances_of_a_matrix_share_a_region(pictured: Pictured) -> None:
    (panel,) = pictured("- a: {matrix: {parameters: {v: [1, 2]}, alias: all}}\n- b").panels
    (region,) = panel.regions
    assert (region.kind, region.label) == ("matrix", "matrix all")
    assert [found.job.name for found in region.boxes] == ["a-1", "a-2"]
    assert [found.job.name for found in panel.loose] == ["b"]


def test_two_matrices_of_one_job_are_two_regions(pictured: Pictured) -> None:
    (panel,) = pictured(
        "- a: {matrix: {parameters: {v: [1, 2]}}}\n- a: {matrix: {alias: a, parameters: {v: [3]}}}"
    ).panels
    assert [[found.job.name for found in region.boxes] for region in panel.regions] == [["a-1", "a-2"], ["a-3"]]
    assert [region.anchor for region in panel.regions] == ["matrix-w-a", "matrix-w-a-2"]


def test_a_job_group_holds_its_nodes_and_matrices(pictured: Pictured) -> None:
    (panel,) = pictured(GROUPS).panels
    (group,) = panel.regions
    assert (group.kind, group.name) == ("group", "eu")
    assert [found.job.name for found in group.boxes] == ["eu-group-start", "eu-a", "eu-group-end"]
    assert [[found.job.name for found in inner.boxes] for inner in group.regions] == [["eu-b-1", "eu-b-2"]]


def test_an_outcome_fades_jobs_and_gives_the_reason(pictured: Pictured) -> None:
    jobs = {"b": Outcome("no", "branch `dev` is not `main`"), "c": Outcome("unknown", "it depends")}
    outcomes = {"w": WorkflowOutcome(Outcome("yes"), jobs)}
    picture = pictured("- a\n- b: {requires: [a]}\n- c", outcomes=outcomes)
    assert [found.is_faded for found in picture.panels[0].boxes] == [False, True, False]
    assert [found.marker for found in picture.panels[0].boxes] == [None, "(does not run)", "(may run)"]
    assert "does not run: branch `dev` is not `main`" in box(picture, "b").tooltip
    assert [arrow.is_faded for arrow in picture.panels[0].arrows] == [True]


def test_a_workflow_that_does_not_run_fades_all_its_jobs(pictured: Pictured) -> None:
    picture = pictured("- a\n- b", outcomes={"w": WorkflowOutcome(Outcome("no", "only a schedule starts it"), {})})
    (panel,) = picture.panels
    assert panel.label == "w (does not run)"
    assert "only a schedule starts it" in panel.tooltip
    assert [found.is_faded for found in panel.boxes] == [True, True]


def test_a_tooltip_tells_the_facts_of_a_job_one_a_line(pictured: Pictured) -> None:
    picture = pictured(
        "- a: {matrix: {parameters: {v: [1, 2]}}}\n"
        "- b: {name: ship, requires: [a, {c: failed}], context: [aws, gh],"
        " filters: {branches: {only: main}, tags: {ignore: /.*/}}}\n"
        "- c"
    )
    assert box(picture, "ship").tooltip.splitlines() == [
        "ship: build job b",
        "requires: a (all 2), c (failed)",
        "filters: branches only main; tags ignoring /.*/",
        "contexts: aws, gh",
        "runs in: docker cimg/base:2024.01",
        "config.yml:11:19",
    ]
    assert "matrix: v = 2" in box(picture, "a-2").tooltip.splitlines()


def test_details_are_shown_when_asked_for(pictured: Pictured) -> None:
    text = """
version: 2.1
jobs:
  a:
    docker: [{image: "cimg/go:1.22"}, {image: postgres}]
    steps: [persist_to_workspace: {root: ., paths: [bin, lib]}, attach_workspace: {at: /ws}]
workflows: {w: {jobs: [a: {context: aws}]}}
"""
    assert box(pictured(text), "a").details == ()
    assert box(pictured(text, show=["images", "contexts", "workspaces"]), "a").details == (
        "docker cimg/go:1.22, postgres",
        "contexts: aws",
        "persists bin, lib from .",
        "attaches at /ws",
    )


def test_a_node_that_circleci_adds_is_labelled_by_what_it_is(pictured: Pictured) -> None:
    (panel,) = pictured("- a: {serial-group: s}").panels
    assert [(found.job.name, found.label, found.marker) for found in panel.boxes] == [
        ("a-lock", "lock", None),
        ("a", "a", "(serial)"),
        ("a-unlock", "unlock", None),
    ]
    (panel,) = pictured(GROUPS).panels
    assert [found.label for found in panel.regions[0].boxes] == ["group-start", "eu-a", "group-end"]
