from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.localrun.shims.splitting import split_by_name, split_by_weight, timed
from wflint.localrun.stores.timings import Timings

NAMES = st.lists(st.text("abcd", min_size=1, max_size=3))


@given(NAMES, st.integers(1, 5))
def test_every_name_is_on_one_node(names: list[str], total: int) -> None:
    shares = [split_by_name(names, index, total) for index in range(total)]

    assert sorted(name for share in shares for name in share) == sorted(set(names))
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


@given(st.dictionaries(st.text("abcd", min_size=1, max_size=3), st.floats(0, 100)), st.integers(1, 5))
def test_every_weight_is_on_one_node_and_no_node_has_much_more(weights: dict[str, float], total: int) -> None:
    shares = [split_by_weight(weights, index, total) for index in range(total)]
    loads = [sum(weights[name] for name in share) for share in shares]

    assert sorted(name for share in shares for name in share) == sorted(weights)
    assert max(loads) - min(loads) <= max(weights.values(), default=0) + 1e-6


TIMINGS = Timings(
    {
        "filename": {"t/a.py": 2.0, "t/b.py": 4.0},
        "classname": {"t.a": 1.0, "t/a.py": 9.0},
        "testname": {},
    }
)


@pytest.mark.parametrize(
    ("names", "kind", "default", "seconds", "words"),
    [
        (
            ["./t/a.py", "t/b.py", "t/new.py"],
            None,
            None,
            {"./t/a.py": 2.0, "t/b.py": 4.0, "t/new.py": 3.0},
            "Splitting by timings of earlier local runs (filename): 2 of 3 tests have one.",
        ),
        (["t.a", "t.b"], None, 10.0, {"t.a": 1.0, "t.b": 10.0}, "(classname): 1 of 2 tests have one."),
        (["t/a.py"], "classname", None, {"t/a.py": 9.0}, "(classname): 1 of 1 tests have one."),
        (["x"], None, None, None, "Error auto-detecting timing type, falling back to weighting by name."),
        (
            ["t.a"],
            "filename",
            None,
            None,
            "timing, but they are not present. Falling back to weighting by name.",
        ),
    ],
)
def test_times_are_those_of_the_kind_that_knows_most(
    names: list[str], kind: str | None, default: float | None, seconds: dict[str, float] | None, words: str
) -> None:
    found, said = timed(names, TIMINGS, kind, default)

    assert found == seconds
    assert said is not None
    assert said.endswith(words)
