"""Compile a text in a test and say what came out in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.compiler.compile import compile_config
from wflint.model.build import build
from wflint.source import Source
from wflint.syntax.parsing import parse

if TYPE_CHECKING:
    from wflint.compiler.compiled import CompiledConfig
    from wflint.model.config import Config


def config_of(text: str) -> Config:
    """The model of a config's text."""
    return build(parse(Source(text, "config.yml")))


def compiled(text: str) -> CompiledConfig:
    """A config compiled as `check` does, with nothing known but defaults."""
    return compile_config(config_of(text))


def described(config: CompiledConfig, workflow: str = "w") -> dict[str, str]:
    """The jobs of a workflow by final name, in order, each with what it requires: `b` -> `a(failed) c`."""
    found = next(each for each in config.workflows if each.name == workflow)
    return {
        job.name: " ".join(
            "+".join(requirement.jobs)
            + ("" if requirement.statuses == {"success"} else f"({','.join(sorted(requirement.statuses))})")
            for requirement in job.requires
        )
        for job in found.jobs
    }


def faults(config: CompiledConfig) -> list[tuple[str, str]]:
    """Each problem's kind and the text at its place, in the order found."""
    return [(problem.kind, problem.place.source.text[slice(*problem.place.span)]) for problem in config.problems]
