"""What one run of the compiler collects: problems, missing orbs, and how much it has expanded."""

from __future__ import annotations

from wflint.compiler.problems import SEVERITIES
from wflint.diagnostic import Problem, Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.compiler.library import Opaque
    from wflint.compiler.sharing import Shared
    from wflint.diagnostic import Frame, Related
    from wflint.source import Place
    from wflint.syntax.nodes import Node, Scalar

MOST_STEPS = 100_000
MOST_STEPS_OF_A_JOB = 10_000
MOST_JOBS = 20_000
MOST_CHARACTERS = 8_000_000
"""CircleCI refuses a compiled config of more than 8 MB; the other bounds are far from what fits into that."""

_PIECE = 100
"""What a piece of a text costs, in characters."""


class Compilation:
    """The only thing the compiler changes while it runs.

    `contexts` are the names of those that jobs use whatever the event.
    `doubt` says under what circumstances what is being compiled is looked at by CircleCI ("if pipeline parameter
    `deploy` is true"); None where it is for every event with the default parameters. `judged` are the definitions and
    the keys of conditional steps that were compiled, `passed_over` the bodies of conditional steps that were left out
    somewhere, by their key, `with_template` which nodes hold templates, `texts` the texts below nodes that read
    parameters, `shared` what the instances of a matrix have in common, by its invocation and the call of that; all
    keys are `id`s.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.missing: dict[str, None] = {}
        self.contexts: set[str] = set()
        self.doubt: str | None = None
        self.steps = 0
        self.steps_of_job = 0
        self.jobs = 0
        self.characters = 0
        self.is_exhausted = False
        self.judged: set[int] = set()
        self.passed_over: dict[int, Node] = {}
        self.with_template: dict[int, bool] = {}
        self.texts: dict[int, tuple[str, ...]] = {}
        self.shared: dict[tuple[int, int], Shared] = {}

    def report(
        self,
        kind: str,
        place: Place,
        message: str,
        frame: Frame | None = None,
        *,
        help: str | None = None,  # noqa: A002 - the field's name
        related: tuple[Related, ...] = (),
        severity: Severity | None = None,
    ) -> None:
        """Note a problem; what is in doubt is a warning at most, and its message says when it counts."""
        if self.doubt is not None:
            message = f"{message}, {self.doubt}"
            severity = min(Severity.WARNING, severity or SEVERITIES[kind])
        self.problems.append(Problem(place, message, kind, related, help, None, severity, frame))

    def pass_over(self, key: Scalar, body: Node) -> None:
        """Note that the conditional steps behind a key were left out of one expansion."""
        self.passed_over[id(key)] = body

    def count_job(self, place: Place, frame: Frame | None) -> bool:
        """Count a job; False if there are too many, which is reported."""
        self.jobs += 1
        self.steps_of_job = 0
        if self.jobs > MOST_JOBS:
            self.exhaust(place, frame)
        return not self.is_exhausted

    def count_steps(self, count: int, node: Node, frame: Frame | None) -> bool:
        """Count steps of the current job; False if there are too many, which is reported."""
        self.steps += count
        self.steps_of_job += count
        if self.steps > MOST_STEPS or self.steps_of_job > MOST_STEPS_OF_A_JOB:
            self.exhaust(node.place, frame)
        return not self.is_exhausted

    def count_text(self, length: int, pieces: int, node: Node, frame: Frame | None) -> bool:
        """Count a text put together of pieces; False if there is too much, which is reported."""
        return self._count_characters(length + _PIECE * pieces, node, frame)

    def repeat(self, problems: list[Problem], steps: int, characters: int, node: Node, frame: Frame) -> None:
        """Note what was compiled before, and stands in the current job too."""
        self.problems += problems
        self.count_steps(steps, node, frame)
        self._count_characters(characters, node, frame)

    def _count_characters(self, count: int, node: Node, frame: Frame | None) -> bool:
        self.characters += count
        if self.characters > MOST_CHARACTERS:
            self.exhaust(node.place, frame)
        return not self.is_exhausted

    def opaque(self, thing: Opaque) -> None:
        """Note that something is not at hand."""
        self.missing[thing.cause] = None

    def exhaust(self, place: Place, frame: Frame | None) -> None:
        """Note, once, that the config grows beyond every bound; expanding stops."""
        if not self.is_exhausted:
            self.is_exhausted = True
            self.report("too-large", place, "the compiled config grows beyond what CircleCI accepts (8 MB)", frame)

    def doubting(self, doubt: str | None) -> Doubt:
        """Compile what stands in the `with` block under a doubt, unless there is one already."""
        return Doubt(self, self.doubt or doubt)


class Doubt:
    """A context in which problems count under some circumstances only."""

    __slots__ = ("_before", "_compilation", "_doubt")

    def __init__(self, compilation: Compilation, doubt: str | None) -> None:
        self._compilation = compilation
        self._doubt = doubt
        self._before: str | None = None

    def __enter__(self) -> None:
        self._before = self._compilation.doubt
        self._compilation.doubt = self._doubt

    def __exit__(self, *_: object) -> None:
        self._compilation.doubt = self._before
