"""Workflows of which it is plain to see that every job runs for some event and that none loses what it requires.

Most configs are of this kind, and to see it takes no regular expressions. The others need a look at all events.
"""

from __future__ import annotations

from wflint.deferred import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.compiler.compiled import CompiledConfig, CompiledJob, CompiledWorkflow, Guard
    from wflint.model.workflow import Patterns
    from wflint.syntax.nodes import Scalar

_PARAMETER = "pipeline.parameters."
_EVERYTHING = frozenset({"/.*/"})
_DEPLOYING = regex(r"(?:^|[^a-z])(?:deploy|publish|release|promote|ship)(?:$|[^a-z]|ment)")


def unproven(compiled: CompiledConfig) -> tuple[CompiledWorkflow, ...]:
    """The workflows that are not plain, in the order of the text."""
    guesses = None
    found = []
    for workflow in compiled.workflows:
        if not keeps_requirements(workflow):
            found.append(workflow)
        elif not all(map(_is_no_obstacle, workflow.guards)) or any(map(_has_expression, workflow.jobs)):
            if guesses is None:
                from wflint.pipeline.guesses import Guesses

                guesses = Guesses(compiled.config)
            if not guesses.run_all(workflow):
                found.append(workflow)
    return tuple(found)


def keeps_requirements(workflow: CompiledWorkflow) -> bool:
    """Whether nothing that a job requires is left out where its own filter holds, and no filter keeps all branches out.

    False says nothing.
    """
    if workflow.workflow.triggers:
        return False
    jobs = {job.name: job for job in workflow.jobs}
    if any(map(_needs_a_look, jobs.values())):
        return False
    return all(
        _covers(jobs[name], job)
        for job in jobs.values()
        for requirement in job.requires
        for name in requirement.jobs
        if name in jobs
    )


def _is_no_obstacle(guard: Guard) -> bool:
    """Whether a condition is true at the defaults, or parameters alone decide it.

    What no value of them makes true is not compiled.
    """
    return guard.at_defaults is True or all(name.startswith(_PARAMETER) for name in guard.reads)


def _has_expression(job: CompiledJob) -> bool:
    return job.filters is not None and job.filters.expression is not None


def is_deploying(job: CompiledJob) -> bool:
    """Whether a job's name says that it brings something out."""
    return any(_DEPLOYING.search(name.lower()) for name in (job.written, job.job.rpartition("/")[2]))


def _needs_a_look(job: CompiledJob) -> bool:
    """Whether filters keep every branch out, or let a deploying job run on all branches beside certain tags."""
    filters = job.filters
    if filters is None:
        return False
    if filters.branches is None:
        return filters.tags is not None and _texts(filters.tags.only) != _EVERYTHING and is_deploying(job)
    return filters.branches.only == () or (bool(_EVERYTHING & _texts(filters.branches.ignore)) and filters.tags is None)


def _covers(required: CompiledJob, job: CompiledJob) -> bool:
    """Whether the filters of a required job let in whatever those of a job do."""
    theirs, ours = required.filters, job.filters
    if theirs is ours:
        # A pattern with a template means something else for each instance of a matrix.
        return ours is None or not (required.matrix or job.matrix)
    our_text = None if ours is None or ours.expression is None else ours.expression.value
    their_text = None if theirs is None or theirs.expression is None else theirs.expression.value
    if our_text is not None or their_text is not None:
        return our_text == their_text
    return _branches_are_in(None if ours is None else ours.branches, None if theirs is None else theirs.branches) and (
        _tags_are_in(None if ours is None else ours.tags, None if theirs is None else theirs.tags)
    )


def _branches_are_in(inner: Patterns | None, outer: Patterns | None) -> bool:
    """Whether one half of a filter lets in no branch that another keeps out; one that says nothing lets all in."""
    if outer is None or (outer.only is None and outer.ignore is None):
        return True
    return inner is not None and _are_in(inner, outer)


def _tags_are_in(inner: Patterns | None, outer: Patterns | None) -> bool:
    """Whether one half of a filter lets in no tag that another keeps out; one that says nothing lets none in."""
    if inner is None or (inner.only is None and inner.ignore is None):
        return True
    return outer is not None and _are_in(inner, outer)


def _are_in(inner: Patterns, outer: Patterns) -> bool:
    """Whether the texts of the patterns show that one half lets in nothing that another keeps out."""
    allowed, refused = _texts(outer.only), _texts(outer.ignore)
    if any("<<" in text for text in allowed | refused):
        return False
    if outer.only is not None:
        return bool(allowed & _EVERYTHING) or (inner.only is not None and _texts(inner.only) <= allowed)
    return inner.only is None and inner.ignore is not None and refused <= _texts(inner.ignore)


def _texts(scalars: tuple[Scalar, ...] | None) -> frozenset[str]:
    return frozenset(scalar.value for scalar in scalars or ())
