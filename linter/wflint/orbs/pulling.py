"""Bring orbs here: fetch them and what they import, keep them in a store, pin them in the lock file."""

from __future__ import annotations

import os
import tempfile

from wflint.errors import OrbError
from wflint.orbs.imports import imports_of_source
from wflint.orbs.lock import Pin, format_lock, pin_of_version, sha256_of
from wflint.records import NamedTuple
from wflint.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from wflint.orbs.reference import Reference
    from wflint.orbs.registry import Published
    from wflint.orbs.stores import Store

MOST_ORBS = 500
"""More than any config imports, imports of imports included."""


class Pulled(NamedTuple):
    """An orb that was fetched: the reference that was asked for, the exact one, where it lies, and who imports it.

    `is_new` says that the store did not have this source before.
    """

    wanted: Reference
    exact: Reference
    pin: Pin
    path: str
    importer: str | None
    is_new: bool


def pull_orbs(
    wanted: Iterable[Reference],
    store: Store,
    fetch: Callable[[Reference], Published],
    pins: Mapping[str, Pin],
    *,
    update: bool = False,
) -> Iterator[Pulled]:
    """Fetch orbs and what they import into a store, each reference once; in the order asked for, imports behind.

    A pinned reference is fetched at its pin, and its source must have the pinned hash; with `update` what the registry
    has now counts. Raises `OrbError`; what was pulled until then is kept.
    """
    waiting: list[tuple[Reference, str | None]] = [(reference, None) for reference in wanted]
    seen: set[Reference] = set()
    while waiting:
        reference, importer = waiting.pop(0)
        if reference in seen:
            continue
        seen.add(reference)
        if len(seen) > MOST_ORBS:
            raise OrbError(f"there are more than {MOST_ORBS} orbs to fetch; the last one asked for is `{reference}`")
        pin = None if update else pins.get(str(reference))
        published = fetch(reference if pin is None else reference.at(pin.version))
        data = published.source.encode("utf-8", "surrogatepass")
        found = Pin(published.reference.version, sha256_of(data))
        if not update:
            known = pin_of_version(published.reference, pins)
            _hold_against(found, reference, known[1] if pin is None and known is not None else pin)
        path = store.path(published.reference)
        is_new = _content(path) != data
        if is_new:
            write_atomically(path, data)
        yield Pulled(reference, published.reference, found, path, importer, is_new)
        inside = imports_of_source(Source(published.source, str(published.reference)))
        waiting += [(each.reference, each.importer) for each in inside if each.reference is not None]


def write_lock(path: str, before: Mapping[str, Pin], pulled: Iterable[Pulled]) -> bool:
    """Add what was pulled to a lock file; whether that changed it. Raises `OrbError`."""
    after = {**before, **{str(one.wanted): one.pin for one in pulled}}
    text = format_lock(after).encode()
    if _content(path) == text:
        return False
    write_atomically(path, text)
    return True


def write_atomically(path: str, data: bytes) -> None:
    """Write a file in one step, its directories made: another process sees the old content or the new. `OrbError`."""
    directory = os.path.dirname(path)
    temporary = None
    try:
        os.makedirs(directory, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=directory, prefix=".wflint-")
        with open(descriptor, "wb") as file:
            file.write(data)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None and os.path.exists(temporary):
            os.unlink(temporary)
        raise OrbError(f"cannot write `{path}`: {(error.strerror or str(error)).lower()}") from error


def _hold_against(found: Pin, reference: Reference, pin: Pin | None) -> None:
    if pin is None or pin == found:
        return
    raise OrbError(
        f"the registry's source of `{reference}` at {found.version} is not what the lock file pins: its hash is"
        f" {found.sha256[:12]}…, pinned is {pin.sha256[:12]}…; `--update` takes the new one"
    )


def _content(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def _umask() -> int:
    """The mode bits that new files do not get; reading them means setting them for a moment."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
