"""The instances of a matrix: every combination of its values, less the excluded ones, and their default names."""

from __future__ import annotations

from itertools import product

from wflint.compiler.compiled import CompiledMapping, CompiledScalar, CompiledSequence, Unknown
from wflint.compiler.rendering import render
from wflint.records import NamedTuple
from wflint.syntax.nodes import Mapping, resolve
from wflint.syntax.scalars import printed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.compiler.compilation import Compilation
    from wflint.compiler.compiled import CompiledValue
    from wflint.compiler.scope import Scope
    from wflint.diagnostic import Frame
    from wflint.model.workflow import Invocation, Matrix
    from wflint.syntax.nodes import Value
    from wflint.syntax.scalars import Data

MOST_JOBS = 10_000
MOST_ARRANGEMENTS = 1_000

Combination = dict[str, "CompiledValue"]


class Combinations(NamedTuple):
    """The values of each instance by parameter, the first parameter varying slowest.

    `is_complete` is False if values that are not known decide which instances there are.
    """

    combinations: tuple[Combination, ...]
    is_complete: bool


def combinations(invocation: Invocation, scope: Scope, frame: Frame | None, compilation: Compilation) -> Combinations:
    """Expand an invocation's matrix; one that is no map of lists, or too large, has no instances."""
    matrix = invocation.matrix
    if matrix is None or not isinstance(matrix.node, Mapping):
        return Combinations((), False)
    axes: dict[str, tuple[CompiledValue, ...]] = {}
    is_complete = True
    count = 1
    for name, (key, node) in matrix.parameters.items():
        values, known = _axis(node, scope, frame, compilation)
        is_complete = is_complete and known
        if not values:
            message = f"matrix parameter `{name}` has no values: the matrix produces no job"
            compilation.report("matrix-empty", key.place, message, frame)
        axes[name] = values
        count *= len(values)
    if compilation.is_exhausted:
        return Combinations((), False)
    if count > MOST_JOBS:
        alias = (matrix.alias or invocation.job).value
        message = f"the `{alias}` build matrix expands to {count} jobs; matrices cannot generate more than {MOST_JOBS}"
        compilation.report("matrix-too-large", matrix.node.place, message, frame)
        return Combinations((), False)
    every = [dict(zip(axes, values, strict=True)) for values in product(*axes.values())] if axes else []
    kept, known = _without_excluded(every, matrix, scope, frame, compilation)
    if every and not kept:
        message = "every combination of this matrix is excluded: it produces no job"
        compilation.report("matrix-empty", matrix.node.place, message, frame)
    elif len(every) == 1 and is_complete:
        message = "this matrix has a single value for every parameter, so it always produces exactly one job"
        compilation.report("matrix-single", matrix.node.place, message, frame)
    return Combinations(tuple(kept), is_complete and known)


def default_name(job: str, combination: Combination) -> str:
    """`job-value-value`, the values in alphabetical order of their parameters.

    The vendor does not document the order; this one fits every published example.
    """
    return "-".join([job, *(value_text(combination[name]) for name in sorted(combination))])


def is_default_name(name: str, job: str, combination: Combination) -> bool:
    """Whether a name is the default one with the values in any order."""
    if not name.startswith(f"{job}-") or any(not is_known(value) for value in combination.values()):
        return False
    return _is_arrangement(name[len(job) :], [f"-{value_text(value)}" for value in combination.values()])


def value_text(value: CompiledValue) -> str:
    """A matrix value as it stands in a name: text, number, or the name of an executor; unknown ones as written."""
    if isinstance(value, CompiledScalar):
        return value.node.value if isinstance(value.data, Unknown) else printed(value.data)
    name = value.text("name") if isinstance(value, CompiledMapping) else None
    return name if name is not None else "?"


def matrix_data(value: CompiledValue) -> Data | Unknown:
    """A matrix value as plain data; lists and maps are not."""
    return value.data if isinstance(value, CompiledScalar) else Unknown("any", ("matrix",))


def is_known(value: CompiledValue) -> bool:
    """Whether a matrix value is a known scalar."""
    return isinstance(value, CompiledScalar) and not isinstance(value.data, Unknown)


def _axis(
    node: Value, scope: Scope, frame: Frame | None, compilation: Compilation
) -> tuple[tuple[CompiledValue, ...], bool]:
    value = render(node, scope, frame, compilation)
    if isinstance(value, CompiledSequence):
        known = all(not isinstance(item, CompiledScalar) or is_known(item) for item in value.items)
        return value.items, known
    if isinstance(value, CompiledScalar) and value.data is None:
        return (), True
    # CircleCI's answer to a single value is not known; it is taken for a list of one.
    return (value,), not isinstance(value, CompiledScalar) or is_known(value)


def _without_excluded(
    every: list[Combination], matrix: Matrix, scope: Scope, frame: Frame | None, compilation: Compilation
) -> tuple[list[Combination], bool]:
    if matrix.exclude is None:
        return every, True
    holders, undecided = _holders(every)
    kept = (1 << len(every)) - 1
    is_complete = True
    for item in matrix.exclude.items:
        excluded = render(resolve(item), scope, frame, compilation)
        if not isinstance(excluded, CompiledMapping):
            continue
        pairs = {key.value: value for key, value in excluded.entries}
        if not all(is_known(value) for value in pairs.values()):
            is_complete = False
            continue
        matched = -1 if pairs else 0
        for name, value in pairs.items():
            matched &= holders.get(_identity(name, value), 0)
        if not matched and not kept & undecided:
            message = "this exclusion matches no combination of the matrix"
            compilation.report("matrix-exclude", excluded.place, message, frame)
        kept &= ~matched
    return [combination for position, combination in enumerate(every) if kept >> position & 1], is_complete


def _holders(every: list[Combination]) -> tuple[dict[tuple[str, bool, Data | Unknown], int], int]:
    """Which combinations have a known value, and which have unknown ones; bit `i` stands for the combination `i`."""
    holders: dict[tuple[str, bool, Data | Unknown], int] = {}
    undecided = 0
    for position, combination in enumerate(every):
        for name, value in combination.items():
            if is_known(value):
                identity = _identity(name, value)
                holders[identity] = holders.get(identity, 0) | 1 << position
            else:
                undecided |= 1 << position
    return holders, undecided


def _identity(name: str, value: CompiledValue) -> tuple[str, bool, Data | Unknown]:
    """What equal values of a parameter share; `true` is not 1."""
    data = matrix_data(value)
    return name, isinstance(data, bool), data


def _is_arrangement(rest: str, parts: list[str]) -> bool:
    """Whether a text is these parts, each beginning with a hyphen, in any order; True too if that takes too long."""
    if sorted(rest.split("-")) != sorted("".join(parts).split("-")):
        return False
    waiting = [tuple(sorted(parts))]
    seen = set(waiting)
    while waiting and len(seen) < MOST_ARRANGEMENTS:
        left = waiting.pop()
        if not left:
            return True
        offset = len(rest) - sum(map(len, left))
        for position, part in enumerate(left):
            fewer = (*left[:position], *left[position + 1 :])
            if rest.startswith(part, offset) and fewer not in seen:
                seen.add(fewer)
                waiting.append(fewer)
    return bool(waiting)
