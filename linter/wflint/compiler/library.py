"""Where names of commands, jobs and executors are looked up: a config or an orb, with the orbs it imports."""

from __future__ import annotations

from wflint.model.names import BUILT_IN_STEPS
from wflint.records import NamedTuple
from wflint.syntax.nodes import Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias, TypeVar

    from wflint.model.config import Config
    from wflint.model.executable import Command, Executor, Job
    from wflint.source import Source

    Resolver: TypeAlias = Callable[[str], Source | None]
    T = TypeVar("T", Command, Executor, Job)

MOST_REFERENCES = 20


class Opaque(NamedTuple):
    """Something that is not at hand; `cause` names it: ``orb circleci/node@5``."""

    cause: str


class Found(NamedTuple):
    """A definition and the library it stands in, where the names in it are looked up.

    `name` is its own name there, perhaps another than was asked for (a definition may be a reference to another).
    """

    library: Library
    name: str
    definition: Command | Executor | Job


class Library:
    """One file's definitions.

    `alias` is the name it was imported under, empty for the config itself. `references` are the orbs' references by
    alias after templates were rendered, None for one that is not known. `has_templates`: whether `<<` means anything.
    """

    __slots__ = ("_imported", "_names", "_shared", "alias", "config", "has_templates", "references", "resolver")

    def __init__(
        self,
        config: Config,
        resolver: Resolver,
        alias: str = "",
        references: Mapping[str, str | None] | None = None,
        shared: dict[str, Config | None] | None = None,
    ) -> None:
        self.config = config
        self.has_templates = config.is_2_1
        self.resolver = resolver
        self.alias = alias
        self.references = references or {}
        self._imported: dict[str, Library | Opaque] = {}
        self._shared: dict[str, Config | None] = {} if shared is None else shared
        self._names: dict[str, frozenset[str]] = {}

    @property
    def is_orb(self) -> bool:
        """Whether this is an orb, inline or not, and not the config itself."""
        return self.alias != ""

    @property
    def loaded(self) -> Mapping[str, Config | None]:
        """The sources of registry and URL orbs that were asked for, by reference; None for one not at hand."""
        return self._shared

    @property
    def imported(self) -> Mapping[str, Library | Opaque]:
        """The orbs that were asked for, by alias."""
        return self._imported

    def names(self, section: str) -> frozenset[str]:
        """The names that there are here for a `job`, `command`, `executor` or `orb`.

        For `invocation` they are those of jobs and job groups, for `step` those of commands and built-in steps.
        """
        if section not in self._names:
            config = self.config
            known: dict[str, tuple[Iterable[str], ...]] = {
                "job": (config.jobs,),
                "command": (config.commands,),
                "executor": (config.executors,),
                "orb": (config.orbs,),
                "invocation": (config.jobs, config.job_groups),
                "step": (config.commands, BUILT_IN_STEPS),
            }
            self._names[section] = frozenset().union(*known[section])
        return self._names[section]

    def orb(self, alias: str) -> Library | Opaque | None:
        """The orb imported under an alias; None if there is no such import."""
        if alias not in self._imported:
            orb = self.config.orbs.get(alias)
            if orb is None:
                # The orb under test is put into its own test config when that is continued.
                return Opaque(f"orb {alias}") if self.config.kind == "continuation" else None
            if orb.inline is not None and not (orb.inline.root and orb.inline.root.entries):
                self._imported[alias] = Opaque(f"orb {alias}")
            elif orb.inline is not None:
                self._imported[alias] = Library(orb.inline, self.resolver, alias, shared=self._shared)
            else:
                self._imported[alias] = self._load(alias, orb.reference)
        return self._imported[alias]

    def command(self, name: str) -> Found | Opaque | None:
        """The command of a name, with or without an orb's alias; None if there is none."""
        if "/" not in name and name not in self.config.commands:
            return None
        return _find(self, name, lambda config: config.commands, 0)

    def job(self, name: str) -> Found | Opaque | None:
        """The job of a name, with or without an orb's alias; None if there is none."""
        return _find(self, name, lambda config: config.jobs, 0)

    def executor(self, name: str) -> Found | Opaque | None:
        """The executor of a name, with or without an orb's alias; None if there is none."""
        return _find(self, name, lambda config: config.executors, 0)

    def _load(self, alias: str, written: Scalar | None) -> Library | Opaque:
        reference = self.references.get(alias, written.value if written is not None else None)
        if reference is None or "<<" in reference:
            return Opaque(f"orb {alias}")
        if reference not in self._shared:
            self._shared[reference] = _load_config(self.resolver, reference)
        config = self._shared[reference]
        if config is None:
            return Opaque(f"orb {reference}")
        return Library(config, self.resolver, alias, shared=self._shared)


def _find(
    library: Library, name: str, section: Callable[[Config], Mapping[str, T]], hops: int
) -> Found | Opaque | None:
    definition = section(library.config).get(name)
    if definition is None:
        alias, slash, inner = name.partition("/")
        orb = library.orb(alias) if slash else None
        return _find(orb, inner, section, hops) if isinstance(orb, Library) else orb
    node = definition.node
    if isinstance(node, Scalar) and node.value and hops < MOST_REFERENCES:
        referred = _find(library, node.value, section, hops + 1)
        return Found(library, name, definition) if referred is None else referred
    return Found(library, name, definition)


def _load_config(resolver: Resolver, reference: str) -> Config | None:
    source = resolver(reference)
    if source is None:
        return None
    from wflint.model.build import build
    from wflint.syntax.parsing import parse

    return build(parse(source), "orb")
