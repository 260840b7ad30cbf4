"""What the path-filtering orb passes on for changed files, and when that cannot be known."""

from __future__ import annotations

import pytest
from tests.pipeline.planning import branch, config_of

from wflint.compiler.compile import compile_config
from wflint.pipeline.events import values_of
from wflint.pipeline.path_filtering import Passed, PathFilter, passed_on, path_filters
from wflint.pipeline.plan import plan

OLD, NEW = "circleci/path-filtering@1.1.0", "circleci/path-filtering@2.0.4"
FILES = {"mapping.txt": "a/.* a true\n"}


def use(mapping: str, *, reference: str = OLD, excluded: str = "") -> PathFilter:
    """A use of the orb with a mapping."""
    return PathFilter("filter", True, reference, mapping, "next.yml", "main", excluded)


def passed(mapping: str, *changed: str, reference: str = OLD, excluded: str = "") -> Passed:
    """What a mapping passes on for some changed files."""
    return passed_on(use(mapping, reference=reference, excluded=excluded), changed, FILES.get)


@pytest.mark.parametrize("reference", [OLD, NEW])
@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("src/.*", "src/a/b.py", True),
        ("src/.*", "lib/src/a.py", False),
        ("src/", "src/a.py", False),
        (r".*\.(py|js)", "a.js", True),
        ("README.md", "README_md", True),
        ("[^/]*", "a.py", True),
        ("[^/]*", "a/b.py", False),
        ("^src/.*$", "src/a.py", True),
    ],
)
def test_a_pattern_stands_for_a_whole_path(pattern: str, path: str, matches: bool, reference: str) -> None:
    found = passed(f"{pattern} x true", path, reference=reference)

    assert found.unknown == ()
    assert dict(found.parameters) == ({"x": True} if matches else {})


@pytest.mark.parametrize(("path", "matches"), [("a/b", True), ("ab", True), ("x/b", False), ("b", True)])
def test_of_alternatives_only_the_first_is_held_to_the_beginning_and_the_last_to_the_end(
    path: str, matches: bool
) -> None:
    assert bool(passed("a|b x true", path).parameters) is matches


@pytest.mark.parametrize("pattern", [r"\d+", ".*?a", "(?!a).*", "x|1$|b", "[[:digit:]]"])
def test_what_versions_of_the_orb_read_differently_is_unknown_for_later_ones(pattern: str) -> None:
    changed = "1b"

    assert passed(f"{pattern} x true", changed, reference=NEW).unknown == (
        f"versions of the orb read `{pattern}` differently",
    )
    assert passed(f"{pattern} x true", changed).unknown == ()


@pytest.mark.parametrize("reference", ["circleci/path-filtering@1", "circleci/path-filtering@volatile"])
def test_a_selector_may_stand_for_a_later_version(reference: str) -> None:
    assert passed(r"\d x true", "1", reference=reference).unknown != ()


def test_of_lines_for_one_parameter_the_last_that_matches_counts() -> None:
    found = passed('a/.* n 1\n# all\n\nb/.* n 2\nc/.* n 3\na/.* s "x"', "a/1", "b/1")

    assert dict(found.parameters) == {"n": 2, "s": "x"}
    assert [verdict.path for verdict in found.verdicts] == ["a/1", "b/1", None, "a/1"]
    assert found.configs == ("next.yml",)


def test_matching_lines_may_name_the_configs_to_go_on_with() -> None:
    mapping = "a/.* a true a.yml\nb/.* b true b.yml\nc/.* c true a.yml"

    assert passed(mapping, "b/1", "c/1").configs == ("b.yml", "a.yml")
    assert passed(mapping, "d/1").configs == ("next.yml",)


def test_excluded_paths_do_not_count() -> None:
    assert passed("a/.* a true", "a/b.md", "a/c.py", excluded=".*\\.md\nx y").verdicts[0].path == "a/c.py"
    assert passed("a/.* a true", "a/b.md", excluded=".*\\.md\nx y").parameters == ()


def test_one_word_is_the_path_of_a_file_with_a_mapping() -> None:
    assert dict(passed("mapping.txt", "a/1").parameters) == {"a": True}
    assert passed("missing.txt", "a/1").faults == ("the line `missing.txt` of its `mapping` has 1 field, not 3 or 4",)


@pytest.mark.parametrize(
    ("mapping", "fault"),
    [
        ("", "its `mapping` has no lines"),
        ("a b true c d", "the line `a b true c d` of its `mapping` has 5 fields, not 3 or 4"),
        ("a b true\na b true c", "the lines of its `mapping` have 3 fields or 4, not all the same number"),
        ("( b true", "`(` is no regular expression of Python: missing ), unterminated subpattern at position 1"),
        ("a b yes", "the value `yes` of `b` is no JSON"),
    ],
)
def test_what_makes_the_orb_fail_is_said(mapping: str, fault: str) -> None:
    assert passed(mapping, "a").faults == (fault,)


@pytest.mark.parametrize("mapping", ["a b true c d", "( b true", "a b yes"])
def test_what_makes_only_older_versions_fail_is_unknown_for_later_ones(mapping: str) -> None:
    found = passed(mapping, "a", reference=NEW)

    assert (found.faults, len(found.unknown)) == ((), 1)


def test_variables_are_unknown() -> None:
    assert passed("$DIRECTORY/.* a true", "a").unknown == ("`$DIRECTORY/.* a true` depends on environment variables",)


SETUP = """\
version: 2.1
setup: true
parameters: {folder: {type: string, default: web}}
orbs: {paths: circleci/path-filtering@1.1.0, go: circleci/continuation@1}
jobs:
  own:
    parameters: {lines: {type: string, default: ""}}
    machine: true
    steps: [checkout, STEPS]
workflows: {w: {jobs: [JOB]}}
"""


def uses(job: str, steps: str = "run: make") -> tuple[PathFilter, ...]:
    """The uses of the orb in a setup config with a job of the orb, or one of its own with some steps."""
    config = config_of(SETUP.replace("STEPS", steps).replace("JOB", job))
    event = branch("main")
    values = values_of(config, event)
    return path_filters(config, plan(compile_config(config, values), event), values)


def test_the_orbs_job_is_found_with_its_arguments() -> None:
    (found,) = uses('paths/filter: {name: f, mapping: "a/.* b true", config-path: x.yml, base-revision: dev}')

    assert found == PathFilter("f", True, OLD, "a/.* b true", "x.yml", "dev")


def test_what_is_not_said_has_the_orbs_default() -> None:
    (found,) = uses("paths/filter: {mapping: m.txt}")

    assert (found.config_path, found.base_revision, found.excluded) == (".circleci/continue_config.yml", "main", "")


def test_pipeline_values_and_matrices_are_filled_in() -> None:
    (found,) = uses('paths/filter: {mapping: "<< pipeline.parameters.folder >>/.* b true"}')
    several = uses('paths/filter: {mapping: "<< matrix.a >> b true", matrix: {parameters: {a: [x, y]}}}')

    assert found.mapping == "web/.* b true"
    assert [each.mapping for each in several] == ["x b true", "y b true"]


def test_a_job_that_does_not_run_filters_nothing() -> None:
    assert uses("paths/filter: {mapping: m, filters: {branches: {only: dev}}}") == ()


CONTINUE = "go/continue: {configuration_path: x.yml, parameters: /tmp/pipeline-parameters.json}"


def test_a_job_that_passes_on_something_else_is_unknown() -> None:
    (found,) = uses("own", 'paths/set-parameters: {mapping: "a b true"}')

    assert passed_on(found, ["a"], FILES.get).unknown == (
        "the job continues the pipeline with something else than what the mapping gives",
    )


def test_the_command_with_continue_passes_its_parameters_on() -> None:
    (found,) = uses("own", f'paths/set-parameters: {{mapping: "a b true"}}, {CONTINUE}')

    assert (found.passes_on, found.config_path) == (True, "x.yml")


def test_generated_configs_are_those_of_the_mapping() -> None:
    (found,) = uses(
        "own",
        'paths/set-parameters: {mapping: "a b true a.yml", config-path: d.yml}, paths/generate-config, '
        "go/continue: {configuration_path: /tmp/generated-config.yml, parameters: /tmp/pipeline-parameters.json}",
    )

    assert found.config_path == "d.yml"
    assert passed_on(found, ["a"], FILES.get).configs == ("a.yml",)


def test_a_jobs_own_parameters_are_not_literal() -> None:
    (found,) = uses("own", f"paths/set-parameters: {{mapping: << parameters.lines >>}}, {CONTINUE}")

    assert passed_on(found, ["a"], FILES.get).unknown == ("its `mapping` is not literal",)
