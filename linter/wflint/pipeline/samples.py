"""Values to compile two configs with, so that what they run can be compared as data.

Everything that only a pipeline knows stands for itself (`<< pipeline.id >>` is that text), parameters have their
defaults; then each parameter, and each value that a step's condition reads, is given other values in turn.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from wflint.compiler.compiled import Unknown
from wflint.compiler.pipeline_names import PIPELINE_NAMES, pipeline_type
from wflint.compiler.values import PARAMETER_PREFIX, Values, check_values, free_parameter
from wflint.pipeline.affected import parameters_read
from wflint.pipeline.questions import Questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wflint.compiler.compiled import CompiledConfig, Guard
    from wflint.model.config import Config
    from wflint.syntax.scalars import Data

MOST_SAMPLES = 24
_MOST_TOGETHER = 16


class Sample(NamedTuple):
    """One way to fill in values: those given by full name; `words` say which (empty: the defaults)."""

    given: tuple[tuple[str, Data], ...]
    words: str


class Samples(NamedTuple):
    """Samples, the defaults first. `is_complete` is False if they may miss what a condition tells apart."""

    samples: tuple[Sample, ...]
    is_complete: bool


def samples_of(old: CompiledConfig, new: CompiledConfig) -> Samples:
    """What to compile two configs with, both compiled for a check before."""
    guards = [*_step_guards(old), *_step_guards(new)]
    questions = Questions()
    for guard in guards:
        questions.look_at_condition(guard.node)
    read = sorted({name for guard in guards for name in guard.reads})
    choices: dict[str, tuple[Data, ...]] = {}
    is_complete = True
    for name in (*read, *sorted(parameters_read(old.config) | parameters_read(new.config))):
        if name not in choices:
            choices[name], covers = _choices(name, (old.config, new.config), questions)
            is_complete = is_complete and (covers or name not in read)
    given = [((name, value),) for name, values in choices.items() for value in values]
    together = _together(read, choices)
    is_complete = is_complete and together is not None and len(given) + len(together) < MOST_SAMPLES
    every = dict.fromkeys([(), *given, *(together or ())])
    return Samples(tuple(Sample(each, _words(each)) for each in list(every)[:MOST_SAMPLES]), is_complete)


def sample_values(config: Config, sample: Sample) -> Values:
    """The values of one config for a sample; what it does not say stands for itself, or has its default."""
    names: dict[str, Data | Unknown] = {
        name: _standing_for(name, number) for number, name in enumerate(sorted(PIPELINE_NAMES))
    }
    for name, value in check_values(config).names.items():
        default = value.at_defaults if isinstance(value, Unknown) else ()
        names[name] = default[0] if default else f"<< {name} >>"
    given = {name: value for name, value in sample.given if not name.startswith(PARAMETER_PREFIX) or name in names}
    return Values({**names, **given})


def _step_guards(compiled: CompiledConfig) -> Iterator[Guard]:
    seen: set[int] = set()
    for workflow in compiled.workflows:
        for job in workflow.jobs:
            for step in job.body.steps if job.body is not None else ():
                for guard in step.guards:
                    if id(guard) not in seen:
                        seen.add(id(guard))
                        yield guard


def _choices(name: str, configs: Iterable[Config], questions: Questions) -> tuple[tuple[Data, ...], bool]:
    """Values of a name that are worth trying besides the default, and whether they are all that matter."""
    asked = questions.by_name.get(name)
    literals = sorted(asked.literals, key=repr) if asked is not None else []
    if not name.startswith(PARAMETER_PREFIX):
        if pipeline_type(name) == "boolean":
            return (True,), True
        covers = asked is not None and not (asked.is_open or asked.patterns or asked.prefixes)
        return tuple(literals), covers
    found: list[Data] = []
    covers = True
    for config in configs:
        parameter = config.parameters.get(name.removeprefix(PARAMETER_PREFIX))
        if parameter is None:
            continue
        value = free_parameter(name.removeprefix(PARAMETER_PREFIX), parameter)
        if value.domain is not None:
            found += [each for each in value.domain if (each,) != value.at_defaults]
            continue
        default = value.at_defaults[0] if value.at_defaults else None
        number = isinstance(default, int) and not isinstance(default, bool)
        found += [default + 1 if number and isinstance(default, int) else f"<< {name} >>", *literals]
        covers = covers and asked is not None and not (asked.is_open or asked.patterns or asked.prefixes)
    return tuple({repr(each): each for each in found}.values()), covers


def _together(read: Sequence[str], choices: dict[str, tuple[Data, ...]]) -> list[tuple[tuple[str, Data], ...]] | None:
    """All combinations of what conditions read, two names or more each; None if they are too many."""
    axes: list[list[tuple[str, Data] | None]] = [[None, *((name, value) for value in choices[name])] for name in read]
    size = 1
    for axis in axes:
        size *= len(axis)
    if size > _MOST_TOGETHER:
        return None
    combinations = (tuple(each for each in combination if each is not None) for combination in product(*axes))
    return [combination for combination in combinations if len(combination) > 1]


def _standing_for(name: str, number: int) -> Data:
    kind = pipeline_type(name)
    if kind == "boolean":
        return False
    return 1000 + number if kind == "integer" else f"<< {name} >>"


def _words(given: Iterable[tuple[str, Data]]) -> str:
    """`if `deploy` is true`; names of parameters are short."""
    parts = [f"`{name.removeprefix(PARAMETER_PREFIX)}` is {_shown(name, value)}" for name, value in given]
    return f"if {' and '.join(parts)}" if parts else ""


def _shown(name: str, value: Data) -> str:
    if value == f"<< {name} >>":
        return "another value"
    return f"`{value}`" if isinstance(value, str) else str(value).lower()
