"""The steps `save_cache` and `restore_cache`."""

from __future__ import annotations

import asyncio
import os
import posixpath
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from wflint.localrun.paths import at_home
from wflint.localrun.stores.cache_keys import Moment, filled_key
from wflint.localrun.stores.caches import Archive
from wflint.localrun.stores.capture import literal, outermost, packed, unpacked
from wflint.localrun.stores.protocol import Outcome
from wflint.localrun.stores.wording import bytes_text, reported

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wflint.localrun.operations import RestoreCache, SaveCache
    from wflint.localrun.sandbox.protocol import Sandbox
    from wflint.localrun.stores.caches import Cache, CacheStore


async def save(
    store: CacheStore | None, sandbox: Sandbox, operation: SaveCache, variables: Mapping[str, str]
) -> Outcome:
    """Store paths under a key."""
    moment = Moment(sandbox=sandbox, directory=operation.directory, variables=variables, time=time.time())
    key = await filled_key(operation.key, moment)
    if store is None:
        return _outcome("caches are off", "off", key)
    if store.has(key):
        return _outcome(f"skipped: there is a cache for key `{key}` already", "kept", key)
    with reported():
        scratch = store.begin()
    try:
        archives, missing = await _pack_cache(sandbox, operation.paths, scratch)
        warnings = tuple(f"`{path}` is not there, so the cache does not hold it" for path in missing)
        if not archives:
            return _outcome("nothing was saved: none of the paths is there", "empty", key, warnings)
        with reported():
            cache = await asyncio.to_thread(store.keep, scratch, key, archives)
    finally:
        store.drop(scratch)
    if cache is None:
        return _outcome(f"skipped: there is a cache for key `{key}` already", "kept", key, warnings)
    return _outcome(f"saved as `{key}`, {bytes_text(cache.size)}", "saved", key, warnings, cache.size)


async def restore(
    store: CacheStore | None, sandbox: Sandbox, operation: RestoreCache, variables: Mapping[str, str]
) -> Outcome:
    """Restore the newest cache of the first key that has any."""
    moment = Moment(sandbox=sandbox, directory=operation.directory, variables=variables, time=time.time())
    keys = [await filled_key(template, moment) for template in operation.keys]
    if store is None:
        return _outcome("caches are off", "off", keys[0] if keys else None)
    # A cache that another run removes between finding and opening it was not there.
    while (cache := await asyncio.to_thread(store.find, keys)) is not None:
        with reported(), suppress(FileNotFoundError):
            return await _restore(sandbox, cache, keys)
    words = f"no cache is found for {'key' if len(keys) == 1 else 'keys'} {', '.join(f'`{key}`' for key in keys)}"
    return _outcome(words, "miss", keys[0] if keys else None)


async def _pack_cache(
    sandbox: Sandbox, paths: Iterable[str], scratch: str
) -> tuple[tuple[Archive, ...], tuple[str, ...]]:
    """The archives of what is below the home directory and elsewhere, and the paths that are not there."""
    archives: list[Archive] = []
    missing: list[str] = []
    by_base: dict[str, list[str]] = {"~": [], "/": []}
    for path in paths:
        is_home = path.startswith("~") and not path.startswith("~/..")
        by_base["~" if is_home else "/"].append(path)
    for base, below in by_base.items():
        if not below:
            continue
        directory = at_home(base, sandbox.home)
        names = [posixpath.relpath(at_home(path, sandbox.home), directory) for path in below]
        found = await sandbox.glob(directory, [literal(name) for name in names])
        missing += [path for path, names in zip(below, found, strict=True) if not names]
        members = outermost(name for names in found for name in names)
        if members:
            archive = os.path.join(scratch, "home.tar" if base == "~" else "root.tar")
            with reported():
                await packed(sandbox, directory, members, archive)
            archives.append(Archive(base=base, path=archive))
    return tuple(archives), tuple(missing)


async def _restore(sandbox: Sandbox, cache: Cache, keys: Sequence[str]) -> Outcome:
    for archive in cache.archives:
        await unpacked(sandbox, at_home(archive.base, sandbox.home), archive.path)
    matched = next(key for key in keys if cache.key.startswith(key))
    why = "" if matched == cache.key else f", which begins with `{matched}`"
    return _outcome(f"restored `{cache.key}`{why}, {bytes_text(cache.size)}", "hit", cache.key, (), cache.size)


def _outcome(
    words: str, action: str, key: str | None, warnings: tuple[str, ...] = (), size: int | None = None
) -> Outcome:
    return Outcome(words=words, type="cache", data={"action": action, "key": key, "bytes": size}, warnings=warnings)
