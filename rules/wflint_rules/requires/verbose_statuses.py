"""Statuses that can be said shorter: all five are `terminal`, `success` alone is the default."""

from __future__ import annotations

from wflint import Config, Edit, Fix, Mapping, Problem, Scalar, Sequence, Severity, Span, resolve, rule
from wflint_rules.requires.entries import invocations_of, raw, status_maps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Node

FINAL = frozenset({"success", "failed", "canceled", "unauthorized", "not_run"})


@rule(
    "verbose-statuses",
    summary="The statuses of a requirement can be said in a word, or need not be said",
    on=Config,
    severity=Severity.INFO,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#requires",
)
def verbose_statuses(config: Config, _: Context) -> Iterator[Problem]:
    """`terminal` beside others says no more than `terminal` alone."""
    for invocation, _is_used in invocations_of(config):
        for entry in status_maps(invocation):
            if len(entry.entries) == 1 and isinstance(key := entry.entries[0].key, Scalar):
                yield from _problems(entry, key, entry.entries[0].value)


def _problems(item: Mapping, key: Scalar, written: Node) -> Iterator[Problem]:
    statuses = _words(resolve(written))
    if set(statuses) == {"success"}:
        message = f"`{key.value}: success` is what `{key.value}` alone requires"
        edit = Edit(Span(item.start, max(item.end, written.end)), raw(key))
        yield Problem(written.place, message, fix=_fix(f"write `{key.value}`", key, written, edit))
    elif set(statuses) >= FINAL or ("terminal" in statuses and len(statuses) > 1):
        edit = Edit(Span(key.end, written.end), ": terminal")
        message = "the list says what `terminal` says"
        yield Problem(written.place, message, fix=_fix("write `terminal`", key, written, edit))


def _words(value: Node) -> list[str]:
    """The statuses, or none where something else stands among them."""
    if isinstance(value, Scalar):
        return [value.value]
    items = [resolve(item) for item in value.items] if isinstance(value, Sequence) else []
    words = [item.value for item in items if isinstance(item, Scalar)]
    return words if len(words) == len(items) else []


def _fix(title: str, key: Scalar, written: Node, edit: Edit) -> Fix | None:
    """The fix, unless a comment or an anchor would go with what it replaces."""
    text = key.source.text
    is_bare = text[key.end : written.start].strip() == ":" and not any(mark in text[slice(*edit.span)] for mark in "#&")
    return Fix(title, (edit,), safe=True) if is_bare else None
