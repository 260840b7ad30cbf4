"""The settings file: `.wflint.toml`, or `[tool.wflint]` in `pyproject.toml`, nearest to the linted file."""

from __future__ import annotations

import os

from wflint.errors import SettingsError
from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.diagnostic import Severity

FILE_NAME = ".wflint.toml"
PYPROJECT = "pyproject.toml"
TABLE = "[tool.wflint"


class Settings(NamedTuple):
    """What a settings file says; the defaults are those without a file.

    `path` is the file, None without one; `directory` is where it lies, and patterns are relative to it.
    `select` of None means all rules. `per_file_ignores` maps a pattern of paths to names of rules.
    `files` are patterns of the files to check when no path is given; empty means `.circleci/`.
    """

    path: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    per_file_ignores: Mapping[str, tuple[str, ...]] = {}
    rules: Mapping[str, Mapping[str, object]] = {}
    files: tuple[str, ...] = ()
    platform: str = "cloud"
    orb_paths: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    required_version: str | None = None
    honor_cci_ignore: bool = True

    @property
    def directory(self) -> str:
        """The directory that patterns and paths are relative to."""
        return os.path.dirname(os.path.abspath(self.path)) if self.path else os.getcwd()

    def ignores_for(self, path: str) -> frozenset[str]:
        """The names of rules that `per-file-ignores` has for a path."""
        if not self.per_file_ignores:
            return frozenset()
        from fnmatch import fnmatch

        relative = os.path.relpath(path, self.directory).replace(os.sep, "/")
        return frozenset(
            name for pattern, names in self.per_file_ignores.items() if fnmatch(relative, pattern) for name in names
        )


NO_SETTINGS = Settings()
"""What counts where there is no settings file."""


def find_settings(directory: str) -> str | None:
    """The settings file for files in a directory: the nearest up to the repository's root; None if there is none.

    `.wflint.toml` goes before a `pyproject.toml` beside it, and that counts only with a `[tool.wflint]` table.
    """
    current = os.path.abspath(directory)
    while True:
        for name in (FILE_NAME, PYPROJECT):
            path = os.path.join(current, name)
            if os.path.isfile(path) and (name == FILE_NAME or TABLE in _read(path)):
                return path
        parent = os.path.dirname(current)
        if parent == current or os.path.exists(os.path.join(current, ".git")):
            return None
        current = parent


def load_settings(path: str) -> Settings:
    """Read one settings file. Raises `SettingsError` for what cannot be read or is not in the tables' language."""
    import tomllib

    from wflint.engine.settings_table import settings_of

    try:
        data = tomllib.loads(_read(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = "values are nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise SettingsError(f"`{path}` is no TOML: {reason[:1].lower()}{reason[1:]}") from error
    if os.path.basename(path) == PYPROJECT:
        tool = data.get("tool")
        data = tool.get("wflint", {}) if isinstance(tool, dict) else {}
    return settings_of(data, path)


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SettingsError(f"cannot read `{path}`: {reason[:1].lower()}{reason[1:]}") from error
