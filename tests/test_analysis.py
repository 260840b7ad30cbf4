"""The one door of all commands."""

from __future__ import annotations

import pytest

from wflint.analysis import Analysis
from wflint.source import Source

ORB = "version: 2.1\norbs: {n: circleci/node@5.1.0}\nworkflows: {w: {jobs: [n/test]}}\n"
NODE = "version: 2.1\njobs: {test: {docker: [{image: cimg/node:20.1}], steps: [checkout]}}\n"


def test_a_stage_is_computed_once() -> None:
    analysis = Analysis(Source("version: 2.1"))

    assert analysis.document is analysis.document
    assert analysis.config is analysis.config
    assert analysis.compiled is analysis.compiled


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        (".circleci/config.yml", "", "config"),
        (".circleci/config.yml", "setup: true", "setup"),
        ("compose.yml", "services: {}", "other"),
        ("<stdin>", "version: 2.1", "config"),
    ],
)
def test_the_kind_comes_from_path_and_content(path: str, text: str, kind: str) -> None:
    assert Analysis(Source(text, path)).kind == kind


def test_the_kind_can_be_given() -> None:
    assert Analysis(Source("services: {}", "compose.yml"), kind="config").config.kind == "config"


def test_an_orb_that_is_not_at_hand_is_missing_once_it_was_needed() -> None:
    analysis = Analysis(Source(ORB))
    before = analysis.missing_orbs

    assert not analysis.compiled.is_complete
    assert (before, analysis.missing_orbs) == ((), ("circleci/node@5.1.0",))


def test_an_orb_at_hand_is_used() -> None:
    analysis = Analysis(Source(ORB), orbs={"circleci/node@5.1.0": Source(NODE, "circleci/node@5.1.0")}.get)

    assert analysis.compiled.is_complete
    assert analysis.missing_orbs == ()
