"""A function that no step runs."""

from __future__ import annotations

from wflint import Config, Mapping, Problem, Severity, rule
from wflint_rules.unused.mentions import is_judged, mentions_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "unused-function",
    summary="A function is run by no step",
    on=Config,
    severity=Severity.INFO,
    absence=True,
    since="0.1",
    source="https://github.com/CircleCI-Public/circleci-yaml-language-server",
)
def unused_function(config: Config, _: Context) -> Iterator[Problem]:
    """A step whose name is a template could run any function."""
    functions = config.root.get("functions") if config.root is not None and is_judged(config) else None
    if not isinstance(functions, Mapping) or config.root is None:
        return
    used = {name.partition("/")[0] for name in mentions_of(config.root).items}
    if any("<<" in name for name in used):
        return
    for key in (key for key, _ in functions.items()):
        if key.value not in used:
            yield Problem(key.place, f"function `{key.value}` is run by no step", help="run it or remove it")
