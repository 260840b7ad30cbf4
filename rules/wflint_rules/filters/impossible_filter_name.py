"""Patterns of filters that no branch or tag can ever match."""

from __future__ import annotations

from wflint import CompiledWorkflow, Problem, Severity, has_plain_name, is_ref_name, rule
from wflint_rules.filters.written import halves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Scalar


@rule(
    "impossible-filter-name",
    summary="A filter names a branch or tag that cannot exist",
    on=CompiledWorkflow,
    severity=Severity.WARNING,
    since="0.1",
    source="https://git-scm.com/docs/git-check-ref-format",
)
def impossible_filter_name(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Names that git forbids, and patterns that match no other; globs are `glob-in-filter`."""
    for half in halves(workflow):
        for scalar in half.scalars:
            reason = None if "<<" in scalar.value else _impossible(scalar)
            if reason is not None:
                message, advice = reason
                yield Problem(scalar.place, f"no {half.kind} {message}", help=advice)


def _impossible(scalar: Scalar) -> tuple[str, str | None] | None:
    text = scalar.value
    if len(text) > 1 and text[0] == text[-1] == "/":
        return _impossible_regex(text)
    if not text or any(letter in text for letter in "*?["):
        return None
    if is_ref_name(text):
        return None
    if text.startswith("/"):
        return f"can be called `{text}`", f"end the pattern with a slash: `{text}/`"
    if "," in text and " " in text:
        return f"can be called `{text}`", "write a list: one item for each name"
    if text.endswith("/"):
        return f"can be called `{text}`", f"for all names that begin so, write `/{text[:-1]}\\/.*/`"
    return f"can be called `{text}`", None


def _impossible_regex(text: str) -> tuple[str, str | None] | None:
    if has_plain_name(text[1:-1]):
        return None
    from wflint import find_name, names_of

    names = names_of(text)
    if names is None:
        return None
    found = find_name(names)
    if not found.is_decided or found.word is not None:
        return None
    inner = text[1:-1]
    advice = None
    if not inner.endswith("$") and inner.rstrip("\\/-_.").strip("^"):
        advice = f"the pattern has to match the whole name; for all names that begin so, write `/{inner}.*/`"
    return f"has a name that `{text}` matches", advice
