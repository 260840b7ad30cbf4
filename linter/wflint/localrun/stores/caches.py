"""Caches: immutable, found by the beginnings of their keys, the least used removed when they take too much room.

Source: https://circleci.com/docs/guides/optimize/caching/
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from wflint.pipeline.caches import found_cache

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_BYTES = 5 << 30
"""All caches of a repository together may take so much room."""

_META = "meta.json"
_UNFINISHED = "unfinished-"
_OLD_SECONDS = 24 * 3600
"""What is still unfinished then, nobody finishes any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The tar `path` of what lies below `base`, `~` or `/`."""

    base: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """A stored cache: its `key`, when it was made (nanoseconds since the epoch), what it holds, its bytes."""

    key: str
    created: int
    archives: tuple[Archive, ...]
    size: int
    directory: str


class CacheStore:
    """The caches of a repository, in a directory that several runs may use at once; `limit` is in bytes."""

    def __init__(self, directory: str, *, limit: int = MOST_BYTES) -> None:
        self._directory = directory
        self._limit = limit

    def find(self, keys: Sequence[str]) -> Cache | None:
        """The newest cache of the first key that begins any; it counts as used from now on."""
        by_key = {cache.key: cache for cache in sorted(self.caches(), key=lambda cache: cache.created)}
        found = found_cache(tuple(by_key), keys)
        if found is None:
            return None
        with suppress(OSError):
            os.utime(os.path.join(by_key[found].directory, _META))
        return by_key[found]

    def has(self, key: str) -> bool:
        """Whether there is a cache of exactly this key."""
        return os.path.exists(os.path.join(self._place(key), _META))

    def begin(self) -> str:
        """A new directory for the archives of a cache, to be kept by `keep` or removed by `drop`."""
        os.makedirs(self._directory, exist_ok=True)
        return tempfile.mkdtemp(prefix=_UNFINISHED, dir=self._directory)

    def keep(self, directory: str, key: str, archives: Sequence[Archive]) -> Cache | None:
        """Make the archives in a directory of `begin` the cache of a key; None if another run was faster.

        Others are removed then, least used first, until all take no more room than allowed.
        """
        size = sum(os.path.getsize(archive.path) for archive in archives)
        created = time.time_ns()
        meta = {
            "version": 1,
            "key": key,
            "created": created,
            "size": size,
            "archives": [{"base": each.base, "file": os.path.basename(each.path)} for each in archives],
        }
        with open(os.path.join(directory, _META), "w", encoding="utf-8") as file:
            json.dump(meta, file)
        place = self._place(key)
        try:
            os.rename(directory, place)
        except OSError:
            self.drop(directory)
            if self.has(key):
                return None
            raise
        self.shrink(spare=key)
        return _read(place)

    def drop(self, directory: str) -> None:
        """Remove a directory of `begin`."""
        shutil.rmtree(directory, ignore_errors=True)

    def caches(self) -> Iterator[Cache]:
        """All caches, in any order."""
        for name in _names(self._directory):
            if not name.startswith(_UNFINISHED):
                cache = _read(os.path.join(self._directory, name))
                if cache is not None:
                    yield cache

    def shrink(self, *, spare: str | None = None, limit: int | None = None) -> tuple[Cache, ...]:
        """Remove what was left unfinished and the least used caches above the limit; those that were removed."""
        self._remove_unfinished()
        allowed = self._limit if limit is None else limit
        used = sorted(self.caches(), key=_last_used)
        total = sum(cache.size for cache in used)
        removed = []
        for cache in used:
            if total <= allowed:
                break
            if cache.key != spare:
                self._remove(cache)
                total -= cache.size
                removed.append(cache)
        return tuple(removed)

    def _remove(self, cache: Cache) -> None:
        # Renamed first, so that nobody finds half a cache.
        aside = self.begin()
        with suppress(OSError):
            os.rename(cache.directory, os.path.join(aside, "removed"))
        self.drop(aside)

    def _remove_unfinished(self) -> None:
        for name in _names(self._directory):
            path = os.path.join(self._directory, name)
            with suppress(OSError):
                if name.startswith(_UNFINISHED) and time.time() - os.path.getmtime(path) > _OLD_SECONDS:
                    self.drop(path)

    def _place(self, key: str) -> str:
        return os.path.join(self._directory, sha256(key.encode("utf-8", "surrogateescape")).hexdigest()[:40])


def _read(directory: str) -> Cache | None:
    """The cache in a directory; None for one that is gone or damaged."""
    try:
        with open(os.path.join(directory, _META), encoding="utf-8") as file:
            meta = json.load(file)
        return Cache(
            key=meta["key"],
            created=meta["created"],
            size=meta["size"],
            archives=tuple(
                Archive(base=each["base"], path=os.path.join(directory, each["file"])) for each in meta["archives"]
            ),
            directory=directory,
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _last_used(cache: Cache) -> float:
    try:
        return os.stat(os.path.join(cache.directory, _META)).st_mtime
    except OSError:
        return 0.0


def _names(directory: str) -> list[str]:
    try:
        return sorted(os.listdir(directory))
    except FileNotFoundError:
        return []
