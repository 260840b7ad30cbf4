"""References to registry orbs, and which version a selector stands for."""

from __future__ import annotations

import re

from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_REFERENCE = re.compile(
    r"(?P<namespace>[a-z][a-z0-9_-]*)/(?P<name>[a-z][a-z0-9_-]*)"
    r"@(?P<version>\d+(?:\.\d+){0,2}|volatile|dev:[A-Za-z0-9._-]+)"
)
_EXACT = re.compile(r"\d+\.\d+\.\d+")


class Reference(NamedTuple):
    """A registry orb and a version or a selector of versions: `1`, `1.2`, `1.2.3`, `volatile` or `dev:LABEL`.

    https://circleci.com/docs/orb-concepts/#semantic-versioning
    """

    namespace: str
    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.namespace}/{self.name}@{self.version}"

    @property
    def is_exact(self) -> bool:
        """Whether it names one published version, whose source never changes."""
        return _EXACT.fullmatch(self.version) is not None

    @property
    def is_development(self) -> bool:
        """Whether it names a development version, whose source may change."""
        return self.version.startswith("dev:")

    def at(self, version: str) -> Reference:
        """The same orb at another version."""
        return self._replace(version=version)


def parse_reference(text: str) -> Reference | None:
    """The reference that a text is; None for an address, a template and everything else."""
    match = _REFERENCE.fullmatch(text)
    return None if match is None else Reference(**match.groupdict())


def newest(wanted: str, versions: Iterable[str]) -> str | None:
    """The version a selector stands for among those there are; None if none fits.

    `1` and `1.2` stand for the newest version that begins so, `volatile` for the newest of all; a development version
    only for itself.
    """
    known = list(versions)
    if wanted in known:
        return wanted
    if wanted.startswith("dev:"):
        return None
    published = [version for version in known if _EXACT.fullmatch(version)]
    if wanted != "volatile":
        published = [version for version in published if version.startswith(f"{wanted}.")]
    return max(published, key=lambda version: [int(part) for part in version.split(".")], default=None)
