"""An executor that nothing runs on."""

from __future__ import annotations

import re

from wflint import Config, Problem, Severity, regex, rule
from wflint_rules.unused.mentions import is_judged, mentions_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Command, Context, Executor, Job
    from wflint_rules.unused.mentions import Mentions

_TEMPLATE = regex(r"<<.*?>>")
_ELEMENT_VALUE = regex(r"<<\s*(?:parameters|matrix)\.[\w-]+\s*>>")


@rule(
    "unused-executor",
    summary="An executor is used by no job",
    on=Config,
    severity=Severity.INFO,
    absence=True,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#executors",
)
def unused_executor(config: Config, _: Context) -> Iterator[Problem]:
    """An executor is used if its name stands anywhere as a value, or if a template with text around it may make it."""
    if not config.executors or not is_judged(config) or config.root is None:
        return
    mentions = mentions_of(config.root)
    unnamed = [executor for name, executor in config.executors.items() if name not in mentions.values]
    made = _made_names(mentions, _executor_keys(config)) if unnamed else []
    for executor in unnamed:
        name = executor.name.value
        if not any(pattern.fullmatch(name) for pattern in made):
            yield Problem(executor.name.place, f"executor `{name}` is used by no job", help="use it or remove it")


def _executor_keys(config: Config) -> set[str]:
    """Keys whose values are names of executors: of jobs and invocations, and parameters of that type."""
    elements: list[Job | Command | Executor] = [*config.jobs.values(), *config.commands.values()]
    elements += config.executors.values()
    parameters = [item for element in elements for item in element.parameters.values()]
    typed = {item.name.value for item in parameters if item.type is not None and item.type.value == "executor"}
    return {"executor", "name", "default", *typed}


def _made_names(mentions: Mentions, keys: set[str]) -> list[re.Pattern[str]]:
    """What templates may render to; a parameter of an element has a value that stands in the text itself."""
    made = []
    for key, text in mentions.templated:
        bare = _ELEMENT_VALUE.fullmatch(text.strip()) is not None
        is_name = key in keys or not _TEMPLATE.fullmatch(text.strip())
        if not bare and is_name:
            made.append(re.compile(".*".join(map(re.escape, _TEMPLATE.split(text))), re.DOTALL))
    return made
