"""What is known of the directories that configs lie in: settings, rules, orbs at hand, the configs beside them."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from wflint import __version__
from wflint.analysis import Analysis
from wflint.engine.run import facts_of
from wflint.engine.selection import NO_CHOICE, select_rules
from wflint.engine.settings import NO_SETTINGS, find_settings, load_settings
from wflint.engine.settings_table import check_settings
from wflint.errors import OrbError, SettingsError
from wflint.model.names import YAML_ENDINGS
from wflint.orbs.reference import parse_reference
from wflint.orbs.stores import orbs_for
from wflint.source import Source, decode
from wflint.splits import split_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from wflint.engine.packs import Pack
    from wflint.engine.rule import Rule
    from wflint.engine.run import Facts
    from wflint.engine.selection import Selected
    from wflint.engine.settings import Settings
    from wflint.lsp.documents import OpenDocument
    from wflint.model.config import Config
    from wflint.orbs.stores import Orbs

FOLDER = ".circleci"


class Surroundings(NamedTuple):
    """What all projects share: rule packs, the texts open in the editor by path, the clock, and a place to complain."""

    packs: tuple[Pack, ...]
    open_documents: Mapping[str, OpenDocument]
    clock: Callable[[], date]
    complain: Callable[[str], None]


class Project:
    """What is known of one directory; read when first asked for, and dropped when a file changes."""

    def __init__(self, directory: str, surroundings: Surroundings) -> None:
        self.directory = directory
        self.surroundings = surroundings
        self._orb_sources: dict[str, Source | None] = {}
        self._configs: dict[str, tuple[Source, Config]] = {}
        self._sources: dict[str, tuple[tuple[int, int], Source]] = {}

    @cached_property
    def settings(self) -> Settings:
        """The settings that count here; without a usable file the defaults, and a complaint."""
        try:
            path = find_settings(self.directory)
            if path is None:
                return NO_SETTINGS
            settings = load_settings(path)
            check_settings(settings, self.surroundings.packs, __version__)
        except SettingsError as error:
            self.surroundings.complain(str(error))
            return NO_SETTINGS
        return settings

    @cached_property
    def known_rules(self) -> dict[str, Rule]:
        """All installed rules by name."""
        return {rule.name: rule for pack in self.surroundings.packs for rule in pack.rules}

    def rules(self, path: str) -> tuple[Selected, ...]:
        """The rules for a file."""
        return select_rules(self.surroundings.packs, self.settings, path, NO_CHOICE)

    def facts(self, path: str) -> Facts:
        """What rules may know besides a file's text."""
        return facts_of(self.settings, self.surroundings.packs, self.surroundings.clock, tuple(self.siblings(path)))

    @cached_property
    def split_root(self) -> str | None:
        """The root of the split source that the directory's files are parts of.

        Outside of `.circleci` it has a file `@….yml`: other tools' files lie in directories named `jobs`, too.
        """
        root = split_root(self.directory) if os.path.isdir(self.directory) else None
        if root is None or FOLDER in root.split(os.sep):
            return root
        return root if any(name.startswith("@") and name.endswith(YAML_ENDINGS) for name in os.listdir(root)) else None

    def find_orb(self, reference: str) -> Source | None:
        """The source of an orb that is at hand; None for another."""
        if reference not in self._orb_sources:
            self._orb_sources[reference] = self._read_orb(reference)
        return self._orb_sources[reference]

    def orb_file(self, reference: str) -> str | None:
        """The file that holds the source of an orb at hand."""
        parsed = parse_reference(reference)
        orbs = self._orbs
        if parsed is None or orbs is None:
            return None
        try:
            found = orbs.locate(parsed)
        except OrbError:
            return None
        return None if found is None else os.path.abspath(found.path)

    def orbs_at_hand(self) -> tuple[str, ...]:
        """The exact references of all orbs at hand, in the order of their names and versions."""
        stores = () if self._orbs is None else self._orbs.stores
        return tuple(dict.fromkeys(str(reference) for store in stores for reference in store.references()))

    def siblings(self, path: str) -> Iterator[Config]:
        """The other configs of the `.circleci` directory that a file lies in, as they are in the editor or on disk."""
        before, folder, _ = os.path.abspath(path).rpartition(f"{os.sep}{FOLDER}{os.sep}")
        if not folder:
            return
        for parent, directories, names in os.walk(os.path.join(before, FOLDER)):
            directories[:] = sorted(name for name in directories if not name.startswith("."))
            for name in sorted(names):
                sibling = os.path.join(parent, name)
                if name.endswith(YAML_ENDINGS) and sibling != path:
                    config = self._config(sibling)
                    if config is not None:
                        yield config

    def source(self, path: str) -> Source | None:
        """The text of a file, as it is in the editor or on disk; None for one that cannot be read."""
        opened = self.surroundings.open_documents.get(path)
        if opened is not None:
            return opened.source
        try:
            status = os.stat(path)
            state = (status.st_mtime_ns, status.st_size)
            known = self._sources.get(path)
            if known is None or known[0] != state:
                with open(path, "rb") as file:
                    known = self._sources[path] = (state, Source(decode(file.read()).text, path))
        except OSError:
            return None
        return known[1]

    def _config(self, path: str) -> Config | None:
        opened = self.surroundings.open_documents.get(path)
        if opened is not None:
            return opened.analysis.config
        source = self.source(path)
        if source is None:
            return None
        known = self._configs.get(path)
        if known is None or known[0] is not source:
            known = self._configs[path] = (source, Analysis(source).config)
        return known[1]

    @cached_property
    def _orbs(self) -> Orbs | None:
        others = [os.path.join(self.settings.directory, path) for path in self.settings.orb_paths]
        try:
            return orbs_for(self.directory, others)
        except OrbError as error:
            self.surroundings.complain(str(error))
            return None

    def _read_orb(self, reference: str) -> Source | None:
        orbs = self._orbs
        return None if orbs is None else orbs.resolver(self.surroundings.complain)(reference)


class Projects:
    """The projects of all directories that texts are open from."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self._by_directory: dict[str, Project] = {}

    def of(self, path: str) -> Project:
        """The project of a file."""
        directory = os.path.dirname(path)
        if directory not in self._by_directory:
            self._by_directory[directory] = Project(directory, self.surroundings)
        return self._by_directory[directory]

    def forget(self) -> None:
        """Drop all that was read, because files changed."""
        self._by_directory.clear()
