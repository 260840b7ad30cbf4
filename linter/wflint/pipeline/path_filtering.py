"""What the orb `circleci/path-filtering` would pass on for some changed files, where its mapping is literal.

A line of a mapping is `REGEX PARAMETER VALUE [CONFIG]`; the value is JSON, of lines for one parameter the last that
matches counts. Sources: the scripts of https://github.com/CircleCI-Public/path-filtering-orb: up to version 1.2 they
are Python, which takes a line for `re.match("^" + REGEX + "$", path)`; later ones are a shell's, which takes it for
an extended regular expression of POSIX and looks for it anywhere. As the version of the change is not documented, what
the two read differently is unknown for later versions.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from wflint.deferred import regex
from wflint.pipeline.filters import pattern_texts
from wflint.syntax.nodes import Mapping, Scalar, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wflint.compiler.compiled import CompiledJob
    from wflint.compiler.values import Values
    from wflint.model.config import Config
    from wflint.pipeline.plan import Plan, PlannedJob
    from wflint.syntax.nodes import Value
    from wflint.syntax.scalars import Data

ORBS = ("circleci/path-filtering@", "circleci/continuation@")
"""References of the orbs whose meaning is known here; they need not be at hand."""

DEFAULT_CONFIG = ".circleci/continue_config.yml"
_DEFAULT_BASE = "main"
_OUTPUT = "/tmp/pipeline-parameters.json"  # noqa: S108 -- the orb's default, nothing is written there
_GENERATED = "/tmp/generated-config.yml"  # noqa: S108 -- as above

_PYTHON = regex(r"circleci/path-filtering@(?:0(?:\.\d+){0,2}|1\.[0-2](?:\.\d+)?)")
# What Python and a POSIX shell read alike: no escaped letters, no `(?`, no lazy or doubled quantifiers, no classes.
_PORTABLE = regex(
    r"(?:(?:[^\\\[\](){}*+?|^$]|\\[^\w\s]|\[\^?\]?[^\\\[\]]*\]|\((?!\?)|\)|\||\^|\$)(?:[*+?]|\{\d+(?:,\d*)?\})?(?![*+?{]))*"
)


class PathFilter(NamedTuple):
    """A use of the orb in a job that runs, or may run, in a setup workflow.

    `job` is that job's final name, `reference` the orb's. `mapping` is the text of the mapping, None if it is not
    known before the pipeline runs; so are the others. `excluded` are patterns of paths that do not count.
    `passes_on` is False if the pipeline is continued with something else than what the mapping gives.
    """

    job: str
    is_certain: bool
    reference: str
    mapping: str | None
    config_path: str | None
    base_revision: str | None
    excluded: str | None = ""
    passes_on: bool = True


class Verdict(NamedTuple):
    """What one line of a mapping comes to. `matches` is None if that is not known; `path` is a file that matches.

    `value` is what the parameter gets then, `config` the file that the pipeline is continued with, if the line has one.
    """

    pattern: str
    parameter: str
    value: Data
    config: str | None
    matches: bool | None
    path: str | None


class Passed(NamedTuple):
    """What a use of the orb passes on: parameters, and the configs to continue with, joined if they are several.

    `faults` say why the job would fail, `unknown` why it is not known what it does; then the rest is incomplete.
    """

    verdicts: tuple[Verdict, ...]
    parameters: tuple[tuple[str, Data], ...]
    configs: tuple[str, ...]
    faults: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def path_filters(config: Config, planned: Plan, values: Values) -> tuple[PathFilter, ...]:
    """The uses of the orb in the jobs of a plan that run or may run, in its order.

    The plan is of a config compiled without the orbs of `ORBS`, so that their calls are still there as written.
    """
    orbs = orbs_called(config)
    return tuple(
        found
        for workflow in planned.workflows
        for job in workflow.jobs
        if job.runs != "no" and job.compiled is not None
        for found in _uses(job, job.compiled, orbs, values)
    )


def orbs_called(config: Config) -> dict[str, str]:
    """The references of path-filtering and continuation orbs by their names in a config."""
    references = {name: orb.reference.value for name, orb in config.orbs.items() if orb.reference is not None}
    return {name: reference for name, reference in references.items() if reference.startswith(ORBS)}


def passed_on(use: PathFilter, changed: Sequence[str], read: Callable[[str], str | None]) -> Passed:
    """What a use of the orb passes on for some changed files, by their paths below the repository's root.

    `read` gives the text of a file of the repository, None for one that is not there: a mapping may be such a file.
    """
    unknown = tuple(_unknown(use))
    if unknown or use.mapping is None or use.excluded is None:
        return Passed((), (), (), unknown=unknown)
    rows = _rows(use.mapping if _is_text(use.mapping) else read(use.mapping.strip()) or use.mapping)
    is_python = _PYTHON.fullmatch(use.reference) is not None
    fault = _fault(rows)
    if fault is not None:
        is_certain = is_python or not rows
        return Passed((), (), (), (fault,)) if is_certain else Passed((), (), (), unknown=(fault,))
    excluded = use.excluded if _is_text(use.excluded) else read(use.excluded.strip()) or use.excluded
    patterns = tuple(line.strip() for line in excluded.splitlines() if line.strip())
    return _decided(use, rows, patterns, changed, is_python=is_python)


def _decided(
    use: PathFilter, rows: list[list[str]], excluded: tuple[str, ...], changed: Sequence[str], *, is_python: bool
) -> Passed:
    verdicts: list[Verdict] = []
    faults: list[str] = []
    unknown: list[str] = []
    for row in rows:
        try:
            path = _first_match(row[0], excluded, changed, is_python=is_python)
        except re.error as error:
            (faults if is_python else unknown).append(f"`{row[0]}` is no regular expression of Python: {error}")
            continue
        known, value = _value(row[2])
        config = row[3] if len(row) == 4 else None
        matches = None if path is None else bool(path)
        if matches and not known:
            (faults if is_python else unknown).append(f"the value `{row[2]}` of `{row[1]}` is no JSON")
        if matches is None:
            unknown.append(f"versions of the orb read `{row[0]}` differently")
        verdicts.append(Verdict(row[0], row[1], value, config, matches, path or None))
    matching = [verdict for verdict in verdicts if verdict.matches]
    parameters = {verdict.parameter: verdict.value for verdict in matching}
    configs = dict.fromkeys(verdict.config for verdict in matching if verdict.config is not None)
    return Passed(
        tuple(verdicts),
        tuple(parameters.items()),
        tuple(configs) or ((use.config_path,) if use.config_path is not None else ()),
        tuple(faults),
        tuple(unknown),
    )


def _uses(planned: PlannedJob, job: CompiledJob, orbs: dict[str, str], values: Values) -> Iterator[PathFilter]:
    orb, _, element = job.job.partition("/")
    is_certain = planned.runs == "yes"
    if element == "filter" and orbs.get(orb, "").startswith(ORBS[0]):
        given = _texts(job, job.invocation.body, values)
        yield PathFilter(
            job.name,
            is_certain,
            orbs[orb],
            given.get("mapping", ""),
            given.get("config-path", DEFAULT_CONFIG),
            given.get("base-revision", _DEFAULT_BASE),
            given.get("exclude", ""),
        )
        return
    steps: dict[str, tuple[str, dict[str, str | None]]] = {}
    for step in job.body.steps if job.body is not None else ():
        orb, _, element = step.name.partition("/")
        if orb in orbs:
            node = resolve(step.node)
            arguments = node.get(step.name) if isinstance(node, Mapping) else None
            steps[element] = (orbs[orb], _texts(job, arguments, values))
    if "set-parameters" in steps:
        yield _by_steps(planned, steps, is_certain=is_certain)


def _by_steps(
    planned: PlannedJob, steps: dict[str, tuple[str, dict[str, str | None]]], *, is_certain: bool
) -> PathFilter:
    """The orb's command in a job of one's own; what that job continues with is what `continuation/continue` says."""
    reference, given = steps["set-parameters"]
    _, generated = steps.get("generate-config", ("", {}))
    _, continued = steps.get("continue", ("", {}))
    path = continued.get("configuration_path", DEFAULT_CONFIG)
    if "generate-config" in steps and path == generated.get("generated-config-path", _GENERATED):
        path = given.get("config-path", DEFAULT_CONFIG)
    return PathFilter(
        planned.name,
        is_certain,
        reference,
        given.get("mapping", ""),
        path,
        given.get("base-revision", _DEFAULT_BASE),
        given.get("exclude", ""),
        "continue" in steps and continued.get("parameters") == given.get("output-path", _OUTPUT),
    )


def _texts(job: CompiledJob, node: Value | None, values: Values) -> dict[str, str | None]:
    """The arguments of a call that are single values, as texts; None for one that is not known."""
    found: dict[str, str | None] = {}
    for key, value in node.items() if isinstance(node, Mapping) else ():
        found[key.value] = pattern_texts(job, (value,), values)[0] if isinstance(value, Scalar) else None
    return found


def _unknown(use: PathFilter) -> Iterator[str]:
    if not use.passes_on:
        yield "the job continues the pipeline with something else than what the mapping gives"
    if use.mapping is None:
        yield "its `mapping` is not literal"
    if use.config_path is None:
        yield "the config it continues with is not literal"
    if use.excluded is None:
        yield "its `exclude` is not literal"
    for text in (use.mapping, use.config_path, use.excluded):
        if text is not None and re.search(r"\$\{?[A-Za-z_]", text):
            yield f"`{text.strip().splitlines()[0]}` depends on environment variables"


def _is_text(text: str) -> bool:
    """Whether it is patterns, not the path of a file with some: a path is one word."""
    return len(text.split()) != 1


def _rows(mapping: str) -> list[list[str]]:
    lines = (line.strip() for line in mapping.splitlines())
    return [line.split() for line in lines if line and not line.startswith("#")]


def _fault(rows: list[list[str]]) -> str | None:
    if not rows:
        return "its `mapping` has no lines"
    for row in rows:
        if len(row) not in {3, 4}:
            count = "1 field" if len(row) == 1 else f"{len(row)} fields"
            return f"the line `{' '.join(row)}` of its `mapping` has {count}, not 3 or 4"
        if len(row) != len(rows[0]):
            return f"the lines of its `mapping` have {len(rows[0])} fields or {len(row)}, not all the same number"
    return None


def _first_match(pattern: str, excluded: Sequence[str], changed: Sequence[str], *, is_python: bool) -> str | None:
    """The first changed file that a line counts for, "" if there is none, None if that is not known."""
    is_open = False
    for path in changed:
        answers = [_matches(pattern, path, is_python=is_python)]
        answers += [_negated(_matches(each, path, is_python=is_python)) for each in excluded]
        if all(answers):
            return path
        is_open = is_open or (None in answers and False not in answers)
    return None if is_open else ""


def _negated(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _matches(pattern: str, path: str, *, is_python: bool) -> bool | None:
    regex, is_portable = _regex(pattern)
    by_python = regex.match(path) is not None
    if is_python:
        return by_python
    if not is_portable or any(char.isspace() for char in path):
        return None
    by_shell = regex.search(path) is not None
    return by_python if by_python is by_shell else None


@cache
def _regex(pattern: str) -> tuple[re.Pattern[str], bool]:
    """The pattern as the orb completes it, and whether the orb's versions read it alike; raises `re.error`."""
    import warnings

    with warnings.catch_warnings():
        # Of a pattern that later versions of Python may read otherwise only the orb's own Python would tell.
        warnings.simplefilter("ignore", FutureWarning)
        regex = re.compile(f"^{pattern}$")
    return regex, _PORTABLE.fullmatch(pattern) is not None


def _value(text: str) -> tuple[bool, Data]:
    """Whether a value is a single one of JSON, and which."""
    import json

    try:
        value = json.loads(text)
    except ValueError:
        return False, None
    return (True, value) if isinstance(value, str | int | float | bool) else (False, None)
