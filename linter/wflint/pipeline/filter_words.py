"""Filters and schedules in a few words that are equal where they are written differently but mean the same."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence as Series

    from wflint.model.workflow import Filters, Patterns, Trigger


def filter_words(filters: Filters | None) -> str:
    """A job's filters in a few words: branches main; all tags."""
    if filters is not None and filters.expression is not None:
        return " ".join(filters.expression.value.split())
    branches = _half_words(None if filters is None else filters.branches, "branches")
    tags = None if filters is None else filters.tags
    return f"{branches}; {'no tags' if tags is None or tags.only is tags.ignore is None else _half_words(tags, 'tags')}"


def _half_words(patterns: Patterns | None, noun: str) -> str:
    if patterns is None or (patterns.only is None and patterns.ignore is None):
        return f"all {noun}"
    chosen = patterns.only if patterns.only is not None else patterns.ignore
    listed = ", ".join(sorted({scalar.value for scalar in chosen or ()}))
    if patterns.only is not None:
        return f"{noun} {listed}" if listed else f"no {noun}"
    return f"all {noun} but {listed}" if listed else f"all {noun}"


def schedule_words(triggers: Series[Trigger] | None) -> list[str] | None:
    """The schedules of a workflow as texts, sorted; None where it has no `triggers`."""
    if triggers is None:
        return None
    return sorted(
        f"{each.cron.value if each.cron is not None else ''} on {_half_words(each.branches, 'branches')}"
        for each in triggers
    )
