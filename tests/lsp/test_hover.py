"""What is shown under the pointer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.lsp.editing import at_mark

from wflint.lsp import facts
from wflint.lsp.hover import hover_text

CONFIG = """\
version: 2.1
parameters:
  fast: {type: boolean, default: false, description: Skip the slow half}
orbs:
  tools: {commands: {greet: {parameters: {who: {type: string}}, steps: [run: "echo << parameters.who >>"]}}}
executors:
  base:
    parameters: {tag: {type: enum, enum: [current, edge], default: current}}
    machine: {image: "ubuntu-2204:<< parameters.tag >>"}
    resource_class: large
commands:
  install:
    description: Install packages
    parameters: {extras: {type: string, default: ""}}
    steps: [run: pip install << parameters.extras >>, tools/greet: {who: all}]
jobs:
  build:
    parameters: {version: {type: string}}
    docker: [{image: "cimg/python:<< parameters.version >>"}]
    steps:
      - checkout
      - install: {extras: test}
      - when: {condition: << pipeline.parameters.fast >>, steps: [run: fast]}
  old: {docker: [{image: circleci/node:12}], steps: [checkout]}
  mac: {macos: {xcode: 26.6.0}, steps: [checkout]}
workflows:
  main:
    jobs:
      - build:
          matrix: {parameters: {version: ["3.12", "3.13"]}}
          filters: {branches: {only: [main, /release-\\d+/]}}
      - hold: {type: approval, requires: [build]}
      - old: {requires: [hold], filters: {tags: {only: v*}, branches: {ignore: /.*/}}}
      - mac: {filters: pipeline.git.branch == "x"}
  nightly:
    triggers: [{schedule: {cron: "0 2 * * 1", filters: {branches: {only: [main]}}}}]
    jobs: [build: {version: "3.14"}]
"""


def shown(marked: str) -> str:
    """The text shown at the mark in a piece of the config."""
    plain = marked.replace("§", "")
    assert CONFIG.count(plain) == 1, plain
    document, offset = at_mark(CONFIG.replace(plain, marked))
    found = hover_text(document, offset)
    return "" if found is None else found[0]


@pytest.mark.parametrize(
    ("marked", "parts"),
    [
        ("resource_§class: large", ["**`resource_class`**", "*type*", "*since*: config version 2"]),
        ("matr§ix:", ["Run the job for every combination of parameter values."]),
        ("- check§out\n", ["**`checkout`** (step)"]),
        ("cr§on:", ["*required*"]),
    ],
)
def test_a_key_shows_its_documentation(marked: str, parts: list[str]) -> None:
    text = shown(marked)

    assert [part for part in parts if part not in text] == []


@pytest.mark.parametrize(
    ("marked", "parts"),
    [
        ("- inst§all: {ex", ["**`install`** (command)", "Install packages", '- `extras`: string, default `""`']),
        ("tools/gr§eet: {who: all", ["**`tools/greet`** (command)", "- `who`: string, required"]),
        ("{wh§o: all}", ["**`who`**", "*required*", "*given*: `all`"]),
        ("{ext§ras: test}", ["**`extras`**", "*given*: `test`"]),
        ("{ta§g: {type", ["**`tag`**", "*default*: `current`", "*values*: `current`, `edge`"]),
    ],
)
def test_what_is_called_shows_its_parameters(marked: str, parts: list[str]) -> None:
    text = shown(marked)

    assert [part for part in parts if part not in text] == []


@pytest.mark.parametrize(
    ("marked", "parts"),
    [
        ("<< pipeline.parameters.fa§st >>", ["Skip the slow half", "*default*: `false`"]),
        ("<< parameters.vers§ion >>", ["*type*: string", '*given*: `"3.12"`, `"3.13"`, `"3.14"`']),
        ("pipeline.git.bra§nch ==", ["Branch; empty on a tag.", "*type*: string"]),
    ],
)
def test_a_name_in_a_template_shows_its_values(marked: str, parts: list[str]) -> None:
    text = shown(marked)

    assert [part for part in parts if part not in text] == []


def test_a_job_shows_what_it_becomes_and_when_it_runs() -> None:
    text = shown("  bui§ld:\n    para")

    assert (
        "runs as `build-3.12` of workflow `main`, `build-3.13` of workflow `main`, `build` of workflow `nightly`"
        in text
    )
    assert "**runs** for branches such as `main`" in text
    assert "its filter admits only branch `main` or `/release-\\d+/`" in text
    assert "image: cimg/python:3.12" in text
    assert "command: pip install test" in text


def test_an_invocation_shows_its_arguments_and_reasons() -> None:
    nightly = shown('[bui§ld: {version: "3.14"}]')
    tagged = shown("- o§ld: {requires")

    assert '*given here*:\n- `version`: `"3.14"`' in nightly
    assert "image: cimg/python:3.14" in nightly
    assert "**never runs**" in tagged
    assert "its filter ignores branch `/.*/`" in tagged


@pytest.mark.parametrize(
    ("marked", "part"),
    [
        ("/rel§ease", "every branch whose **whole** name matches: `release-1`, `release-0`, "),
        ("on§ly: v*", "Names, or"),
        ("only: v§*", "a regular expression stands between slashes: `/v.*/`"),
        ('"0 2§ * * 1"', "next runs (CircleCI may start up to 15 minutes later):\n\n- Mon "),
        ("circleci/no§de:12", "use `cimg/node`"),
        ("class: lar§ge", "a resource class of `docker` and `machine`"),
        ("xcode: 26§.6.0", "offered"),
    ],
)
def test_a_value_shows_its_facts(marked: str, part: str) -> None:
    assert part in shown(marked)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("main", "the branch `main` and no other"),
        ("/a|b/", "every branch whose **whole** name matches: `a`, `b` and no other\n\nnot `a-x` or `x-a`"),
        ("/[~]/", "no branch can have a name that this regular expression matches"),
        ("/([/", "a regular expression that is not understood here: which branch it admits is not known"),
    ],
)
def test_a_pattern_is_told_by_the_names_it_admits(pattern: str, text: str) -> None:
    assert facts.described_pattern(pattern, "branch") == text


@pytest.mark.parametrize(
    ("cron", "text"),
    [
        ("0 2 1 1 *", "- Fri 2027-01-01 02:00 UTC\n- Sat 2028-01-01 02:00 UTC\n- Mon 2029-01-01 02:00 UTC"),
        ("0 2 * *", "a schedule has five fields"),
        ("0 2 31 2 *", "it never fires"),
    ],
)
def test_a_schedule_is_told_by_its_next_runs(cron: str, text: str) -> None:
    assert text in facts.described_schedule(cron, datetime(2026, 8, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("image", "part"),
    [
        ("ubuntu-2404:current", "offered"),
        ("ubuntu-2404:2001.01", "not offered"),
        ("ubuntu-2004:current", "no longer supported, use `ubuntu-2404:current`"),
        ("ubuntu-1604", "gone"),
        ("circleci/redis", "use `cimg/redis`"),
        ("cimg/base:2026.01", None),
    ],
)
def test_an_image_is_told_by_what_became_of_it(image: str, part: str | None) -> None:
    text = facts.described_image(image)

    assert text is None if part is None else part in str(text)


OTHERS = """\
version: 2.1
orbs:
  node: circleci/node@5.1.0
  tools: {jobs: {j: {docker: [{image: a}], steps: [checkout]}}}
x-image: &image
  docker:
    - image: a
executors:
  base: {machine: true, resource_class: medium}
jobs:
  build:
    <<: *image
    parameters: {version: {type: string}}
    environment: {FOO: bar}
    steps:
      - run: echo $FOO ${CIRCLE_TAG} $OTHER
      - save_cache: {key: 'v-{{ checksum "a" }}-{{ .Environment.X }}', paths: [a]}
      - node/install
workflows:
  main:
    when: pipeline.git.branch == "a" and not pipeline.git.tag
    jobs:
      - build: {name: b-<< matrix.version >>, matrix: {parameters: {version: ["1", "2"]}}}
      - node/test: {requires: [b-1]}
      - tools/j: {requires: [b-2]}
"""


@pytest.mark.parametrize(
    ("marked", "part"),
    [
        (
            "no§de: c",
            "**`node`** (orb `circleci/node@5.1.0`)\n\nwhat it has is not known: it is not at hand; `wflint orb",
        ),
        ("- node/in§stall", "**`node`** (orb"),
        ("- node/t§est", "**`node`** (orb"),
        ("to§ols: {", "**`tools`** (orb inline)\n\njobs: `tools/j`"),
        ("*im§age", "what `&image` holds:\n\n```yaml\ndocker:\n  - image: a\n```"),
        ("ba§se: {m", "```yaml\n{machine: true, resource_class: medium}\n```"),
        ("class: med§ium", "2 vCPU, 4 GB for `docker`; 2 vCPU, 7.5 GB, 150 GB disk for `machine`"),
        ("ma§in:", "**`main`** (workflow)\n\n1. `b-1`, `b-2`\n2. `node/test`, `tools/j`"),
        ("[b-§1]", "runs as `b-1` of workflow `main`"),
        ("vers§ion: [", '*given*: `"1"`, `"2"`'),
        ("$F§OO", "**`FOO`** (bar)"),
        ("{CIRCLE_T§AG}", "The tag; set on tags only."),
        ("check§sum", "A hash of a file"),
        (".Env§ironment.X", "A variable of CircleCI's"),
    ],
)
def test_names_from_elsewhere_show_what_they_stand_for(marked: str, part: str) -> None:
    plain = marked.replace("§", "")
    assert OTHERS.count(plain) == 1, plain
    document, offset = at_mark(OTHERS.replace(plain, marked))
    found = hover_text(document, offset)

    assert found is not None
    assert part in found[0]


@pytest.mark.parametrize("marked", ["$OT§HER", '"a" an§d not', "ec§ho", "e§y: 'v"])
def test_operators_and_plain_words_show_nothing_of_others(marked: str) -> None:
    plain = marked.replace("§", "")
    document, offset = at_mark(OTHERS.replace(plain, marked))
    found = hover_text(document, offset)

    assert found is None or found[0].startswith("**`key`**")


def test_where_nothing_is_known_nothing_is_shown() -> None:
    assert shown("image: circleci§/node") != ""
    assert shown("steps: [run: fa§st]") == ""
