"""The orbs that a file compiles with: those at hand for its directory, looked for when first asked."""

from __future__ import annotations

import os

from wflint.engine.settings import find_settings, load_settings
from wflint.errors import OrbError
from wflint.orbs.stores import orbs_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wflint.source import Source


def orb_resolver(
    directory: str, others: Iterable[str] | None = None, on_fault: Callable[[str], None] | None = None
) -> Callable[[str], Source | None]:
    """Find the source of an orb by its reference: of the projects around a directory, in others, in the user's cache.

    Without `others` those are the settings' `orb-paths`. The source's path is the reference it was resolved to; None
    says that it is not at hand. The resolver raises `OrbError` for an orb or a lock file that cannot be used; with
    `on_fault` the reason is told there, once, and the orb is not at hand. Nothing is read before the first reference.
    """
    find: Callable[[str], Source | None] | None = None

    def resolve(reference: str) -> Source | None:
        nonlocal find
        if find is None:
            paths = settings_orb_paths(directory) if others is None else others
            try:
                find = orbs_for(directory, paths).resolver(on_fault)
            except OrbError as error:
                if on_fault is None:
                    raise
                on_fault(str(error))
                find = _nothing
        return find(reference)

    return resolve


def settings_orb_paths(directory: str, given: str | None = None) -> tuple[str, ...]:
    """The directories that the settings of a directory, or a settings file, name in `orb-paths`; `SettingsError`."""
    found = find_settings(directory) if given is None else given
    if found is None:
        return ()
    settings = load_settings(found)
    return tuple(os.path.join(settings.directory, path) for path in settings.orb_paths)


def _nothing(_: str) -> None:
    return None
