"""The config that a setup pipeline is continued with: joined of several files if need be, and the event it sees.

Source: https://circleci.com/docs/guides/orchestrate/using-dynamic-configuration/
"""

from __future__ import annotations

from wflint.errors import UsageError
from wflint.pipeline.arguments import typed_parameters
from wflint.pipeline.events import values_of
from wflint.source import Source
from wflint.syntax.document import Document
from wflint.syntax.nodes import Entry, Mapping, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wflint.model.config import Config
    from wflint.pipeline.events import Event
    from wflint.syntax.nodes import Node
    from wflint.syntax.scalars import Data

_PREFIX = "pipeline.parameters."


def joined(documents: Sequence[Document]) -> Document:
    """Several configs as one, as the path-filtering orb joins them: maps go into each other, else the last counts.

    One alone stays as it is. Its nodes keep their files.
    """
    if len(documents) == 1:
        return documents[0]
    roots = [document.root for document in documents if document.root is not None]
    root: Node | None = None
    for each in roots:
        root = each if root is None else _merged(root, each)
    name = " + ".join(document.source.path for document in documents)
    return Document(Source("", name), root, (), (), (), tuple(documents))


def continued_event(
    event: Event, setup: Config, continuation: Config, passed: Iterable[tuple[str, Data]]
) -> tuple[Event, tuple[str, ...]]:
    """The event as the continuation sees it, and why CircleCI would refuse to continue.

    Parameters that started the pipeline count in the continuation too if it declares them. Refused are parameters
    that it does not declare, values that their type does not allow, and one that both configs declare, if the
    pipeline was started with another value than its default.
    """
    faults: list[str] = []
    given = {name: value for name, value in event.parameters if name in continuation.parameters}
    defaults = values_of(setup, event._replace(parameters=()))
    for name, value in passed:
        try:
            ((_, typed),) = typed_parameters(continuation, {name: value})
        except UsageError as error:
            faults.append(str(error))
            continue
        started = dict(event.parameters).get(name)
        if name in setup.parameters and started is not None and started != defaults.get(_PREFIX + name):
            faults.append(f"parameter `{name}` is in conflict: the pipeline was started with `{_shown(started)}`")
        given[name] = typed
    return event._replace(parameters=tuple(given.items())), tuple(faults)


def _merged(first: Node, second: Node) -> Node:
    one, other = resolve(first), resolve(second)
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return other
    entries = {key.value: Entry(key, value) for key, value in one.items()}
    for key, value in other.items():
        before = entries.get(key.value)
        entries[key.value] = Entry(key, value if before is None else _merged(before.value, value))
    return Mapping(one.source, one.start, one.end, tuple(entries.values()))


def _shown(value: Data) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
