"""What must hold between the keys of one map."""

from __future__ import annotations

from wflint.diagnostic import Severity
from wflint.model.shape.executors import check_executor, check_job_executor
from wflint.model.shape.sections import check_config
from wflint.model.shape.walk import missing_key
from wflint.model.shape.wording import titled
from wflint.syntax.nodes import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.model.shape.state import State
    from wflint.model.spec.kinds import Keyed
    from wflint.syntax.nodes import Value


def check_run(state: State, _kind: Keyed, body: Mapping, _owner: Scalar | None) -> None:
    """Reruns: a delay needs them, a background step cannot have them."""
    reruns = body.entry("max_auto_reruns")
    delay = body.entry("auto_rerun_delay")
    if delay is not None and reruns is None:
        state.report("missing-key", delay.key, "`auto_rerun_delay` needs `max_auto_reruns`")
    background = body.get("background")
    rerun = reruns or delay
    if rerun is not None and isinstance(background, Scalar) and background.value.lower() in {"true", "yes", "on"}:
        state.report("exclusive-keys", rerun.key, f"a background step cannot have `{rerun.name}`")


def check_checkout(state: State, _kind: Keyed, body: Mapping, owner: Scalar | None) -> None:
    """`depth` belongs to `method: shallow`."""
    method = body.get("method")
    depth = body.entry("depth")
    if method is not None and _is_template(state, method):
        return
    is_shallow = isinstance(method, Scalar) and method.value == "shallow"
    if depth is not None and not is_shallow:
        state.report("exclusive-keys", depth.key, "`depth` is there without `method: shallow`")
    elif depth is None and is_shallow:
        missing_key(state, "a shallow checkout has no `depth`", body, owner)


def check_logic(state: State, kind: Keyed, body: Mapping, owner: Scalar | None) -> None:
    """A condition has one operator."""
    known = [key for key, _ in body.items() if key.value in kind.keys]
    if len(known) > 1:
        names = " and ".join(f"`{key.value}`" for key in known)
        state.report("exclusive-keys", known[1], f"one condition has {names}", Severity.WARNING,
                     help="combine them in a list under `and` or `or`")  # fmt: skip
    elif not body.entries:
        state.report("empty-value", owner or body, "a condition is an empty map", Severity.WARNING)


def check_parameter(state: State, kind: Keyed, body: Mapping, owner: Scalar | None) -> None:
    """`enum` belongs to `type: enum`."""
    type_ = body.get("type")
    enum = body.entry("enum")
    if isinstance(type_, Scalar) and type_.value == "enum" and enum is None:
        missing_key(state, f"{titled(kind, owner)} of type `enum` has no `enum`", body, owner)
    elif enum is not None and isinstance(type_, Scalar) and type_.value in {"string", "boolean", "integer"}:
        state.report(
            "exclusive-keys",
            enum.key,
            f"{titled(kind, owner)} has an `enum`, but its type is `{type_.value}`",
            Severity.WARNING,
            help="write `type: enum`",
        )


def check_job(state: State, kind: Keyed, body: Mapping, owner: Scalar | None) -> None:
    """Where the job runs, and the key of config version 2 that 2.1 rejects."""
    branches = body.entry("branches")
    if branches is not None:
        ignored = "which workflows ignore" if state.lenient else "which config version 2.1 rejects"
        state.report(
            "job-branches",
            branches.key,
            f"{titled(kind, owner)} has `branches`, {ignored}",
            help="write `filters` where a workflow invokes the job",
        )
    check_job_executor(state, body)


def check_executor_map(state: State, _kind: Keyed, body: Mapping, _owner: Scalar | None) -> None:
    """A definition under `executors`."""
    check_executor(state, body)


def _is_template(state: State, value: Value) -> bool:
    return isinstance(value, Scalar) and state.templates and "<<" in value.value


MAP_CHECKS: dict[str, Callable[[State, Keyed, Mapping, Scalar | None], None]] = {
    "checkout": check_checkout,
    "config": check_config,
    "executor": check_executor_map,
    "job": check_job,
    "logic": check_logic,
    "parameter": check_parameter,
    "run": check_run,
}
"""The checks that `Keyed.check` names; each is given the map after its keys were walked, and the map's name."""
