"""What path filtering passes on, and the plan of the config that goes on with it, as text and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from wflint.report.color import paint
from wflint.report.concise import one_line
from wflint.report.plan_json import plan_json
from wflint.report.plan_text import plan_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wflint.pipeline.path_filtering import Passed, PathFilter, Verdict
    from wflint.pipeline.plan import Plan
    from wflint.report.plan_text import PlanStyle
    from wflint.syntax.scalars import Data


class Continued(NamedTuple):
    """A use of path filtering, what it passes on, and the plan of the config behind it.

    `faults` are why it cannot go on, those of `passed` included; `unknown` why that is not known. `plan` is None then.
    """

    use: PathFilter
    passed: Passed
    faults: tuple[str, ...]
    unknown: tuple[str, ...]
    plan: Plan | None


def continued_text(setup: Plan, changed: int, found: Sequence[Continued], style: PlanStyle) -> str:
    """The plan of the setup workflow, then for each use of the orb what it passes on and what runs behind it."""
    text = plan_text(setup, style)
    if not found:
        return f"{text}\nno job of this event looks at changed files, so nothing is continued\n"
    for each in found:
        lines = ["", *_passed(each, changed, style)]
        text += "".join(f"{line}\n" for line in lines)
        if each.plan is not None:
            text += plan_text(each.plan, style).partition("\n")[2]
    return text


def continued_json(setup: Plan, changed: Sequence[str], found: Sequence[Continued]) -> str:
    """The JSON of the setup's plan, with `changed_files` and one object of `continuations` for each use of the orb."""
    data = json.loads(plan_json(setup))
    data["changed_files"] = list(changed)
    data["continuations"] = [_data(each) for each in found]
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _passed(found: Continued, changed: int, style: PlanStyle) -> Iterator[str]:
    job = paint(one_line(found.use.job), "rule", color=style.color)
    files = f"{changed} changed file{'' if changed == 1 else 's'}"
    yield f"{job} looks at {files}" + ("" if found.use.is_certain else "; it may run")
    verdicts = found.passed.verdicts
    columns = max((len(_setting(verdict)) for verdict in verdicts), default=0)
    for verdict in verdicts:
        yield f"  {_setting(verdict):<{columns}}  {_why(verdict)}"
    for fault in found.faults:
        yield f"  it fails: {one_line(fault)}"
    for reason in found.unknown:
        yield f"  not known: {one_line(reason)}"
    if found.plan is not None:
        given = found.passed.parameters
        names = ", ".join(f"`{one_line(name)}` {_shown(value)}" for name, value in given)
        path = paint(" + ".join(map(one_line, found.passed.configs)), "path", color=style.color)
        yield f"continues with {path}, {names if given else 'no parameters'}"


def _setting(verdict: Verdict) -> str:
    return one_line(f"{verdict.parameter} {_shown(verdict.value)}")


def _why(verdict: Verdict) -> str:
    pattern = f"`{one_line(verdict.pattern)}`"
    if verdict.matches is None:
        return f"perhaps: {pattern}"
    return f"{pattern} matches {one_line(verdict.path or '')}" if verdict.matches else f"no: {pattern} matches nothing"


def _shown(value: Data) -> str:
    return one_line(f"`{value}`") if isinstance(value, str) else str(value).lower()


def _data(found: Continued) -> dict[str, Any]:
    plan = None if found.plan is None else json.loads(plan_json(found.plan))
    return {
        "job": found.use.job,
        "runs": "yes" if found.use.is_certain else "unknown",
        "base_revision": found.use.base_revision,
        "mapping": [
            {
                "pattern": verdict.pattern,
                "parameter": verdict.parameter,
                "value": verdict.value,
                "config": verdict.config,
                "matches": {True: "yes", False: "no", None: "unknown"}[verdict.matches],
                "file": verdict.path,
            }
            for verdict in found.passed.verdicts
        ],
        "parameters": dict(found.passed.parameters),
        "configs": list(found.passed.configs),
        "faults": list(found.faults),
        "unknown": list(found.unknown),
        "workflows": None if plan is None else plan["workflows"],
    }
