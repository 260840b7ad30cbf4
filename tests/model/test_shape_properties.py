"""The walk over any nodes whatever: it never raises, and points into the text."""

from __future__ import annotations

import json
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from wflint.model.build import build
from wflint.model.kinds import FILE_KINDS, file_kind
from wflint.model.shape import SEVERITIES
from wflint.model.spec import CONFIG
from wflint.model.spec.jobs import BUILD_JOB
from wflint.model.spec.steps import BUILT_INS, RUN_BODY
from wflint.model.spec.workflows import INVOCATION_BODY, WORKFLOW
from wflint.source import Source
from wflint.syntax.parsing import parse

WORDS = st.sampled_from(
    sorted(
        {*CONFIG.keys, *BUILD_JOB.keys, *BUILT_INS, *RUN_BODY.keys, *INVOCATION_BODY.keys, *WORKFLOW.keys}
        | {
            "2.1",
            "2",
            "approval",
            "main",
            "<< x >>",
            "",
            "a/b",
            "true",
            "cron",
            "schedule",
            "condition",
            "and",
            "xcode",
        }
    )
)
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 10**12), st.floats(allow_nan=False), WORDS, st.text(max_size=3)
)
TREES = st.recursive(
    VALUES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=25,
)
STEPS = st.lists(WORDS | st.dictionaries(WORDS, TREES, max_size=2), max_size=3)
CONFIGS = st.fixed_dictionaries(
    {"version": st.sampled_from(["2.1", 2.1, 2, "2.0", 3, None])},
    optional={
        "jobs": st.dictionaries(WORDS, st.dictionaries(WORDS, TREES, max_size=4), max_size=2),
        "commands": st.dictionaries(WORDS, st.fixed_dictionaries({"steps": STEPS}), max_size=2),
        "workflows": st.dictionaries(WORDS, st.fixed_dictionaries({"jobs": st.lists(TREES, max_size=2)}), max_size=2),
        "orbs": TREES,
        "executors": TREES,
        "job-groups": TREES,
    },
)


@settings(max_examples=150, deadline=None)
@given(data=TREES | CONFIGS, kind=st.sampled_from(FILE_KINDS), directory=st.sampled_from(["", "jobs/", ".circleci/"]))
def test_any_tree_is_walked(data: object, kind: str, directory: str) -> None:
    text = json.dumps(data)
    document = parse(Source(text, f"{directory}a.yml"))
    found = build(document, kind).problems

    assert file_kind(document.source.path, document) in FILE_KINDS
    assert all(problem.kind in SEVERITIES for problem in found)
    assert all(0 <= problem.place.span.start <= problem.place.span.end <= len(text) for problem in found)
    assert list(found) == sorted(found, key=lambda problem: problem.place.span)
    assert all("\n" not in problem.message for problem in found)


@settings(max_examples=60, deadline=None)
@given(data=CONFIGS)
def test_fixes_are_edits_of_the_text_that_do_not_overlap(data: object) -> None:
    text = json.dumps(data)
    for problem in build(parse(Source(text))).problems:
        spans = [edit.span for edit in problem.fix.edits] if problem.fix is not None else []
        assert all(0 <= span.start <= span.end <= len(text) for span in spans)
        assert all(one.end <= other.start for one, other in pairwise(spans))
