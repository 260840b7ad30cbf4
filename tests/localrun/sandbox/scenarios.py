"""The contract of sandboxes: what every backend has to do, by scenarios, and nothing that only one does.

Each scenario is a function of a `Bench` whose name says what is true; it fails by raising. No test library is
imported: the scenarios also run as an ordinary user, by an interpreter that has none.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, TypeAlias

from tests.localrun.sandbox.contract import archives, files, lifetimes, steps, surroundings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.localrun.sandbox.bench import Bench

    Scenario: TypeAlias = Callable[[Bench], Awaitable[None]]

SCENARIOS: dict[str, Scenario] = {
    name: scenario
    for module in (steps, surroundings, files, archives, lifetimes)
    for name, scenario in inspect.getmembers(module, inspect.iscoroutinefunction)
    if list(inspect.signature(scenario).parameters) == ["bench"] and scenario.__module__ == module.__name__
}
"""All scenarios by name."""
