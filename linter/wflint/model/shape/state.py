"""What a walk over a config knows and has found."""

from __future__ import annotations

from wflint.diagnostic import Problem, Severity
from wflint.records import NamedTuple
from wflint.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

    from wflint.diagnostic import Fix, Related
    from wflint.model.config import Config
    from wflint.model.spec.kinds import Keyed
    from wflint.source import Span
    from wflint.syntax.nodes import Mapping, Node, Scalar

SEVERITIES = {
    "boolean-variable": Severity.INFO,
    "deprecated-key": Severity.WARNING,
    "empty-value": Severity.ERROR,
    "exclusive-keys": Severity.ERROR,
    "invalid-environment-name": Severity.WARNING,
    "invalid-image": Severity.ERROR,
    "invalid-name": Severity.WARNING,
    "invalid-orb-reference": Severity.ERROR,
    "job-branches": Severity.ERROR,
    "legacy-image": Severity.WARNING,
    "lossy-scalar": Severity.WARNING,
    "machine-without-image": Severity.WARNING,
    "misindented-keys": Severity.ERROR,
    "missing-key": Severity.ERROR,
    "top-level-typo": Severity.ERROR,
    "unavailable-image": Severity.WARNING,
    "unavailable-resource-class": Severity.ERROR,
    "unknown-key": Severity.ERROR,
    "wrong-type": Severity.ERROR,
    "wrong-value": Severity.ERROR,
}
"""The rules of this family with the severity that counts unless a problem carries another."""


class Demands(NamedTuple):
    """What a kind of map asks for: the keys it needs, and those under which any text is right."""

    kind: Keyed
    required: tuple[str, ...]
    texts: frozenset[str]


class State:
    """One walk: what it found so far, and what holds where it is.

    `templates`: `<<` begins a template here, so a value that holds it has no known type.
    `lenient`: nothing is worse than a warning (config version 2).
    `commands`, `functions` and `groups` are the names in reach; a command may replace a built-in step.
    `orbs` are inline orbs that wait to be walked, with their names: each is a world of its own, however deep it lies.
    `seen` holds the ids of node and kind that were walked, so that an anchored map is judged once, `demands` what the
    kinds of maps that were met ask for, by their ids.
    """

    __slots__ = (
        "commands", "config", "demands", "functions", "groups", "lenient", "orbs", "problems", "reported", "seen",
        "templates", "version",
    )  # fmt: skip

    def __init__(self, config: Config) -> None:
        self.config = config
        self.problems: list[Problem] = []
        self.orbs: list[tuple[Mapping, Scalar | None]] = []
        self.reported: set[tuple[str, Span, str]] = set()
        self.seen: set[tuple[int, int]] = set()
        self.demands: dict[int, Demands] = {}
        is_current = config.is_2_1 or config.kind in {"orb", "part"}
        self.templates = is_current or config.version is None
        self.lenient = not config.is_2_1
        self.version = "2.1" if is_current or config.version is None else config.version.value
        self.commands: Container[str] = config.commands
        self.functions: Container[str] = ()
        self.groups: Container[str] = config.job_groups

    def report(
        self,
        kind: str,
        node: Node,
        message: str,
        severity: Severity | None = None,
        *,
        span: Span | None = None,
        help: str | None = None,  # noqa: A002
        fix: Fix | None = None,
        related: tuple[Related, ...] = (),
    ) -> None:
        """Report once; the severity is capped where the config is checked leniently."""
        place = Place(node.source, span or node.span)
        # One place lacks several things, but is itself wrong once, however many maps merge it.
        identity = (kind, place.span, message if kind == "missing-key" else "")
        if identity in self.reported:
            return
        self.reported.add(identity)
        default = SEVERITIES[kind]
        found = default if severity is None else severity
        if self.lenient and found is Severity.ERROR:
            found = Severity.WARNING
        override = None if found is default else found
        self.problems.append(Problem(place, message, kind, related, help, fix, override))


__all__ = ["SEVERITIES", "Demands", "State"]
