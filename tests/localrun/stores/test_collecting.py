from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wflint.localrun.stores.caches import Archive
from wflint.localrun.stores.collecting import Limits, collect, forget_old, size_of
from wflint.localrun.stores.state import State

if TYPE_CHECKING:
    from pathlib import Path


def a_run(state: State, size: int = 0) -> None:
    own = state.begin()
    with open(os.path.join(own.directory.path, "big"), "wb") as file:
        file.write(b"x" * size)
    own.close()


def numbers(state: State) -> list[int]:
    return [run.number for run in state.runs()]


def test_the_newest_runs_are_kept(tmp_path: Path) -> None:
    state = State(str(tmp_path))
    for _ in range(4):
        a_run(state)
    collected = collect(state, Limits(runs=2))

    assert collected.runs == (1, 2)
    assert numbers(state) == [3, 4]


def test_runs_that_take_too_much_room_are_removed_oldest_first(tmp_path: Path) -> None:
    state = State(str(tmp_path))
    for _ in range(3):
        a_run(state, 100_000)
    collected = collect(state, Limits(run_bytes=250_000))

    assert collected.runs == (1,)
    assert collected.before - collected.after >= 100_000


def test_a_run_that_goes_on_is_left_alone(tmp_path: Path) -> None:
    state = State(str(tmp_path))
    own = state.begin()
    os.makedirs(own.directory.source)
    a_run(state)
    collect(state, Limits(runs=0))

    assert numbers(state) == [1]
    assert os.path.isdir(own.directory.source)
    own.close()


def test_snapshots_of_killed_runs_go_their_results_stay(tmp_path: Path) -> None:
    state = State(str(tmp_path))
    own = state.begin()
    os.makedirs(own.directory.source)
    os.makedirs(own.directory.artifacts)
    own.close()
    collect(state, Limits())

    assert sorted(os.listdir(own.directory.path)) == ["artifacts", "lock"]


def test_caches_go_if_nothing_may_stay(tmp_path: Path) -> None:
    state = State(str(tmp_path))
    directory = state.caches.begin()
    path = os.path.join(directory, "home.tar")
    with open(path, "wb") as file:
        file.write(b"x")
    state.caches.keep(directory, "k", [Archive(base="~", path=path)])
    collected = collect(state, Limits(cache_bytes=0))

    assert collected.caches == ("k",)
    assert list(state.caches.caches()) == []


def test_a_new_run_lets_the_oldest_go(tmp_path: Path) -> None:
    state = State(str(tmp_path))
    own = state.begin()
    for _ in range(4):
        a_run(state)
    forget_old(state, keep=2)
    own.close()

    assert numbers(state) == [1, 4, 5]


def test_nothing_to_collect_is_no_failure(tmp_path: Path) -> None:
    collected = collect(State(str(tmp_path / "none")), Limits())

    assert (collected.runs, collected.caches, collected.before, collected.after) == ((), (), 0, 0)


def test_what_has_two_names_counts_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100_000)
    before = size_of(str(tmp_path))
    os.link(tmp_path / "a", tmp_path / "b")

    assert size_of(str(tmp_path)) == before
