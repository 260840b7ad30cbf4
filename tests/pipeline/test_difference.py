"""What a change of a config means: nothing where it is only written differently, else what, and for which events."""

from __future__ import annotations

import pytest
from tests.pipeline.planning import config_of

from wflint.compiler.compile import compile_config
from wflint.pipeline.content_changes import content_changes
from wflint.pipeline.difference import Difference, Side, difference
from wflint.pipeline.job_content import JobContent
from wflint.report.diff_text import diff_text
from wflint.source import Source

PLAIN = """\
version: 2.1
jobs:
  build: {docker: [{image: cimg/base:2024.01}], steps: [checkout, run: make]}
  test: {docker: [{image: cimg/base:2024.01}], steps: [checkout, run: make]}
workflows:
  main:
    jobs: [build, test: {requires: [build], filters: {branches: {only: [main, dev]}}}]
"""


def compared(old: str, new: str, **orbs: str) -> Difference:
    """The difference of two texts; words are the sources of the orbs `me/WORD@1` that are at hand."""

    def find(reference: str) -> Source | None:
        text = orbs.get(reference.removeprefix("me/").partition("@")[0])
        return None if text is None else Source(text, reference)

    first, second = (compile_config(config_of(text), orbs=find) for text in (old, new))
    return difference(Side(first, find), Side(second, find))


def lines(old: str, new: str, **orbs: str) -> list[str]:
    """What the text report says of a difference, line by line, without indentation and empty lines."""
    return [line.strip() for line in diff_text(compared(old, new, **orbs), color=False).splitlines() if line.strip()]


def replaced(*pairs: str) -> str:
    """The plain config with some texts replaced: what stands there, then what comes instead."""
    text = PLAIN
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    return text


SAME = {
    "comments": "# what we build\n" + PLAIN.replace("jobs: [build", "jobs:  # all\n      [build"),
    "anchors": """\
version: 2.1
jobs:
  build: &job {docker: [{image: cimg/base:2024.01}], steps: [checkout, run: make]}
  test: *job
workflows: {main: {jobs: [build, test: {requires: [build], filters: {branches: {only: [main, dev]}}}]}}
""",
    "order": """\
version: 2.1
workflows:
  main:
    jobs: [test: {filters: {branches: {only: [dev, main]}}, requires: [build]}, build]
jobs:
  test: {steps: [checkout, run: make], docker: [{image: cimg/base:2024.01}]}
  build: {steps: [checkout, run: make], docker: [{image: cimg/base:2024.01}]}
""",
    "commands, executors and parameters": """\
version: 2.1
parameters: {}
executors: {base: {docker: [{image: cimg/base:2024.01}]}}
commands:
  make: {parameters: {tool: {type: string, default: make}}, steps: [checkout, run: {command: << parameters.tool >>}]}
jobs:
  build: {executor: base, steps: [make]}
  test: {executor: base, steps: [make: {tool: make}]}
workflows:
  main:
    jobs: [build, test: {requires: [build], filters: {branches: {only: [main, dev]}}}]
""",
    "a pattern that means the same": PLAIN.replace("only: [main, dev]", r"only: /main|dev/"),
    "a definition that nothing uses": PLAIN.replace("jobs:\n  build", "jobs:\n  unused: {machine: true}\n  build", 1),
    "the list of a requirement's outcomes": PLAIN.replace("requires: [build]", "requires: [build: [success]]"),
}


@pytest.mark.parametrize("new", SAME.values(), ids=SAME)
def test_what_is_only_written_differently_changes_nothing(new: str) -> None:
    assert lines(PLAIN, new) == ["nothing changes"]
    assert lines(new, PLAIN) == ["nothing changes"]


CHANGES = {
    "image": (
        replaced(
            "2024.01}], steps: [checkout, run: make]}\n  test", "2024.08}], steps: [checkout, run: make]}\n  test"
        ),
        ["~ build", "~ image: `cimg/base:2024.01` → `cimg/base:2024.08`"],
    ),
    "the same in many jobs is said once": (
        replaced("2024.01", "2024.08"),
        ["~ build, test", "~ image: `cimg/base:2024.01` → `cimg/base:2024.08`"],
    ),
    "a service": (
        replaced("{image: cimg/base:2024.01}", "{image: cimg/base:2024.01}, {image: redis:7}"),
        ["~ build, test", "+ service 1 image: `redis:7`"],
    ),
    "environment": (
        replaced("steps: [checkout", "environment: {CI: 'yes'}, steps: [checkout"),
        ["~ build, test", "+ environment CI: `yes`"],
    ),
    "a step more": (
        replaced("run: make]", "run: make, run: {name: Pack, command: tar c .}]"),
        ["~ build, test", "+ step `run Pack`"],
    ),
    "a step less": (replaced("checkout, run", "run"), ["~ build, test", "- step `checkout`"]),
    "a step elsewhere": (
        replaced("checkout, run: make", "run: make, checkout"),
        ["~ build, test", "~ step `run make` moved"],
    ),
    "a step that does something else": (
        replaced("run: make", "run: make all"),
        ["~ build, test", "~ step `run make all` command: `make` → `make all`"],
    ),
    "resource class": (
        replaced("steps: [checkout", "resource_class: large, steps: [checkout"),
        ["~ build, test", "+ resource_class: `large`"],
    ),
    "contexts": (replaced("jobs: [build,", "jobs: [build: {context: [aws]},"), ["~ build", '+ contexts: `["aws"]`']),
    "an edge less": (replaced("requires: [build], ", ""), ["- test no longer waits for build"]),
    "an edge for other outcomes": (
        replaced("requires: [build]", "requires: [build: [success, failed]]"),
        ["~ test waits for build to be failed or success, not to succeed"],
    ),
    "a new name": (
        replaced("jobs: [build,", "jobs: [build: {name: make},", "[build]", "[make]"),
        ["~ make (was build)"],
    ),
}


@pytest.mark.parametrize(("new", "expected"), CHANGES.values(), ids=CHANGES)
def test_what_changed_of_jobs_and_edges_is_said(new: str, expected: list[str]) -> None:
    assert lines(PLAIN, new) == ["workflow main", *expected]


EVENTS = {
    "more branches": (
        replaced("[main, dev]", r"[main, dev, /release\/.*/]"),
        [
            "~ test",
            r"~ filters: `branches dev, main; no tags` → `branches /release\/.*/, dev, main; no tags`",
            "branches such as `release/x` (for example push to branch `release/x`):",
            "starts: test",
        ],
    ),
    "fewer branches": (
        replaced("[main, dev]", "main"),
        [
            "~ test",
            "~ filters: `branches dev, main; no tags` → `branches main; no tags`",
            "branch `dev` (for example push to branch `dev`):",
            "stops: test",
        ],
    ),
    "a literal to a pattern that holds it": (
        replaced("[main, dev]", "[/main.*/, dev]"),
        [
            "~ test",
            "~ filters: `branches dev, main; no tags` → `branches /main.*/, dev; no tags`",
            "branches such as `mainx` (for example push to branch `mainx`):",
            "starts: test",
        ],
    ),
}


@pytest.mark.parametrize(("new", "expected"), EVENTS.values(), ids=EVENTS)
def test_what_starts_or_stops_is_said_for_each_class_of_events(new: str, expected: list[str]) -> None:
    found = lines(PLAIN, new)

    assert found[0] == "workflow main"
    assert found[1 : len(expected) + 1] == expected
    assert len(found) == len(expected) + 1


NIGHTLY = """\
version: 2.1
parameters: {deploy: {type: boolean, default: false}}
jobs: {a: {machine: true, steps: [checkout]}}
workflows: {w: {when: << pipeline.parameters.deploy >>, jobs: [a]}}
"""


def test_a_condition_that_decides_otherwise_is_said_with_its_events() -> None:
    assert lines(NIGHTLY, NIGHTLY.replace("when: <<", "unless: <<")) == [
        "workflow w",
        "- when: `<< pipeline.parameters.deploy >>`",
        "+ unless: `<< pipeline.parameters.deploy >>`",
        "push on any branch; API call on any branch with `deploy` false (for example push to branch `main`):",
        "starts: a",
        "API call on any branch with `deploy` true (for example API call on branch `main` with `deploy` true):",
        "stops: a",
    ]


def test_a_job_that_goes_on_without_what_it_required_is_said() -> None:
    old = """\
version: 2.1
jobs: {a: {machine: true, steps: [checkout]}, b: {machine: true, steps: [checkout]}}
workflows: {w: {jobs: [a, hold: {type: approval}, b: {requires: [a, hold]}]}}
"""
    new = old.replace("{type: approval}", "{type: approval, filters: {branches: {only: main}}}")

    assert lines(old, new)[-3:] == [
        "any other branch (for example push to branch `master`):",
        "stops: hold",
        "b runs without hold",
    ]


def test_a_job_that_starts_without_what_it_requires_is_said() -> None:
    old = """\
version: 2.1
jobs: {a: {machine: true, steps: [checkout]}, b: {machine: true, steps: [checkout]}}
workflows:
  w:
    jobs:
      - a
      - hold: {type: approval, filters: {branches: {only: main}}}
      - b: {requires: [a, hold], filters: {branches: {only: main}}}
"""
    new = old.replace("hold], filters: {branches: {only: main}}", "hold], filters: {branches: {only: [main, dev]}}")

    assert lines(old, new)[-3:] == [
        "branch `dev` (for example push to branch `dev`):",
        "starts: b",
        "b runs without hold",
    ]


def test_a_condition_in_other_words_is_no_change() -> None:
    new = NIGHTLY.replace("<< pipeline.parameters.deploy >>", "{equal: [true, << pipeline.parameters.deploy >>]}")

    assert lines(NIGHTLY, new) == ["nothing changes"]


def test_another_default_of_a_parameter_changes_what_pushes_run() -> None:
    found = lines(NIGHTLY, NIGHTLY.replace("default: false", "default: true"))

    assert found[:2] == ["config", "~ parameter `deploy` default: `false` → `true`"]
    assert "starts: a" in found


def test_a_schedule_in_place_of_all_events_stops_pushes() -> None:
    old = "version: 2.1\njobs: {a: {machine: true, steps: [checkout]}}\nworkflows: {w: {jobs: [a]}}\n"
    new = old.replace(
        "w: {jobs", "w: {triggers: [{schedule: {cron: 0 4 * * *, filters: {branches: {only: main}}}}], jobs"
    )
    found = lines(old, new)

    assert '+ schedule: `["0 4 * * * on branches main"]`' in found
    assert "stops: a" in found


def test_workflows_come_and_go_with_their_jobs() -> None:
    new = PLAIN.replace("  main:", "  other:")

    assert lines(PLAIN, new) == [
        "workflow other added",
        "+ build, test",
        "branch `main` or `dev` (for example push to branch `main`):",
        "starts: build, test",
        "any other branch (for example push to branch `master`):",
        "starts: build",
        "workflow main removed",
        "- build, test",
        "branch `main` or `dev` (for example push to branch `main`):",
        "stops: build, test",
        "any other branch (for example push to branch `master`):",
        "stops: build",
    ]


STEPS = """\
version: 2.1
parameters: {slow: {type: boolean, default: false}, image: {type: string, default: base}}
jobs:
  a:
    docker: [{image: "cimg/<< pipeline.parameters.image >>"}]
    steps: [checkout, when: {condition: << pipeline.parameters.slow >>, steps: [run: soak]}]
workflows: {w: {jobs: [a]}}
"""


def test_what_only_other_values_bring_about_is_said_with_them() -> None:
    new = STEPS.replace("run: soak", "run: {name: soak, command: soak twice}")
    found = lines(STEPS, new)

    assert found[:2] == ["workflow w", "~ a"]
    assert all("(if `slow` is true)" in line for line in found[2:])


def test_conditions_of_steps_spread_over_commands_change_nothing() -> None:
    new = STEPS.replace(
        "jobs:\n  a:",
        "commands:\n  soak:\n    parameters: {it: {type: boolean}}\n    steps:\n"
        "      - when: {condition: << parameters.it >>, steps: [run: soak]}\njobs:\n  a:",
    ).replace(
        "when: {condition: << pipeline.parameters.slow >>, steps: [run: soak]}",
        "soak: {it: << pipeline.parameters.slow >>}",
    )

    assert lines(STEPS, new) == ["nothing changes"]


def test_a_text_that_takes_a_parameter_differs_where_the_default_is_written_out() -> None:
    found = lines(STEPS, STEPS.replace("<< pipeline.parameters.image >>", "base"))

    assert found == [
        "workflow w",
        "~ a",
        "~ image: `cimg/<< pipeline.parameters.image >>` → `cimg/base` (if `image` is another value)",
    ]


ORB = """\
version: 2.1
orbs: {base: me/base@1.0.0}
workflows: {w: {jobs: [base/test: {tag: x}]}}
"""
ORB_SOURCE = """\
version: 2.1
jobs: {test: {parameters: {tag: {type: string}}, docker: [{image: "cimg/<< parameters.tag >>"}], steps: [checkout]}}
"""


def test_another_version_of_an_orb_that_is_not_at_hand_cannot_be_compared() -> None:
    assert lines(ORB, ORB.replace("1.0.0", "1.1.0")) == [
        "config",
        "~ orb `base`: `me/base@1.0.0` → `me/base@1.1.0`",
        "not compared:",
        "orb `base` is not at hand in both versions: what changes inside of `base/test`",
    ]


def test_another_version_of_an_orb_that_is_at_hand_is_looked_into() -> None:
    assert lines(ORB, ORB.replace("1.0.0", "1.1.0"), base=ORB_SOURCE) == ["nothing changes"]
    assert "~ image: `cimg/x` → `cimg/y`" in lines(ORB, ORB.replace("tag: x", "tag: y"), base=ORB_SOURCE)


def test_other_arguments_of_a_job_that_is_not_at_hand_are_a_change() -> None:
    assert lines(ORB, ORB.replace("tag: x", "tag: y")) == [
        "workflow w",
        "~ base/test",
        "~ argument tag: `x` → `y`",
    ]


def test_a_version_with_syntax_errors_is_never_said_to_be_equal() -> None:
    found = compared(PLAIN, PLAIN + "  ]\n")

    assert found.unknown[0] == "the new version has syntax errors, so parts of it are missing"


def test_the_lines_of_a_script_are_compared_one_by_one() -> None:
    old = replaced("run: make]}\n  test", 'run: {name: m, command: "a\\nb\\nc"}]}\n  test')
    new = old.replace("b\\nc", "x\\nc")

    assert lines(old, new) == ["workflow main", "~ build", "~ step `run m` command", "- b", "+ x"]


def test_of_very_long_lists_of_steps_only_the_ends_are_compared() -> None:
    old = JobContent({}, tuple(("run", {"name": f"s{number}", "command": "make"}) for number in range(1200)))
    new = old._replace(steps=(old.steps[0], *reversed(old.steps[1:-1]), ("run", {"name": "new"}), old.steps[-1]))

    found = content_changes(old, new)

    assert [change.kind for change in found].count("moved") == 1197
    assert [change.what for change in found if change.kind == "added"] == ["step `run new`"]
