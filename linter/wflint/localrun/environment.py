"""Environment variables of a job: who sets them, in CircleCI's order of precedence, and how values become texts.

Sources: https://circleci.com/docs/guides/security/env-vars/#order-of-precedence,
https://circleci.com/docs/reference/variables/#built-in-environment-variables
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wflint.compiler.compiled import CompiledMapping, CompiledScalar, CompiledSequence, Unknown
from wflint.compiler.executors import JoinedEnvironment
from wflint.localrun.operations import Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wflint.compiler.compiled import CompiledValue
    from wflint.localrun.repository import Repository
    from wflint.pipeline.events import Event
    from wflint.syntax.scalars import Data

NO_ID = "00000000-0000-0000-0000-000000000000"
MOST_PLAIN_DIGITS = 6
"""Numbers with more digits are given an exponent.

Source: https://circleci.com/docs/guides/security/set-environment-variable/
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the variables of every job depend on besides the config.

    `project` are the project's variables, `contexts` those of each context that is at hand, by its name.
    `user` is who starts the run. `pipeline_id` and `pipeline_number` are those the config was compiled with.
    """

    event: Event
    repository: Repository
    project: tuple[Variable, ...] = ()
    contexts: Mapping[str, tuple[Variable, ...]] = field(default_factory=dict)
    user: str | None = None
    pipeline_id: str = NO_ID


def node_environment(
    body: CompiledMapping,
    surroundings: Surroundings,
    *,
    job: str,
    contexts: Iterable[str],
    node: tuple[int, int],
    directory: str,
) -> tuple[Variable, ...]:
    """All variables of one node of a job, lowest precedence first; `node` is its index and how many there are.

    Context variables are in the order of the contexts, so that a later one wins. `directory` is the working
    directory as written. Variables of the primary image's `environment` come lowest: the documentation says that
    steps do not see them, practice says that they do.
    """
    return (
        *BASE,
        *_of_primary_image(body),
        *surroundings.project,
        *(variable for name in contexts for variable in surroundings.contexts.get(name, ())),
        *built_in(surroundings, job=job, node=node, directory=directory),
        *_of_job(body.get("environment")),
    )


def built_in(surroundings: Surroundings, *, job: str, node: tuple[int, int], directory: str) -> tuple[Variable, ...]:
    """The variables CircleCI sets itself, by name; those that a push to this repository would not have are left out."""
    event, repository = surroundings.event, surroundings.repository
    values: dict[str, str | None] = {
        "CI": "true",
        "CIRCLECI": "true",
        "CIRCLE_BRANCH": event.branch,
        "CIRCLE_JOB": job,
        "CIRCLE_NODE_INDEX": str(node[0]),
        "CIRCLE_NODE_TOTAL": str(node[1]),
        "CIRCLE_ORGANIZATION_ID": NO_ID,
        "CIRCLE_PIPELINE_ID": surroundings.pipeline_id,
        "CIRCLE_PROJECT_ID": NO_ID,
        "CIRCLE_PROJECT_REPONAME": repository.name,
        "CIRCLE_PROJECT_USERNAME": repository.owner,
        "CIRCLE_REPOSITORY_URL": repository.address,
        "CIRCLE_TAG": event.tag,
        "CIRCLE_USERNAME": surroundings.user,
        "CIRCLE_WORKING_DIRECTORY": directory,
        # Ours: a config can tell that it runs on somebody's machine.
        "WFLINT": "true",
    }
    found = [Variable(name=name, value=value, origin="built-in") for name, value in values.items() if value is not None]
    found += [Variable(name=name, value="", origin="built-in", at_run_time=True) for name in AT_RUN_TIME]
    if repository.revision is None:
        found.append(Variable(name="CIRCLE_SHA1", value="", origin="built-in", at_run_time=True))
    else:
        found.append(Variable(name="CIRCLE_SHA1", value=repository.revision, origin="built-in"))
    return tuple(sorted(found, key=lambda variable: variable.name))


BASE = (
    Variable(name="HOME", value="", origin="sandbox", at_run_time=True),
    Variable(name="LANG", value="C.UTF-8", origin="sandbox"),
    Variable(name="PATH", value="", origin="sandbox", at_run_time=True),
    Variable(name="TERM", value="dumb", origin="sandbox"),
)
"""What every step finds before anybody sets anything; an image's own variables replace it."""

AT_RUN_TIME = (
    "BASH_ENV",
    "CIRCLE_BUILD_NUM",
    "CIRCLE_BUILD_URL",
    "CIRCLE_INTERNAL_TASK_DATA",
    "CIRCLE_SHELL_ENV",
    "CIRCLE_WORKFLOW_ID",
    "CIRCLE_WORKFLOW_JOB_ID",
    "CIRCLE_WORKFLOW_WORKSPACE_ID",
)
"""Built-in variables whose values only a run knows."""


def effective(variables: Iterable[Variable]) -> dict[str, Variable]:
    """The variable that counts for each name, in the order of the names."""
    last = {variable.name: variable for variable in variables}
    return {name: last[name] for name in sorted(last)}


def step_environment(variables: Iterable[Variable], base: Mapping[str, str], late: Mapping[str, str]) -> dict[str, str]:
    """What every step of a node has: the variables of its plan over those of its sandbox.

    `late` are the values that only the run knows.
    """
    found = dict(base)
    known = effective(variables)
    for name, variable in known.items():
        if variable.at_run_time and name in late:
            found[name] = late[name]
        elif variable.origin == "sandbox":
            found.setdefault(name, variable.value)
        elif not variable.at_run_time:
            found[name] = variable.value
    # Only the run knows whether what it checks out is the commit the plan was made for.
    if "CIRCLE_SHA1" in late and "CIRCLE_SHA1" in known and known["CIRCLE_SHA1"].origin == "built-in":
        found["CIRCLE_SHA1"] = late["CIRCLE_SHA1"]
    return found


def variables_of(value: CompiledValue | None, origin: str) -> Iterator[Variable]:
    """The variables of an `environment`: a map, or a list of maps and of `NAME=VALUE` texts; null is empty."""
    if isinstance(value, CompiledMapping):
        for key, each in value.entries:
            if isinstance(each, CompiledScalar):
                yield Variable(name=key.value, value=text_of(each.data), origin=origin)
    elif isinstance(value, CompiledSequence):
        for item in value.items:
            if isinstance(item, CompiledScalar) and item.text is not None and "=" in item.text:
                name, _, text = item.text.partition("=")
                yield Variable(name=name, value=text, origin=origin)
            else:
                yield from variables_of(item, origin)


def text_of(data: Data | Unknown) -> str:
    """A value of `environment` as the shell sees it: `true`, not `True`; seven digits and more with an exponent."""
    if data is None or isinstance(data, Unknown):
        return ""
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, int | float):
        return _number(data)
    return str(data)


def _number(number: float) -> str:
    """The shortest text of a number; with an exponent from a million on and below a ten-thousandth, as Go has it."""
    try:
        value = float(number)
    except OverflowError:
        value = math.inf if number > 0 else -math.inf
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{'+' if value > 0 else '-'}Inf"
    sign, digits, point = _decimal(value)
    exponent = point - 1
    if -4 <= exponent < MOST_PLAIN_DIGITS:
        return sign + _positional(digits, point)
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{fraction}e{'-' if exponent < 0 else '+'}{abs(exponent):02}"


def _decimal(number: float) -> tuple[str, str, int]:
    """Sign, significant digits, and the position of the point counted from the first of them."""
    mantissa, _, exponent = repr(number).partition("e")
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, fraction = mantissa.removeprefix("-").partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    return sign, digits.rstrip("0") or "0", point if digits else 1


def _positional(digits: str, point: int) -> str:
    if point <= 0:
        return f"0.{'0' * -point}{digits}"
    if point >= len(digits):
        return digits + "0" * (point - len(digits))
    return f"{digits[:point]}.{digits[point:]}"


def _of_job(value: CompiledValue | None) -> Iterator[Variable]:
    if not isinstance(value, JoinedEnvironment):
        yield from variables_of(value, "job")
        return
    for part in value.parts:
        is_executors = part.frame is not None and part.frame.kind == "executor"
        yield from variables_of(part, "executor" if is_executors else "job")


def _of_primary_image(body: CompiledMapping) -> Iterator[Variable]:
    images = body.get("docker")
    if isinstance(images, CompiledSequence) and images.items and isinstance(images.items[0], CompiledMapping):
        yield from variables_of(images.items[0].get("environment"), "image")
