"""What rules on filters say that a page cannot show."""

from __future__ import annotations

import pytest
from tests.rules.findings import findings

from wflint.engine.packs import load_packs
from wflint.testing import Case, run_case


@pytest.mark.parametrize(
    ("name", "advice"), [("q", None), ("deplyo", "did you mean `deploy`?")], ids=["short", "misspelt"]
)
def test_a_parameter_is_suggested_if_its_own_name_is_near(name: str, advice: str | None) -> None:
    text = (
        "version: 2.1\nparameters: {p: {type: boolean, default: true}, deploy: {type: boolean, default: true}}\n"
        "jobs: {a: {machine: {image: ubuntu-2404:current}, steps: [checkout]}}\n"
        f"workflows: {{w: {{jobs: [a: {{filters: pipeline.parameters.{name}}}]}}}}\n"
    )

    found = run_case(Case("invalid-filter-expression", 1, {".circleci/config.yml": text}), load_packs())

    assert [diagnostic.help for diagnostic in found] == [advice]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("{branches: {only: main}}", ["3: job `g-a` never runs: its filters let no branch and no tag in"]),
        ("pipeline.parameters.ghost", []),
    ],
    ids=["branches", "refused"],
)
def test_of_a_filter_that_circleci_refuses_nobody_knows_what_it_lets_in(filters: str, found: list[str]) -> None:
    text = (
        "version: 2.1\n"
        "jobs: {a: {machine: {image: ubuntu-2404:current}, steps: [checkout]}}\n"
        f"job-groups: {{g: {{jobs: [a: {{filters: {filters}}}]}}}}\n"
        "workflows: {w: {when: << pipeline.git.tag >>, jobs: [g]}}\n"
    )

    assert findings("unreachable-job", text) == found
