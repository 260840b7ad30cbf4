"""A cache key that is longer than keys may be."""

from __future__ import annotations

from wflint import CHECKSUM_LENGTH, MOST_KEY_CHARACTERS, Caches, Problem, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Token


@rule(
    "cache-key-length",
    summary="A cache key is longer than 900 characters",
    on=Caches,
    severity=Severity.ERROR,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#savecache",
)
def cache_key_length(caches: Caches, _: Context) -> Iterator[Problem]:
    """The length counts after templates are filled in; of those only checksums have a known length."""
    for step, key in caches.keys:
        length = sum(map(_length, key.tokens))
        if length > MOST_KEY_CHARACTERS:
            yield Problem(
                key.value.place,
                f"the key has at least {length} characters, {MOST_KEY_CHARACTERS} are allowed",
                help="write the checksums to one file and use the checksum of that file",
                frame=step.step.frame,
            )


def _length(token: Token) -> int:
    if token.kind == "checksum":
        return CHECKSUM_LENGTH
    return len(token.text) if token.kind == "literal" else 0
