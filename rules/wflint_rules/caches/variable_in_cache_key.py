"""A shell variable in a cache key, which is taken letter by letter."""

from __future__ import annotations

from wflint import Caches, Problem, Severity, regex, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context

VARIABLE = regex(r"\$(?:[A-Za-z_]\w*|\{\w+\})")


@rule(
    "variable-in-cache-key",
    summary="A cache key holds a shell variable, which is not expanded there",
    on=Caches,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/guides/optimize/caching/#using-keys-and-templates",
)
def variable_in_cache_key(caches: Caches, _: Context) -> Iterator[Problem]:
    """The key is the same whatever the variable holds."""
    for step, key in caches.keys:
        for token in key.tokens:
            match = VARIABLE.search(token.text) if token.kind == "literal" else None
            if match is not None:
                name = match.group().strip("${}")
                yield Problem(
                    key.value.place,
                    f"`{match.group()}` is not expanded in cache keys, so it stands there as it is",
                    help=f"write `{{{{ .Environment.{name} }}}}` for one of the platform, project or context",
                    frame=step.step.frame,
                )
                break
