"""A cache that is saved once and never again."""

from __future__ import annotations

from wflint import Caches, Problem, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "constant-cache-key",
    summary="A cache is saved under a key that never changes, so it is never saved again",
    on=Caches,
    severity=Severity.INFO,
    since="0.1",
    source="https://circleci.com/docs/guides/optimize/caching/",
)
def constant_cache_key(caches: Caches, _: Context) -> Iterator[Problem]:
    """A cache cannot be changed: saving under a key that exists does nothing."""
    for step, key in caches.keys:
        is_constant = all(token.kind == "literal" or token.text == "arch" for token in key.tokens)
        if step.step.name == "save_cache" and step.is_complete and key.tokens and is_constant:
            yield Problem(
                key.value.place,
                f"key `{key.value.text}` never changes, so what is first saved stays until it expires",
                help="put the checksum of a lock file into the key",
                frame=step.step.frame,
            )
