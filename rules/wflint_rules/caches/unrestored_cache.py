"""A cache that is saved but that no job restores."""

from __future__ import annotations

from wflint import Caches, KeyIndex, Problem, Severity, may_be_prefix, rule
from wflint_rules.caches.likeness import Likes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "unrestored-cache",
    summary="A cache is saved that no job of the config restores",
    on=Caches,
    severity=Severity.WARNING,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#savecache",
)
def unrestored_cache(caches: Caches, context: Context) -> Iterator[Problem]:
    """Silent where another config or something unknown may restore it."""
    if not caches.is_complete or context.config.kind != "config" or context.siblings:
        return
    if not all(restore.is_complete for restore in caches.restores):
        return
    restored = KeyIndex(key.tokens for restore in caches.restores for key in restore.keys)
    likes = Likes(caches.restores)
    verdicts: dict[object, bool] = {}
    for save in caches.saves:
        for key in save.keys:
            if key.tokens not in verdicts:
                verdicts[key.tokens] = any(may_be_prefix(other, key.tokens) for other in restored.related(key.tokens))
            if save.is_complete and not verdicts[key.tokens]:
                like = likes.of(key)
                yield Problem(
                    key.value.place,
                    f"no job restores a cache by a key that `{key.value.text}` begins with",
                    related=like,
                    help="use one key in both steps" if like else "restore it with `restore_cache`, or remove the step",
                    frame=save.step.frame,
                )
