"""A cache that is restored but that no job saves."""

from __future__ import annotations

from wflint import Caches, KeyIndex, Problem, Severity, may_be_prefix, rule
from wflint_rules.caches.likeness import Likes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "unsaved-cache",
    summary="A cache is restored that no job of the config saves",
    on=Caches,
    severity=Severity.WARNING,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#restorecache",
)
def unsaved_cache(caches: Caches, context: Context) -> Iterator[Problem]:
    """A step is reported if none of its keys can find anything; silent where several configs belong together."""
    if not caches.is_complete or context.config.kind != "config" or context.siblings:
        return
    if not all(save.is_complete for save in caches.saves):
        return
    saved = KeyIndex(key.tokens for save in caches.saves for key in save.keys)
    likes = Likes(caches.saves)
    verdicts: dict[object, bool] = {}
    for restore in caches.restores:
        if not restore.is_complete:
            continue
        for key in restore.keys:
            if key.tokens not in verdicts:
                verdicts[key.tokens] = any(may_be_prefix(key.tokens, other) for other in saved.related(key.tokens))
        if not any(verdicts[key.tokens] for key in restore.keys):
            first = restore.keys[0]
            like = likes.of(first)
            others = ", nor with one of the other keys" if len(restore.keys) > 1 else ""
            yield Problem(
                first.value.place,
                f"no job saves a cache whose key begins with `{first.value.text}`{others}",
                related=like,
                help="use one key in both steps" if like else "save it with `save_cache`, or remove the step",
                frame=restore.step.frame,
            )
