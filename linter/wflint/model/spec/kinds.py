"""What a value of the language may be: the vocabulary that the specification is written in.

A kind is one of the classes below or the name of one in `wflint.model.spec.KINDS` (kinds contain each other).
`words` says for people what stands there, with its article: `a list of steps`.
"""

from __future__ import annotations

from wflint.diagnostic import Severity
from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

STRING = frozenset({"string"})
BOOLEAN = frozenset({"boolean"})
INTEGER = frozenset({"integer"})
NUMBERS = frozenset({"string", "integer", "number"})
ANY_SINGLE = frozenset({"string", "boolean", "integer", "number", "null"})


class Single(NamedTuple):
    """A single value.

    `types` are the accepted readings of YAML: `string`, `boolean`, `integer`, `number`, `null`.
    `mismatch` is how bad another reading is; a list or map in its place is an error always.
    `values` are the only accepted texts, if there are any; `least` and `most` bound a whole number.
    `check` names a syntax check of `wflint.model.shape.texts`.
    """

    words: str
    types: frozenset[str] = STRING
    values: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    check: str = ""
    mismatch: Severity = Severity.WARNING


class Items(NamedTuple):
    """A list of at least `least` items; `single` is how bad a single value in its place is."""

    words: str
    item: Kind
    least: int = 0
    single: Severity = Severity.ERROR


class Named(NamedTuple):
    """A map whose keys are names chosen by the author, except for the `reserved` ones.

    `names` names a check of the names in `wflint.model.shape.texts`; `empty` is how bad a name without a value is.
    """

    words: str
    value: Kind
    names: str = ""
    reserved: Mapping[str, Key] = {}
    empty: Severity = Severity.WARNING


class Exclusive(NamedTuple):
    """At most one of these keys may be there; `reason` follows the names in a message."""

    keys: tuple[str, ...]
    severity: Severity = Severity.ERROR
    reason: str = ""


class Keyed(NamedTuple):
    """A map with known keys.

    `title` is what messages call it: in backquotes a name, else a noun that the owner's name follows.
    `unknown` is how bad another key is; None where it is fine, and `near` reports only what looks misspelt.
    `holders`: unknown keys may hold anchors and are fine if something refers to them.
    `any_of`: at least one of these keys is needed. `check` names a check of the whole map in `wflint.model.shape`.
    """

    title: str
    keys: Mapping[str, Key]
    unknown: Severity | None = Severity.ERROR
    near: bool = False
    holders: bool = False
    exclusive: tuple[Exclusive, ...] = ()
    any_of: tuple[str, ...] = ()
    check: str = ""
    words: str = "a map"


class Forms(NamedTuple):
    """What is expected depends on what stands there: a single value, a list or a map; None is not accepted."""

    words: str
    single: Kind | None = None
    items: Kind | None = None
    mapping: Kind | None = None


class ByType(NamedTuple):
    """A map whose kind depends on the value of one of its keys; `default` counts where the key is absent."""

    words: str
    key: str
    default: str
    kinds: Mapping[str, Kind]


class Steps(NamedTuple):
    """A list of steps, or (`single`) one step.

    `lenient`: as arguments and pre- or post-steps, where CircleCI only warns of bad indentation.
    """

    words: str = "a list of steps"
    lenient: bool = False
    single: bool = False


class Invocations(NamedTuple):
    """A list of job invocations, of a workflow or (`in_group`) of a job group."""

    words: str = "a list of jobs"
    in_group: bool = False


class Anything(NamedTuple):
    """Any value; nothing in it is looked at."""

    words: str = "a value"


Kind: TypeAlias = "Single | Items | Named | Keyed | Forms | ByType | Steps | Invocations | Anything | str"


def accepts_null(kind: Kind) -> bool:
    """Whether null is a value of the kind, and not the lack of one."""
    if isinstance(kind, Forms):
        return kind.single is not None and accepts_null(kind.single)
    return isinstance(kind, Anything) or (isinstance(kind, Single) and "null" in kind.types)


class Key(NamedTuple):
    """One key of a map: what its value is, and what an editor says of it.

    `doc` is one sentence. `default` is what counts where the key is absent, for people.
    `since` is the config version that introduced it. `nullable`: no value means the same as no key.
    `deprecated` is the advice to follow instead, empty for a current key; `deprecation` how much it matters.
    """

    kind: Kind
    doc: str
    required: bool = False
    default: str = ""
    since: str = "2"
    nullable: bool = False
    deprecated: str = ""
    deprecation: Severity = Severity.WARNING
