"""Split tests among the nodes of a job: the same input gives every node its own share, and all shares are the whole.

How CircleCI's own agent breaks ties is not documented; sizes of shares are as there.
Source: https://circleci.com/docs/guides/optimize/use-the-circleci-cli-to-split-tests/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wflint.localrun.stores.timings import Timings

KIND_WORDS = {"file": "filename", "class": "classname", "name": "testname"}
"""Short words for kinds of timings that `circleci tests run` takes too."""


def split_by_name(names: Sequence[str], index: int, total: int) -> list[str]:
    """A node's share: of the sorted names one for each round over the nodes."""
    return sorted(set(names))[index::total]


def split_by_weight(weights: Mapping[str, float], index: int, total: int) -> list[str]:
    """A node's share, sorted: the heaviest names first, each to the node that has least."""
    loads = [0.0] * total
    share = []
    for name in sorted(weights, key=lambda name: (-weights[name], name)):
        lightest = loads.index(min(loads))
        loads[lightest] += weights[name]
        if lightest == index:
            share.append(name)
    return sorted(share)


def timed(
    names: Sequence[str], timings: Timings, kind: str | None, default: float | None
) -> tuple[dict[str, float] | None, str | None]:
    """The seconds of each name and what to say about them; None if no name has a time.

    `kind` is one of the kinds of timings, None for the one that knows most names. A name without a time takes the
    `default`, or else as long as others take on average.
    """
    from wflint.localrun.stores.timings import KINDS

    wanted = set(names)
    kinds = KINDS if kind is None else (kind,)
    known = {each: {_plain(name): seconds for name, seconds in timings.of(each).items()} for each in kinds}
    best = max(kinds, key=lambda each: sum(_plain(name) in known[each] for name in wanted))
    found = {name: known[best][_plain(name)] for name in wanted if _plain(name) in known[best]}
    if not found:
        if kind is None:
            return None, "Error auto-detecting timing type, falling back to weighting by name."
        return None, (
            "Requested weighting by historical based timing, but they are not present. "
            "Falling back to weighting by name."
        )
    missing = sum(found.values()) / len(found) if default is None else default
    words = f"Splitting by timings of earlier local runs ({best}): {len(found)} of {len(wanted)} tests have one."
    return {name: found.get(name, missing) for name in wanted}, words


def _plain(name: str) -> str:
    return name.removeprefix("./")
