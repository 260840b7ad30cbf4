"""Pictures of small configs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from wflint.analysis import Analysis
from wflint.compiler.compiled import CompiledJob, CompiledRequirement
from wflint.drawing.picture import picture
from wflint.pipeline.jobgraph import job_graph
from wflint.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wflint.drawing.outcome import Outcomes
    from wflint.drawing.shapes import Picture

JOB = "{docker: [{image: cimg/base:2024.01}], steps: [checkout]}"


class Pictured(Protocol):
    def __call__(self, text: str, *, show: Iterable[str] = (), outcomes: Outcomes | None = None) -> Picture: ...


class Chained(Protocol):
    def __call__(self, names: Sequence[str], edges: Iterable[tuple[int, int]] = ()) -> Picture: ...


@pytest.fixture(scope="session")
def pictured() -> Pictured:
    """The picture of a whole config, or of the entries of one workflow's `jobs` if the text begins with a dash."""
    return _pictured


@pytest.fixture(scope="session")
def chained() -> Chained:
    """The picture of a workflow with jobs of these names, whatever they hold, and edges between them by number."""
    return _chained


def _pictured(text: str, *, show: Iterable[str] = (), outcomes: Outcomes | None = None) -> Picture:
    if text.startswith("-"):
        entries = "".join(f"      {line}\n" for line in text.splitlines())
        definitions = "".join(f"  {name}: {JOB}\n" for name in "abcd")
        text = f"version: 2.1\njobs:\n{definitions}workflows:\n  w:\n    jobs:\n{entries}"
    compiled = Analysis(Source(text, "config.yml")).compiled
    graphs = [job_graph(workflow) for workflow in compiled.workflows]
    return picture(graphs, "workflows", show=frozenset(show), outcomes=outcomes)


def _chained(names: Sequence[str], edges: Iterable[tuple[int, int]] = ()) -> Picture:
    (workflow,) = Analysis(Source("{version: 2.1, workflows: {w: {jobs: [a: {type: approval}]}}}")).compiled.workflows
    requires: dict[int, list[str]] = {}
    for start, end in edges:
        requires.setdefault(end, []).append(names[start])
    jobs = [_job(workflow.jobs[0], name, requires.get(number, ())) for number, name in enumerate(names)]
    return picture([job_graph(workflow._replace(jobs=tuple(jobs)))], "\n".join(names))


def _job(job: CompiledJob, name: str, requires: Iterable[str]) -> CompiledJob:
    success = frozenset({"success"})
    found = tuple(CompiledRequirement(other, (other,), success, None) for other in requires)
    return job._replace(name=name, written=name, job=name, requires=found)
