"""The final names of jobs: numbers where invocations differ, and what a name under `requires` stands for."""

from __future__ import annotations

from itertools import chain

from wflint.compiler.compiled import CompiledScalar
from wflint.compiler.instances import identity
from wflint.compiler.matrix import is_default_name
from wflint.records import NamedTuple
from wflint.syntax.nodes import resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wflint.compiler.compiled import CompiledValue
    from wflint.compiler.instances import Instance
    from wflint.model.workflow import Invocation


def final_names(workflows: Sequence[Sequence[Instance]]) -> dict[int, str | None]:
    """The final name of each instance by its `id`, over all workflows; None for an exact repeat of an earlier one.

    Jobs of one name are numbered, all of them, if they differ: within a workflow in anything of their invocation, in
    different workflows in the job or its arguments. What is the same gets the same number.
    """
    named: dict[str, list[tuple[int, Instance]]] = {}
    for number, workflow in enumerate(workflows):
        for instance in workflow:
            named.setdefault(instance.name, []).append((number, instance))
    final: dict[int, str | None] = {}
    known: dict[int, object] = {}
    for name, members in named.items():
        if len(members) == 1:
            final[id(members[0][1])] = name
        else:
            _number(name, members, final, known)
    return final


class Answer(NamedTuple):
    """What a name under `requires` stands for; the fields are those of `CompiledRequirement`."""

    jobs: tuple[str, ...]
    candidates: int
    is_known: bool
    by_job_name: bool


class Namespace:
    """The names that jobs of one workflow, or of one group, can require.

    `groups` maps the labels of group invocations to the final name of the node that ends the group.
    """

    def __init__(
        self, members: Iterable[Instance], final: Mapping[int, str | None], groups: Mapping[str, str], prefix: str = ""
    ) -> None:
        self.final = final
        self.groups = groups
        self.prefix = prefix
        self.members = [instance for instance in members if final[id(instance)] is not None]
        self.is_complete = all(instance.is_name_known for instance in self.members)
        self._positions = {id(instance): position for position, instance in enumerate(self.members)}
        self._entries: dict[str, dict[int | None, list[Instance]]] = {}
        self._by_job: dict[str, list[Instance]] = {}
        self._finals = {self._final(instance) for instance in self.members}
        # What other entries than those of the name are told; it does not depend on who asks.
        self._answers: dict[str, Answer] = {}
        self._unnamed = [each for each in self.members if each.alias is not None and each.invocation.name is None]
        for instance in self.members:
            name = instance.name.removeprefix(prefix)
            for word in {name, instance.alias or name}:
                self._entries.setdefault(word, {}).setdefault(id(instance.invocation), []).append(instance)
            if instance.alias is None:
                self._by_job.setdefault(instance.invocation.job.value, []).append(instance)

    def answer(self, name: str, asking: Instance | None) -> Answer:
        """Resolve a name for the job that requires it; None asks for a group's start."""
        entries = self._entries.get(name, {})
        own = None if asking is None else id(asking.invocation)
        is_other = own not in entries
        if is_other and name in self._answers:
            return self._answers[name]
        # A job stands beside itself only as another instance of its matrix that has the name.
        full = self.prefix + name
        siblings = [each for each in entries.get(own, ()) if each is not asking and each.name == full]
        count = len(entries) - (not is_other) + bool(siblings) + (name in self.groups)
        if count == 1 and name in self.groups:
            return Answer((self.groups[name],), 1, True, False)
        if count == 1:
            found = siblings or next(each for key, each in entries.items() if key != own)
            answer = Answer(self._names(found), 1, True, False)
            if is_other:
                self._answers[name] = answer
            return answer
        if count > 1:
            return Answer((), count, self.is_complete, False)
        return self._otherwise(name, asking)

    def _names(self, found: Iterable[Instance]) -> tuple[str, ...]:
        return tuple([self._final(instance) for instance in sorted(found, key=self._position)])

    def _position(self, instance: Instance) -> int:
        return self._positions[id(instance)]

    def _final(self, instance: Instance) -> str:
        return self.final[id(instance)] or instance.name

    def _otherwise(self, name: str, asking: Instance | None) -> Answer:
        full = self.prefix + name
        if full in self._finals:
            return Answer((full,), 1, True, False)
        for instance in self._unnamed:
            if is_default_name(name, instance.invocation.job.value, instance.combination):
                return Answer((self._final(instance),), 1, True, False)
        if asking is not None and (asking.name == full or asking.alias == name):
            return Answer((self._final(asking),), 1, True, False)
        renamed: dict[int, list[Instance]] = {}
        for instance in self._by_job.get(name, ()):
            if instance is not asking:
                renamed.setdefault(id(instance.invocation), []).append(instance)
        if len(renamed) == 1:
            return Answer(self._names(next(iter(renamed.values()))), 1, True, True)
        return Answer((), len(renamed), self.is_complete, bool(renamed))


def _number(
    name: str, members: list[tuple[int, Instance]], final: dict[int, str | None], known: dict[int, object]
) -> None:
    seen: set[object] = set()
    counts: dict[object, int] = {}
    distinct: dict[int, int] = {}
    numbers: dict[object, int] = {}
    approvals: set[object] = set()
    keys: list[tuple[Instance, object]] = []
    for workflow, instance in members:
        full = (workflow, *_identity(instance))
        if full in seen:
            final[id(instance)] = None
            continue
        seen.add(full)
        distinct[workflow] = distinct.get(workflow, 0) + 1
        short = (instance.type == "approval", *_arguments(instance, known))
        occurrence = counts[workflow, short] = counts.get((workflow, short), -1) + 1
        key: object = (short, occurrence)
        numbers.setdefault(key, len(numbers) + 1)
        if instance.type == "approval":
            approvals.add(key)
        keys.append((instance, key))
    is_numbered = max(distinct.values()) > 1 or len(numbers) - len(approvals) > 1
    for instance, key in keys:
        final[id(instance)] = f"{name}-{numbers[key]}" if is_numbered else name


def _identity(instance: Instance) -> tuple[object, ...]:
    invocation = instance.invocation
    if instance.combination:
        return (instance.group, id(invocation), _matrix(instance))
    return (instance.group, invocation.job.value, identity(invocation.body))


def _arguments(instance: Instance, known: dict[int, object]) -> tuple[object, ...]:
    invocation = instance.invocation
    if instance.type == "approval":
        return ()
    values = known.get(id(invocation))
    if values is None:
        values = known[id(invocation)] = _written_arguments(invocation)
    return (invocation.job.value, values, _matrix(instance))


def _written_arguments(invocation: Invocation) -> object:
    if invocation.body is None:
        return frozenset()
    kept = [(entry.name, entry.value) for entry in invocation.arguments]
    kept += [
        (entry.name, entry.value)
        for entry in invocation.body.effective
        if entry.name in {"pre-steps", "post-steps", "override-with"}
    ]
    return frozenset((key, identity(resolve(value))) for key, value in kept)


def _matrix(instance: Instance) -> tuple[object, ...]:
    return tuple(chain.from_iterable((name, _matrix_value(value)) for name, value in instance.combination.items()))


def _matrix_value(value: CompiledValue) -> object:
    """What two equal values share; lists and maps, arguments of an executor for example, count as they are written."""
    return repr(value.data) if isinstance(value, CompiledScalar) else identity(resolve(value.node))
