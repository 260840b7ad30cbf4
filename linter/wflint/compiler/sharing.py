"""The parts of a job, and what the instances of one matrix have in common: for equal values it is compiled once.

A step that does not read `<< parameters.version >>` is the same step whatever the version: the instances hold one
object, and the chain that leads to it names only the matrix values that it reads.
"""

from __future__ import annotations

from wflint.compiler.matrix import value_text
from wflint.diagnostic import Frame
from wflint.records import NamedTuple
from wflint.syntax.nodes import Mapping, Scalar, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from wflint.compiler.compilation import Compilation
    from wflint.compiler.instances import Instance
    from wflint.diagnostic import Problem
    from wflint.model.executable import Command, Executor, Job
    from wflint.model.workflow import Invocation
    from wflint.syntax.nodes import Value

    T = TypeVar("T")

_PARAMETER = "parameters."


class Parts:
    """How the parts of one instance's job are compiled: each on its own."""

    __slots__ = ("compilation", "instance")

    def __init__(self, instance: Instance, compilation: Compilation) -> None:
        self.instance = instance
        self.compilation = compilation

    def part(self, kind: str, node: Value, compiled: Callable[[Value, Frame], T]) -> T:  # noqa: ARG002 -- see below
        """What a node of the job's definition stands for, as `compiled` makes it of the node and the chain of calls.

        `kind` tells apart what several kinds of things are made of: one anchor may be a step and a value.
        """
        return compiled(node, self.instance.frame)


class SharedParts(Parts):
    """The same for an instance of a matrix: what was made for another instance that reads the same is taken."""

    __slots__ = ("_shared",)

    def __init__(self, instance: Instance, compilation: Compilation, shared: Shared) -> None:
        super().__init__(instance, compilation)
        self._shared = shared

    def part(self, kind: str, node: Value, compiled: Callable[[Value, Frame], T]) -> T:
        """As for any job; problems in a part, and its size, count for each instance."""
        shared, instance, compilation = self._shared, self.instance, self.compilation
        read = shared.read_by(node, compilation.texts)
        if len(read) == len(instance.combination):
            return compiled(node, instance.frame)
        values = tuple([(name, id(instance.combination[name])) for name in read]) if read else ()
        key = (kind, id(node), values)
        part = shared.parts.get(key)
        if part is not None:
            if part.problems or part.steps or part.characters:
                compilation.repeat(part.problems, part.steps, part.characters, instance.invocation.job, instance.frame)
            return part.value  # type: ignore[no-any-return]  # a kind of part is made by one function
        frame = shared.frames.get(values)
        if frame is None:
            frame = shared.frames[values] = _frame(instance, read)
        problems, steps, characters = len(compilation.problems), compilation.steps, compilation.characters
        value = compiled(node, frame)
        shared.parts[key] = _Part(
            value, compilation.problems[problems:], compilation.steps - steps, compilation.characters - characters
        )
        return value


class Shared:
    """What the instances of one matrix have compiled so far, and the chains that lead to it."""

    __slots__ = ("_read", "_words", "frames", "parts")

    def __init__(self, invocation: Invocation, job: Command | Executor | Job) -> None:
        self.parts: dict[object, _Part] = {}
        self.frames: dict[object, Frame] = {}
        self._words = _words(invocation, job)
        self._read: dict[int, list[str]] = {}

    def read_by(self, node: Value, texts: dict[int, tuple[str, ...]]) -> list[str]:
        """The parameters of the matrix whose values may matter to something below a node."""
        read = self._read.get(id(node))
        if read is None:
            below = _texts(node, _PARAMETER, texts)
            read = self._read[id(node)] = [
                name for name, words in self._words.items() if any(word in text for text in below for word in words)
            ]
        return read


class _Part(NamedTuple):
    """A compiled part, the problems found in it, and what it counts against the compiler's bounds."""

    value: Any
    problems: list[Problem]
    steps: int
    characters: int


def parts_of(instance: Instance, job: Command | Executor | Job, compilation: Compilation) -> Parts:
    """How the parts of an instance's job are compiled."""
    invocation = instance.invocation
    if not instance.combination:
        return Parts(instance, compilation)
    matrix = instance.frame.parent
    # A member of a job group is one invocation for all calls of the group, and each call has its own chain and doubt.
    key = (id(invocation), id(None if matrix is None else matrix.parent))
    shared = compilation.shared.get(key)
    if shared is None:
        shared = compilation.shared[key] = Shared(invocation, job)
    return SharedParts(instance, compilation, shared)


def _words(invocation: Invocation, job: Command | Executor | Job) -> dict[str, tuple[str, ...]]:
    """For each parameter of a matrix the words without which no text of the job depends on it.

    Arguments that are written with matrix values or, as maps for executors may be, with parameters of the job, and
    defaults that are written with other parameters are taken to depend on all of them.
    """
    mixed = [entry.name or "" for entry in invocation.arguments if _is_mixed(resolve(entry.value))]
    mixed += [
        name
        for name, parameter in job.parameters.items()
        if parameter.default is not None and _texts(parameter.default, "<<", {})
    ]
    parameters = invocation.matrix.parameters if invocation.matrix is not None else ()
    return {name: tuple([_PARAMETER + each for each in (name, *mixed)]) for name in parameters}


def _is_mixed(argument: Value) -> bool:
    words = ("matrix.", _PARAMETER) if isinstance(argument, Mapping) else ("matrix.",)
    return any(_texts(argument, word, {}) for word in words)


def _texts(node: Value, word: str, known: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    """The scalars below a node that hold a word, as texts; kept in `known` by the node's `id`."""
    if isinstance(node, Scalar):
        return (node.value,) if word in node.value else ()
    text = node.source.text
    if text.find(word, node.start, node.end) < 0 and not _may_hide(text, node.start, node.end):
        return ()
    found = known.get(id(node))
    if found is None:
        below = (value for _, value in node.items()) if isinstance(node, Mapping) else map(resolve, node.items)
        found = known[id(node)] = tuple([text for value in below for text in _texts(value, word, known)])
    return found


def _may_hide(text: str, start: int, end: int) -> bool:
    """Whether there may be more below a node than the stretch of text shows: an alias, or an escape."""
    return text.find("*", start, end) >= 0 or text.find("\\", start, end) >= 0


def _frame(instance: Instance, read: list[str]) -> Frame:
    """The chain of calls to what reads only some values of the matrix."""
    kind, name, call, matrix = instance.frame
    if matrix is None or not read:
        return Frame(kind, name, call, None if matrix is None else matrix.parent)
    words = ", ".join(f"{name}={value_text(instance.combination[name])}" for name in read)
    return Frame(kind, name, call, Frame(matrix.kind, words, matrix.call, matrix.parent))
