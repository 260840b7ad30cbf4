"""A parameter that nothing reads."""

from __future__ import annotations

from bisect import bisect_left

from wflint import Config, Problem, Severity, regex, rule
from wflint_rules.unused.mentions import is_judged, mentions_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Command, Context, Executor, Job, Node

_READ = regex(r"parameters\.([\w.-]+)")
_CONFIG = regex(r"(?:.*[\\/])?config\.ya?ml")


@rule(
    "unused-parameter",
    summary="A parameter is declared, but nothing reads it",
    on=Config,
    severity=Severity.INFO,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/reference/reusing-config/#using-the-parameters-declaration",
)
def unused_parameter(config: Config, context: Context) -> Iterator[Problem]:
    """Parameters of jobs, commands and executors, and of pipelines where no other config takes them over."""
    if not is_judged(config) or config.root is None:
        return
    declared = [config.parameters, *(element.parameters for _, element in _elements(config))]
    longest = max((len(name) for parameters in declared for name in parameters), default=0)
    names: set[str] = set()
    reads: dict[tuple[int, str], list[int]] = {}
    for source in context.document.sources:
        for match in _READ.finditer(source.text):
            for name in _names(match[1][: longest + 1]):
                names.add(name)
                reads.setdefault((id(source), name), []).append(match.start())
    if config.kind == "config" and _CONFIG.fullmatch(context.document.source.path):
        for name, parameter in config.parameters.items():
            if name not in names:
                message = f"pipeline parameter `{name}` is read by nothing"
                yield Problem(parameter.name.place, message, help=f"read `pipeline.parameters.{name}` or remove it")
    has_aliases = bool(mentions_of(config.root).aliased)
    for kind, element in _elements(config):
        for name, parameter in element.parameters.items():
            node = element.node
            # What several files were joined to has no span of its own.
            is_anywhere = has_aliases or node.start == node.end
            if not (name in names if is_anywhere else _is_read_in(node, reads.get((id(node.source), name), []))):
                message = f"parameter `{name}` of {kind} `{element.name.value}` is read by nothing"
                yield Problem(parameter.name.place, message, help=f"read `<< parameters.{name} >>` or remove it")


def _elements(config: Config) -> Iterator[tuple[str, Job | Command | Executor]]:
    yield from (("job", job) for job in config.jobs.values())
    yield from (("command", command) for command in config.commands.values())
    yield from (("executor", executor) for executor in config.executors.values())


def _names(text: str) -> Iterator[str]:
    """The names that a text after `parameters.` may stand for: a dot may be part of a name or end a sentence."""
    yield text
    while "." in text:
        text = text.rpartition(".")[0]
        yield text


def _is_read_in(node: Node, offsets: list[int]) -> bool:
    position = bisect_left(offsets, node.start)
    return position < len(offsets) and offsets[position] < node.end
