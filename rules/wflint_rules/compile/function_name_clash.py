"""A function with the name of an orb, a command or a step."""

from __future__ import annotations

from wflint import BUILT_IN_STEPS, Config, Mapping, Problem, Related, Severity, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Scalar


@rule(
    "function-name-clash",
    summary="A function has the name of an orb, a command or a step of CircleCI's",
    on=Config,
    severity=Severity.ERROR,
    since="0.1",
    source="https://github.com/CircleCI-Public/circleci-yaml-language-server",
)
def function_name_clash(config: Config, _: Context) -> Iterator[Problem]:
    """In the words of the vendor's language server, which follows the compiler."""
    functions = config.root.get("functions") if config.root is not None else None
    if not isinstance(functions, Mapping):
        return
    for key in (key for key, _ in functions.items()):
        name = key.value
        if name in config.orbs:
            yield _problem(key, "an orb", config.orbs[name].name)
        elif name in config.commands:
            yield _problem(key, "a command", config.commands[name].name)
        elif name in BUILT_IN_STEPS:
            yield _problem(key, "a built-in step", None)


def _problem(key: Scalar, what: str, other: Scalar | None) -> Problem:
    related = () if other is None else (Related(other.place, f"{what} `{other.value}`"),)
    return Problem(key.place, f"function `{key.value}` has the name of {what}", related=related, help="rename one")
