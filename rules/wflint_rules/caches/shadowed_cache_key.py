"""A key to restore that can never be reached, since an earlier one finds the same caches."""

from __future__ import annotations

from wflint import Caches, Problem, Related, Severity, first_beginnings, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import CacheKey, CacheStep, Context


@rule(
    "shadowed-cache-key",
    summary="A key to restore comes after one that finds the same caches first",
    on=Caches,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#restorecache",
)
def shadowed_cache_key(caches: Caches, _: Context) -> Iterator[Problem]:
    """Keys are tried in order, each as the beginning of a stored key, so the general one has to be the last."""
    known: CacheStep | None = None
    beginnings: dict[int, CacheKey] = {}
    for step, key in caches.keys:
        if step.step.name != "restore_cache":
            continue
        if step is not known:
            first_of = first_beginnings([each.tokens for each in step.keys])
            pairs = zip(step.keys, first_of, strict=True)
            known, beginnings = step, {id(each): step.keys[first] for each, first in pairs if first is not None}
        first = beginnings.get(id(key))
        if first is not None:
            is_same = first.value.text == key.value.text
            yield Problem(
                key.value.place,
                f"key `{key.value.text}` is listed twice"
                if is_same
                else f"key `{key.value.text}` is never used: `{first.value.text}` before it finds all that it would",
                related=(Related(first.value.place, "the key that is tried first"),),
                help=None if is_same else "put the more general key last",
                severity=Severity.INFO if is_same else None,
                frame=step.step.frame,
            )
