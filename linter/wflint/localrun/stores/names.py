"""Names of jobs as names of directories."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import quote

MOST_CHARACTERS = 120
"""A longer name ends in a part of its checksum instead: file systems take 255 bytes."""

_DIGEST_CHARACTERS = 12


def directory_name(name: str) -> str:
    """A name that is one segment of a path on every file system, and another for every other name.

    Letters, digits, `_`, `-` and dots that do not lead stay as they are.
    """
    quoted = quote(name, safe="", errors="surrogateescape").replace("~", "%7E")
    if quoted.startswith("."):
        quoted = f"%2E{quoted[1:]}"
    if len(quoted) <= MOST_CHARACTERS:
        return quoted or "%"
    digest = sha256(quoted.encode()).hexdigest()[:_DIGEST_CHARACTERS]
    return f"{quoted[: MOST_CHARACTERS - _DIGEST_CHARACTERS - 1]}-{digest}"
