"""The lock file of a project's orbs: which exact version each reference stands for, and the hash of its source."""

from __future__ import annotations

from wflint.errors import OrbError
from wflint.orbs.reference import parse_reference
from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.orbs.reference import Reference

VERSION = 1


class Pin(NamedTuple):
    """What a reference is pinned to: an exact version (or a development version), and the SHA-256 of its source."""

    version: str
    sha256: str


def parse_lock(text: str, path: str) -> dict[str, Pin]:
    """The pins of a lock file by reference, in its order. Raises `OrbError` for a text that is no lock file."""
    from json import JSONDecodeError, loads

    try:
        data = loads(text)
    except (JSONDecodeError, RecursionError) as error:
        raise OrbError(f"`{path}` is no lock file: it is no JSON") from error
    version = data.get("version") if isinstance(data, dict) else None
    if version != VERSION:
        raise OrbError(f"`{path}` is no lock file of this version of wflint: its `version` is not {VERSION}")
    orbs = data.get("orbs")
    if not isinstance(orbs, dict):
        raise OrbError(f"`{path}` is no lock file: it has no `orbs`")
    return {reference: _pin(reference, entry, path) for reference, entry in orbs.items()}


def format_lock(pins: Mapping[str, Pin]) -> str:
    """The text of a lock file: the same pins give the same text."""
    from json import dumps

    orbs = {reference: pins[reference]._asdict() for reference in sorted(pins)}
    return dumps({"version": VERSION, "orbs": orbs}, indent=2) + "\n"


def pin_of_version(exact: Reference, pins: Mapping[str, Pin]) -> tuple[str, Pin] | None:
    """The first pin of an orb's version, whatever reference it belongs to, with that reference."""
    orb = str(exact.at(""))
    return next(
        ((text, pin) for text, pin in pins.items() if text.startswith(orb) and pin.version == exact.version), None
    )


def sha256_of(data: bytes) -> str:
    """The SHA-256 of an orb's source, in lower-case hexadecimal digits."""
    from hashlib import sha256

    return sha256(data).hexdigest()


def _pin(reference: str, entry: object, path: str) -> Pin:
    parsed = parse_reference(reference)
    if parsed is None:
        raise OrbError(f"`{path}`: `{reference}` is no reference to an orb")
    fields = entry if isinstance(entry, dict) else {}
    version, digest = fields.get("version"), fields.get("sha256")
    if not isinstance(version, str) or not isinstance(digest, str):
        raise OrbError(f"`{path}`: `{reference}` needs a `version` and a `sha256`")
    pinned = parse_reference(str(parsed.at(version)))
    if pinned is None or not (pinned.is_exact or pinned.is_development):
        raise OrbError(f"`{path}`: `{reference}` is pinned to `{version}`, which is no exact version")
    return Pin(version, digest)
