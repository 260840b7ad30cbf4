"""Print a compiled config as CircleCI's own compiler does: data in its shape and order, YAML in its style."""

from __future__ import annotations

from wflint.compiler.compiled import CompiledMapping, CompiledScalar, Unknown
from wflint.compiler.executors import JoinedEnvironment
from wflint.model.names import STATUSES
from wflint.syntax.nodes import Mapping, Scalar, resolve
from wflint.syntax.scalars import scalar_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from wflint.compiler.compiled import CompiledConfig, CompiledJob, CompiledValue, CompiledWorkflow
    from wflint.model.workflow import Requirement
    from wflint.syntax.nodes import Value

INVOCATION_ORDER = ("type", "filters", "requires", "context")
DROPPED_FROM_WORKFLOWS = frozenset({"when", "unless"})
LARGEST_ORDERED_MAP = 8


def to_data(compiled: CompiledConfig) -> dict[str, Any]:
    """The compiled document as plain data: `version`, `jobs`, `workflows`, every map in the order it is printed.

    What is unknown becomes null; callers that need everything known look at the problems and `missing_orbs` first.
    """
    jobs: dict[str, Any] = {}
    for workflow in compiled.workflows:
        for job in workflow.jobs:
            if job.type != "approval" and job.name not in jobs:
                jobs[job.name] = _job_data(job)
    if len(jobs) > LARGEST_ORDERED_MAP:
        jobs = {name: jobs[name] for name in sorted(jobs, key=hash_order)}
    workflows: dict[str, Any] = {}
    written = compiled.config.root.get("workflows") if compiled.config.root is not None else None
    surviving = {workflow.name: workflow for workflow in compiled.workflows}
    for key, _ in written.items() if isinstance(written, Mapping) else ():
        if key.value == "version":
            workflows["version"] = 2
        elif key.value in surviving:
            workflows[key.value] = _workflow_data(surviving[key.value])
    if not isinstance(written, Mapping):
        workflows["version"] = 2
        workflows.update({name: _workflow_data(workflow) for name, workflow in surviving.items()})
    workflows.setdefault("version", 2)
    return {"version": 2, "jobs": jobs, "workflows": workflows}


def head_comments(compiled: CompiledConfig) -> str:
    """One line for each registry orb, in the order of `orbs`: what its reference was resolved to."""
    lines = []
    for reference, resolved in compiled.resolved_orbs:
        lines.append(f"# Orb '{reference}' resolved to '{resolved}'\n")
    return "".join(lines)


def original_comment(text: str) -> str:
    """The source as a comment below the compiled document, escaped as the vendor's tool escapes it."""
    escaped = "".join([char if char.isascii() else _escaped(char) for char in text.replace('"', '\\"')])
    lines = escaped.removesuffix("\n").split("\n")
    return "\n# Original config.yml file:\n" + "".join(f"# {line}\n" for line in lines)


def _escaped(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def to_yaml(data: Any) -> str:
    """A document in the vendor's style: block layout, no anchors, literal blocks for texts of several lines."""
    from wflint.compiler.printing import dump

    return dump(data)


def plain(value: CompiledValue) -> Any:
    """A compiled value as plain data; what is unknown is None."""
    if isinstance(value, CompiledScalar):
        return None if isinstance(value.data, Unknown) else value.data
    if value.is_as_written:
        return plain_node(resolve(value.node))
    if isinstance(value, CompiledMapping):
        return {key.value: plain(each) for key, each in value.entries}
    if isinstance(value, JoinedEnvironment):
        return [item for part in value.parts for item in _one_by_one(plain(part))]
    return [plain(item) for item in value.items]


def plain_node(node: Value) -> Any:
    """A value without templates as plain data."""
    if isinstance(node, Scalar):
        return scalar_data(node)
    if isinstance(node, Mapping):
        return {key.value: plain_node(value) for key, value in node.items()}
    return [plain_node(resolve(item)) for item in node.items]


def _one_by_one(environment: Any) -> list[Any]:
    return [{name: each} for name, each in environment.items()] if isinstance(environment, dict) else environment


def hash_order(name: str) -> int:
    """The sort key of a job's name among more than eight: the order of Clojure's hash maps.

    Java's hash of the text, mixed as Clojure mixes it, its groups of five bits read from the lowest.
    """
    code = 0
    units = name.encode("utf-16-le")
    for position in range(0, len(units), 2):
        code = (31 * code + units[position] + (units[position + 1] << 8)) & 0xFFFFFFFF
    mixed = _murmur3(code)
    groups = [mixed >> shift & 31 for shift in range(0, 35, 5)]
    return sum(group << 5 * (6 - position) for position, group in enumerate(groups))


def _murmur3(code: int) -> int:
    if code == 0:
        return 0
    mask = 0xFFFFFFFF
    key = code * 0xCC9E2D51 & mask
    key = ((key << 15 | key >> 17) & mask) * 0x1B873593 & mask
    mixed = ((key << 13 | key >> 19) & mask) * 5 + 0xE6546B64 & mask
    mixed ^= 4
    mixed = (mixed ^ mixed >> 16) * 0x85EBCA6B & mask
    mixed = (mixed ^ mixed >> 13) * 0xC2B2AE35 & mask
    return mixed ^ mixed >> 16


def _job_data(job: CompiledJob) -> Any:
    if job.body is not None:
        return plain(job.body.data)
    data: dict[str, Any] = {"type": job.type}
    if job.serial_group is not None and job.is_synthetic:
        data["key"] = plain(job.serial_group)
    if job.definition is not None:
        data.update(
            {
                key.value: plain(value)
                for key, value in job.definition.entries
                if key.value not in {"parameters", "description"}
            }
        )
    return data


def _workflow_data(workflow: CompiledWorkflow) -> dict[str, Any]:
    node = workflow.workflow.node
    jobs = {job.name: job for job in workflow.jobs}
    entries = [_entry(jobs[name]) for name in workflow.order if name in jobs]
    if not isinstance(node, Mapping):
        return {"jobs": entries}
    data: dict[str, Any] = {}
    for key, value in node.items():
        if key.value == "jobs":
            data["jobs"] = entries
        elif key.value not in DROPPED_FROM_WORKFLOWS:
            data[key.value] = plain_node(value)
    return data


def _entry(job: CompiledJob) -> Any:
    data: dict[str, Any] = {}
    written = {} if job.is_synthetic else {key.value: value for key, value in job.entries}
    if job.type == "approval":
        data["type"] = "approval"
    if "filters" in written:
        data["filters"] = plain(written["filters"])
    if (requires := _requires_data(job)) is not None:
        data["requires"] = requires
    if "context" in written:
        data["context"] = plain(written["context"])
    return {job.name: data} if data else job.name


def _requires_data(job: CompiledJob) -> Any:
    written = job.invocation.body.get("requires") if job.invocation.body is not None else None
    if not job.requires:
        return [] if written is not None and not isinstance(written, Scalar) and not job.is_synthetic else None
    if isinstance(written, Scalar) and [requirement.jobs for requirement in job.requires] == [(written.value,)]:
        return written.value
    entries: list[Any] = []
    by_place = {requirement.name.place: requirement for requirement in reversed(job.invocation.requires)}
    for requirement in job.requires:
        own = by_place.get(requirement.place) if requirement.place is not None else None
        statuses = _statuses_data(own, requirement.statuses)
        entries += [name if statuses is None else {name: statuses} for name in requirement.jobs]
    return entries


def _statuses_data(written: Requirement | None, statuses: Iterable[str]) -> Any:
    if written is not None:
        node = resolve(written.node)
        value = node.get(written.name.value) if isinstance(node, Mapping) else None
        return None if value is None else plain_node(value)
    ordered = [status for status in STATUSES if status in set(statuses)]
    if ordered == ["success"]:
        return None
    return "terminal" if len(ordered) == len(STATUSES) else ordered
