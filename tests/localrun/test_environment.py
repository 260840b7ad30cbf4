from __future__ import annotations

import math

import pytest
from tests.localrun.planning import REPOSITORY, one_job, plans, variable

from wflint.localrun.environment import effective, text_of
from wflint.localrun.repository import Repository
from wflint.pipeline.events import Event

EXECUTOR = """\
version: 2.1
executors: {e: {docker: [{image: i, environment: {A: image, B: image}}], environment: {A: executor, C: executor}}}
jobs: {a: {executor: e, environment: {A: job}, steps: []}}
workflows: {w: {jobs: [{a: {context: [one, two]}}]}}
"""


def environment(text: str, **surroundings: object) -> dict[str, tuple[str, str]]:
    """Value and origin of the variables that count in the only job."""
    variables = plans(text, **surroundings)[0].jobs[0].nodes[0].environment  # type: ignore[arg-type] # handed on
    return {name: (each.value, each.origin) for name, each in effective(variables).items()}


def test_the_job_counts_more_than_its_executor_and_that_more_than_the_image() -> None:
    found = environment(EXECUTOR)

    assert (found["A"], found["B"], found["C"]) == (("job", "job"), ("image", "image"), ("executor", "executor"))


def test_built_in_variables_count_more_than_contexts_and_those_more_than_the_project() -> None:
    found = environment(
        EXECUTOR,
        project=[variable("CI", "no"), variable("X", "project"), variable("Y", "project"), variable("B", "project")],
        contexts={
            "one": (variable("X", "1", "context one"), variable("Z", "1", "context one")),
            "two": (variable("Z", "2", "context two"),),
        },
    )

    assert found["CI"] == ("true", "built-in")
    assert (found["X"], found["Y"]) == (("1", "context one"), ("project", "project"))
    assert found["Z"] == ("2", "context two")
    assert found["B"] == ("project", "project")


def test_a_job_can_replace_a_built_in_variable() -> None:
    assert environment(EXECUTOR.replace("A: job", "CI: mine"))["CI"] == ("mine", "job")


def test_built_in_variables_say_what_is_known_of_the_repository() -> None:
    repository = Repository(
        root="/r", revision="abc", address="git@github.com:acme/shop.git", host="github", owner="acme", name="shop"
    )
    found = environment(EXECUTOR, repository=repository)

    assert found["CIRCLE_PROJECT_USERNAME"][0] == "acme"
    assert found["CIRCLE_PROJECT_REPONAME"][0] == "shop"
    assert found["CIRCLE_SHA1"][0] == "abc"
    assert found["CIRCLE_REPOSITORY_URL"][0] == "git@github.com:acme/shop.git"
    assert found["CIRCLE_BRANCH"][0] == "main"
    assert found["CIRCLE_WORKING_DIRECTORY"][0] == "~/project"
    assert "CIRCLE_TAG" not in found


def test_a_tag_has_no_branch() -> None:
    text = EXECUTOR.replace("context: [one, two]", "filters: {tags: {only: /.*/}}")
    found = environment(text, event=Event("push", tag="v1"), repository=REPOSITORY)

    assert found["CIRCLE_TAG"][0] == "v1"
    assert "CIRCLE_BRANCH" not in found


def test_a_list_of_variables_is_as_good_as_a_map() -> None:
    node = one_job("    machine: true\n    environment: [{A: 1}, B=x=y]\n    steps: []").nodes[0]
    found = effective(node.environment)

    assert (found["A"].value, found["B"].value) == ("1", "x=y")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        ("yes", "yes"),
        (0, "0"),
        (-42, "-42"),
        (123456, "123456"),
        (1234567, "1.234567e+06"),
        (1000000, "1e+06"),
        (10**400, "+Inf"),
        (1.2, "1.2"),
        (1.0, "1"),
        (0.0001, "0.0001"),
        (0.00001, "1e-05"),
        (123456.789, "123456.789"),
        (-1234567.5, "-1.2345675e+06"),
        (0.0, "0"),
        (math.inf, "+Inf"),
        (math.nan, "NaN"),
    ],
)
def test_values_become_texts_as_circleci_writes_them(data: str | float | None, text: str) -> None:
    assert text_of(data) == text
