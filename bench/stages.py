"""The stages of one check inside a process: reading, building, compiling, and the rules."""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from wflint.analysis import Analysis
from wflint.engine.packs import load_packs
from wflint.engine.run import facts_of
from wflint.engine.selection import NO_CHOICE, select_rules
from wflint.engine.settings import Settings
from wflint.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

PATH = ".circleci/config.yml"

STAGES = ("parse", "build", "compile", "workspaces", "caches", "rules")


def stage_times(text: str, rounds: int) -> dict[str, float]:
    """The median processor time of each stage in milliseconds, without those before it; the first round is left out."""
    packs = load_packs()
    settings = Settings()
    rules = select_rules(packs, settings, PATH, NO_CHOICE)
    facts = facts_of(settings, packs, lambda: datetime.now(tz=UTC).date())
    times: dict[str, list[float]] = {stage: [] for stage in STAGES}
    for count in range(rounds + 1):
        analysis = Analysis(Source(text, PATH))
        steps: dict[str, Callable[[], object]] = {
            "parse": lambda: analysis.document,  # noqa: B023 - called in the same turn
            "build": lambda: analysis.config,  # noqa: B023
            "compile": lambda: analysis.compiled,  # noqa: B023
            "workspaces": lambda: analysis.workspaces,  # noqa: B023
            "caches": lambda: analysis.caches,  # noqa: B023
            "rules": lambda: analysis.diagnostics(rules, facts),  # noqa: B023
        }
        for stage, step in steps.items():
            start = time.process_time()
            step()
            if count:
                times[stage].append((time.process_time() - start) * 1000)
    return {stage: statistics.median(found) for stage, found in times.items()}
