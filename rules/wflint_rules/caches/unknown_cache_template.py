"""A template in a cache key that CircleCI does not have."""

from __future__ import annotations

from wflint import CACHE_FIELDS, CACHE_FUNCTIONS, Caches, Problem, Severity, did_you_mean, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Token


@rule(
    "unknown-cache-template",
    summary="A cache key holds a template that CircleCI does not have",
    on=Caches,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/guides/optimize/caching/#using-keys-and-templates",
)
def unknown_cache_template(caches: Caches, _: Context) -> Iterator[Problem]:
    """An unknown function cannot be parsed, so the step fails; an unknown field is a warning."""
    for step, key in caches.keys:
        for token in key.tokens:
            fault = _fault(token)
            if fault is not None:
                message, advice, severity = fault
                yield Problem(key.value.place, message, help=advice, severity=severity, frame=step.step.frame)


def _fault(token: Token) -> tuple[str, str | None, Severity | None] | None:
    if token.kind == "broken":
        return f"template `{token.text}` is not closed with `}}}}`", None, None
    if token.kind == "word":
        known = ", ".join(f"`{name}`" for name in CACHE_FUNCTIONS)
        advice = did_you_mean(token.text, CACHE_FUNCTIONS) or f"there are {known} and fields as `.Branch`"
        return f"cache keys have no template function `{token.text}`", advice, None
    if token.kind == "field" and token.text not in CACHE_FIELDS:
        known = ", ".join(f"`.{name}`" for name in CACHE_FIELDS)
        advice = did_you_mean(token.text, CACHE_FIELDS) or f"there are {known} and `.Environment.NAME`"
        return f"cache keys have no documented field `.{token.text}`", advice, Severity.WARNING
    if token.kind == "other" and token.text.startswith("checksum") and '"' not in token.text:
        return f"`{token.text}` names no file in double quotes", 'write `{{ checksum "FILE" }}`', None
    return None
