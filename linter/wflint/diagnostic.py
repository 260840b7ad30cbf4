"""What is found in a config: problems, as parsers and rules yield them, and diagnostics, as they are reported."""

from __future__ import annotations

from enum import IntEnum

from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.source import Place, Span


class Severity(IntEnum):
    """How much a diagnostic matters; larger is worse.

    `ERROR`: CircleCI rejects the config, or a job fails whenever it runs.
    `WARNING`: it fails or misbehaves for a named event, value or path.
    `INFO`: true, harmless, good to know.
    """

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """`error`, `warning` or `info`, as reports and settings spell it."""
        return self.name.lower()


class Edit(NamedTuple):
    """One replaced span of the source a fix belongs to; an empty span inserts."""

    span: Span
    text: str


class Fix(NamedTuple):
    """A cure for one problem, in the source the problem lies in.

    `safe`: the compiled config and the plan of every event stay the same, or the text was rejected before.
    Edits do not overlap and are in the order of the text.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool


class Related(NamedTuple):
    """Another place that explains a problem, with a few words on what is there."""

    place: Place
    message: str


class Frame(NamedTuple):
    """One call on the way to a compiled thing: who was called, where, and from which frame.

    `kind` is `workflow`, `job`, `command`, `executor`, `orb`, `matrix` or `group`; `call` is where the call is written.
    One object a call: everything expanded from that call shares it.
    """

    kind: str
    name: str
    call: Place
    parent: Frame | None


class Problem(NamedTuple):
    """What is wrong at a place, in words that say what is the case.

    `kind` names the rule for problems that parsing, building or compiling found; rules leave it empty.
    `severity` is set only where it differs from the rule's own. `frame` is the chain of calls that led there.
    """

    place: Place
    message: str
    kind: str = ""
    related: tuple[Related, ...] = ()
    help: str | None = None
    fix: Fix | None = None
    severity: Severity | None = None
    frame: Frame | None = None


class Diagnostic(NamedTuple):
    """A problem as reported: which rule, how severe, and how often it was found at this place (`occurrences`).

    `related` holds the chain of calls too, innermost call first, after the rule's own places.
    """

    rule: str
    severity: Severity
    place: Place
    message: str
    related: tuple[Related, ...] = ()
    help: str | None = None
    fix: Fix | None = None
    occurrences: int = 1
