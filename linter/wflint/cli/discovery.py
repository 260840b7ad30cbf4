"""Which files a check looks at."""

from __future__ import annotations

import os

from wflint.cli.files import STDIN, default_config, display_path
from wflint.engine.settings import NO_SETTINGS, find_settings, load_settings
from wflint.errors import FileError
from wflint.model.names import PART_DIRECTORIES, YAML_ENDINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.engine.settings import Settings

FOLDER = ".circleci"


def find_files(paths: Iterable[str]) -> tuple[str, ...]:
    """The files that paths stand for, in their order, each once.

    A directory stands for the YAML files below its `.circleci`, or below itself if it lies in one or is a split config
    or an orb's source. Raises `FileError` for a path that is not there and a directory without such files.
    """
    found: dict[object, str] = {}
    for path in paths:
        for file in _files_of(path):
            found.setdefault(_identity(file), file)
    return tuple(found.values())


def may_be_part(path: str) -> bool:
    """Whether a path looks like a part of a split source: `@….yml`, or a file in a directory named after a section."""
    directory, name = os.path.split(path)
    return name.startswith("@") or not PART_DIRECTORIES.isdisjoint(directory.split(os.sep))


def default_files(settings: str | None = None) -> tuple[str, ...]:
    """The files to check when no path is given: those that the settings' `files` match, else those of `.circleci`.

    `settings` is the settings file that the command line names. Raises `WflintError`.
    """
    found = find_settings(os.curdir) if settings is None else settings
    loaded = NO_SETTINGS if found is None else load_settings(found)
    if loaded.files:
        return _matching(loaded)
    return tuple(_yaml_files(os.path.dirname(default_config(os.curdir))))


def _matching(settings: Settings) -> tuple[str, ...]:
    from glob import glob

    names = [
        name
        for pattern in settings.files
        for name in sorted(glob(pattern, root_dir=settings.directory, recursive=True, include_hidden=True))
    ]
    paths = [os.path.join(settings.directory, name) for name in names]
    files = [display_path(path) for path in paths if os.path.isfile(path)]
    if not files:
        raise FileError(f"`files` of `{settings.path}` match nothing")
    return find_files(files)


def _files_of(path: str) -> Iterable[str]:
    if path == STDIN or not os.path.isdir(path):
        return (path,)
    folder = os.path.join(path, FOLDER)
    inside = FOLDER in os.path.abspath(path).split(os.sep)
    if os.path.isdir(folder):
        files = tuple(_yaml_files(folder))
    elif inside or _is_split(path):
        files = tuple(_yaml_files(path))
    else:
        files = ()
    if not files:
        raise FileError(f"`{path}` has no `{FOLDER}/config.yml`")
    return files


def _is_split(path: str) -> bool:
    from wflint.cli.split import is_split

    return is_split(path)


def _yaml_files(folder: str) -> Iterator[str]:
    """The YAML files below a directory: those in it first, each directory in the order of names."""
    for parent, directories, names in os.walk(folder):
        directories[:] = sorted(name for name in directories if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(YAML_ENDINGS) and os.path.isfile(os.path.join(parent, name)):
                yield display_path(os.path.join(parent, name))


def _identity(path: str) -> object:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return path
    return (status.st_dev, status.st_ino)
