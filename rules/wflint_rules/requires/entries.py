"""Entries of `requires` as written: where they stand, and how one is taken out of its list."""

from __future__ import annotations

from itertools import chain

from wflint import Edit, Mapping, NamedTuple, Scalar, Sequence, Span, regex, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Config, Invocation, Node, Place


_PLAIN = regex(r"[A-Za-z](?:[\w ./-]*[\w./-])?")


class Invoked(NamedTuple):
    """An invocation of a workflow or job group; `is_used` is False in a job group that no workflow invokes."""

    invocation: Invocation
    is_used: bool


def invocations_of(config: Config) -> Iterator[Invoked]:
    """All invocations of workflows, then of job groups, in the order of the text."""
    invoked = set()
    for invocation in chain.from_iterable(workflow.invocations for workflow in config.workflows.values()):
        invoked.add(invocation.job.value)
        yield Invoked(invocation, is_used=True)
    for name, group in config.job_groups.items():
        for invocation in group.invocations:
            yield Invoked(invocation, is_used=name in invoked)


def required(invocation: Invocation) -> Scalar | Sequence | None:
    """What stands under `requires` if it is a text or a list."""
    value = invocation.body.get("requires") if invocation.body is not None else None
    return value if isinstance(value, Scalar | Sequence) else None


def status_maps(invocation: Invocation) -> Iterator[Mapping]:
    """The entries of `requires` that are maps of names to statuses."""
    entries = required(invocation)
    for item in entries.items if isinstance(entries, Sequence) else ():
        if not isinstance(item, Scalar) and isinstance(value := resolve(item), Mapping):
            yield value


def raw(scalar: Scalar) -> str:
    """A scalar as it stands in the text, quotes included."""
    return scalar.source.text[scalar.start : scalar.end]


def renamed(place: Place, old: str, new: str) -> Edit | None:
    """The edit that replaces a name and keeps its quotes.

    None where the name is not written literally, or the new one might need quotes of its own.
    """
    written = place.source.text[slice(*place.span)]
    if written.strip("'\"") != old or not _PLAIN.fullmatch(new):
        return None
    return Edit(place.span, written.replace(old, new))


def without_item(sequence: Sequence, index: int) -> Edit | None:
    """The edit that takes an item other than the first out of a list.

    None where a comment or an anchor would go with it, or where it shares its line.
    """
    text = sequence.source.text
    item, before = sequence.items[index], sequence.items[index - 1]
    if sequence.flow:
        is_bare = text[before.end : item.start].strip() == ","
        return Edit(Span(before.end, item.end), "") if is_bare else None
    line_start = text.rfind("\n", 0, item.start) + 1
    line_end = text.find("\n", item.end)
    span = Span(line_start, len(text) if line_end < 0 else line_end + 1)
    is_alone = text[line_start : item.start].strip() == "-" and not text[item.end : span.end].strip()
    return Edit(span, "") if is_alone else None


def is_simple(scalar: Scalar) -> bool:
    """Whether a text may be moved into brackets as it stands: on one line, with nothing that brackets give a meaning.

    Its value is then that of its text, so it holds no escapes either.
    """
    inner = raw(scalar)[1:-1] if scalar.style else raw(scalar)
    return inner == scalar.value and not any(mark in inner for mark in ",[]{}#\n") and ": " not in inner


def item_index(sequence: Sequence, item: Node) -> int | None:
    """The position of an item of a list, by identity; None for a map with more keys than one, which is no one entry."""
    value = resolve(item)
    if isinstance(value, Mapping) and len(value.entries) != 1:
        return None
    return next((index for index, other in enumerate(sequence.items) if other is item), None)
