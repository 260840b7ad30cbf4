"""Caches: the templates of their keys, which stored cache a key finds, and what the jobs of a config save and restore.

Source: https://circleci.com/docs/guides/optimize/caching/
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property, lru_cache

from wflint.compiler.compiled import CompiledMapping, CompiledScalar
from wflint.deferred import regex
from wflint.pipeline.workspaces import listed_values
from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wflint.compiler.compiled import CompiledConfig, CompiledJob, CompiledStep

MOST_KEY_CHARACTERS = 900
"""A key may have as many characters after its templates are filled in."""

CHECKSUM_LENGTH = 44
"""The Base64 text of a SHA-256 has as many characters."""

CACHE_FIELDS = ("Branch", "BuildNum", "CheckoutKey", "Revision")
"""The fields `{{ .NAME }}`; `{{ .Environment.NAME }}` is the fifth."""

CACHE_FUNCTIONS = ("arch", "checksum", "epoch")

_CHECKSUM = regex(r"""checksum\s+(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`)""")
_ENVIRONMENT = regex(r"\.Environment\.([A-Za-z_]\w*)")
_WORD = regex(r"[A-Za-z_]\w*")


class Token(NamedTuple):
    """A part of a key.

    `kind` is `literal` (`text` stands as it is), `checksum` (`text` is the file), `field` (`text` is its name),
    `environment` (the variable), `function` (`arch` or `epoch`), `word` (any other single word), `broken` (an action
    that is not closed) or `other` (an action nobody here understands). `offset` is where it starts in the key.
    """

    kind: str
    text: str
    offset: int


class CacheKey(NamedTuple):
    """A key as written in a step, with its parts."""

    value: CompiledScalar
    tokens: tuple[Token, ...]


class CacheStep(NamedTuple):
    """A `save_cache` or `restore_cache` step of a job: `keys` in the order they are tried.

    `is_complete` is False if there may be other keys.
    """

    job: CompiledJob
    step: CompiledStep
    keys: tuple[CacheKey, ...]
    is_complete: bool


class CacheSteps(NamedTuple):
    """All cache steps of a config; see `Caches`."""

    saves: tuple[CacheStep, ...]
    restores: tuple[CacheStep, ...]
    is_complete: bool


class Caches(CacheSteps):
    """All cache steps of a config's jobs; a step of several jobs or instances is there several times.

    `is_complete` is False if there may be others.
    """

    @cached_property
    def keys(self) -> tuple[tuple[CacheStep, CacheKey], ...]:
        """Every key of every step, those that save first; what instances of one step share comes once."""
        found: dict[tuple[int, int, str | None], tuple[CacheStep, CacheKey]] = {}
        for step in (*self.saves, *self.restores):
            for key in step.keys:
                found.setdefault((id(step.step.key), id(key.value.node), key.value.text), (step, key))
        return tuple(found.values())


class KeyIndex:
    """Templates of keys by their literal heads, so that those another may find are found without trying all."""

    __slots__ = ("_by_head", "_heads")

    def __init__(self, keys: Iterable[tuple[Token, ...]]) -> None:
        self._by_head: dict[str, list[tuple[Token, ...]]] = {}
        for key in dict.fromkeys(keys):
            self._by_head.setdefault(_literal_head(key), []).append(key)
        self._heads = sorted(self._by_head)

    def related(self, key: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
        """The templates whose literal head begins with that of a key, or is a beginning of it."""
        head = _literal_head(key)
        for length in range(len(head)):
            yield from self._by_head.get(head[:length], ())
        for position in range(bisect_left(self._heads, head), len(self._heads)):
            if not self._heads[position].startswith(head):
                return
            yield from self._by_head[self._heads[position]]


@lru_cache(maxsize=1024)
def tokenize(key: str) -> tuple[Token, ...]:
    """Split a key into literals and templates; blanks inside the braces do not matter."""
    tokens: list[Token] = []
    position = 0
    while (start := key.find("{{", position)) >= 0:
        if position < start:
            tokens.append(Token("literal", key[position:start], position))
        end = key.find("}}", start + 2)
        if end < 0:
            return (*tokens, Token("broken", key[start:], start))
        inside = key[start + 2 : end].removeprefix("-").removesuffix("-")
        tokens.append(_action(inside.strip(), start))
        position = end + 2
    return (*tokens, Token("literal", key[position:], position)) if position < len(key) else tuple(tokens)


def may_be_prefix(restored: Sequence[Token], saved: Sequence[Token]) -> bool:
    """Whether some key made from one template may begin some key made from the other.

    False only where it is certain: literals that differ, checksums of different files, a checksum against letters
    that no checksum has. A branch or a variable may be anything.
    """
    left, right = list(reversed(restored)), list(reversed(saved))
    while left:
        if not right:
            return left[-1].kind not in {"literal", "checksum"}
        one, other = left.pop(), right.pop()
        if one.kind == other.kind == "literal":
            length = min(len(one.text), len(other.text))
            if one.text[:length] != other.text[:length]:
                return False
            _push_rest(left, one, length)
            _push_rest(right, other, length)
        elif "literal" in {one.kind, other.kind}:
            template, literal = (other, one) if one.kind == "literal" else (one, other)
            return template.kind != "checksum" or _may_be_checksum(literal.text)
        elif (one.kind, one.text) != (other.kind, other.text):
            return not (one.kind == other.kind == "checksum")
        elif one.text == "epoch":
            return True
    return True


def found_cache(stored: Sequence[str], keys: Iterable[str]) -> str | None:
    """The stored key that a restore finds, or None; `stored` is in the order of saving, oldest first.

    Of the first key that begins any stored one, the newest such cache counts, even if another is equal to the key.
    """
    for key in keys:
        for candidate in reversed(stored):
            if candidate.startswith(key):
                return candidate
    return None


def all_caches(compiled: CompiledConfig) -> Caches:
    """Collect the cache steps of all jobs that a workflow invokes."""
    is_complete = compiled.is_complete
    for workflow in compiled.workflows:
        for job in workflow.jobs:
            if job.body is None:
                is_complete = is_complete and job.type != "build"
            else:
                is_complete = is_complete and job.body.is_complete
    saves = tuple(_cache_steps(compiled, "save_cache"))
    return Caches(saves, tuple(_cache_steps(compiled, "restore_cache")), is_complete)


def _cache_steps(compiled: CompiledConfig, name: str) -> Iterator[CacheStep]:
    for workflow in compiled.workflows:
        for step, jobs in workflow.steps(name):
            first = cache_step(jobs[0], step)
            yield first
            for job in jobs[1:]:
                yield first._replace(job=job)


def cache_step(job: CompiledJob, step: CompiledStep) -> CacheStep:
    """The keys of one step that saves or restores a cache."""
    if not isinstance(step.body, CompiledMapping):
        return CacheStep(job, step, (), is_complete=False)
    keys: list[CacheKey] = []
    is_complete = step.body.is_complete
    for name in ("key", "keys"):
        values, is_known = listed_values(step.body, name)
        is_complete = is_complete and is_known
        keys += [CacheKey(value, tokenize(value.text)) for value in values if value.text is not None]
    return CacheStep(job, step, tuple(keys), is_complete and bool(keys))


def _action(text: str, offset: int) -> Token:
    if text in {"arch", "epoch"}:
        return Token("function", text, offset)
    checksum = _CHECKSUM.fullmatch(text)
    if checksum is not None:
        return Token("checksum", checksum.group(1) or checksum.group(2) or "", offset)
    variable = _ENVIRONMENT.fullmatch(text)
    if variable is not None:
        return Token("environment", variable.group(1), offset)
    if text.startswith(".") and _WORD.fullmatch(text[1:]):
        return Token("field", text[1:], offset)
    return Token("word" if _WORD.fullmatch(text) else "other", text, offset)


def _push_rest(tokens: list[Token], token: Token, length: int) -> None:
    if length < len(token.text):
        tokens.append(Token("literal", token.text[length:], token.offset + length))


def _may_be_checksum(literal: str) -> bool:
    """Whether a text may begin with a checksum, which is 44 characters of Base64, or be the beginning of one."""
    return all(char.isalnum() or char in "+/=" for char in literal[:CHECKSUM_LENGTH])


def _literal_head(tokens: Sequence[Token]) -> str:
    return tokens[0].text if tokens and tokens[0].kind == "literal" else ""
