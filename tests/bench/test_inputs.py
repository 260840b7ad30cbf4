from __future__ import annotations

import pytest
from bench.inputs import config

from wflint.analysis import Analysis
from wflint.source import Source

SIZES = (300, 2_000, 10_000)


@pytest.mark.parametrize("lines", SIZES)
def test_an_input_has_about_as_many_lines_as_asked(lines: int) -> None:
    assert config(lines).count("\n") == pytest.approx(lines, rel=0.1)


@pytest.mark.parametrize("lines", SIZES)
def test_an_input_is_the_same_each_time(lines: int) -> None:
    assert config(lines) == config(lines)


def test_an_input_is_a_config_without_a_fault() -> None:
    analysis = Analysis(Source(config(300)))

    assert analysis.document.problems == ()
    assert analysis.config.problems == ()
    assert analysis.compiled.problems == ()
    assert analysis.compiled.is_complete


def test_an_input_has_matrices_workspaces_and_commands() -> None:
    compiled = Analysis(Source(config(300))).compiled
    jobs = [job for workflow in compiled.workflows for job in workflow.jobs]
    steps = {step.name for job in jobs if job.body is not None for step in job.body.steps}

    assert any(job.matrix for job in jobs)
    assert {"persist_to_workspace", "attach_workspace", "restore_cache", "save_cache"} <= steps
