"""Sources of registry orbs that lie in directories: which file a reference stands for."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from wflint.cli.files import ancestors, read_source
from wflint.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

VENDORED = os.path.join(".wflint", "orbs")
_REFERENCE = re.compile(r"([a-z][a-z0-9_-]*)/([a-z][a-z0-9_-]*)@(\S+)")
_VERSION = re.compile(r"\d+(?:\.\d+){0,2}")


def orb_resolver(directory: str, others: Iterable[str] = ()) -> Callable[[str], Source | None]:
    """Find orbs in `.wflint/orbs/NS/NAME@VERSION.yml` above a directory, then below the other directories.

    `1`, `1.2` and `volatile` stand for the newest version of that kind that is there. The source's path is the
    reference it was resolved to. Raises `FileError` for a file that cannot be read.
    """
    roots = [os.path.join(parent, VENDORED) for parent in ancestors(os.path.abspath(directory))]
    roots = [root for root in (*roots, *others) if os.path.isdir(root)]

    def find(reference: str) -> Source | None:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            return None
        namespace, name, wanted = match.groups()
        for root in roots:
            version = newest(wanted, _versions(os.path.join(root, namespace), name))
            if version is not None:
                path = os.path.join(root, namespace, f"{name}@{version}.yml")
                return Source(read_source(path).text, f"{namespace}/{name}@{version}")
        return None

    return find


def newest(wanted: str, versions: Iterable[str]) -> str | None:
    """The version a selector stands for among those there are; None if none fits."""
    known = list(versions)
    if wanted in known:
        return wanted
    numbered = [version for version in known if re.fullmatch(r"\d+\.\d+\.\d+", version)]
    if _VERSION.fullmatch(wanted):
        numbered = [version for version in numbered if version.startswith(f"{wanted}.")]
    elif wanted != "volatile":
        return None
    return max(numbered, key=lambda version: [int(part) for part in version.split(".")], default=None)


def _versions(directory: str, name: str) -> list[str]:
    try:
        files = os.listdir(directory)
    except OSError:
        return []
    prefix, suffix = f"{name}@", ".yml"
    return [file[len(prefix) : -len(suffix)] for file in files if file.startswith(prefix) and file.endswith(suffix)]
