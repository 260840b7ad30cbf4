from __future__ import annotations

import shlex

import pytest

from wflint.localrun.shims.options import OptionError, SplitOptions, read_options
from wflint.localrun.stores.protocol import Step

STEP = Step(job="a", node=1, nodes=3, step=0)
PLAIN = {"by": "name", "kind": None, "index": 1, "total": 3}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", {}),
        ("list", {"file": "list"}),
        ("-", {}),
        ("--split-by=timings --timings-type=classname", {"by": "timings", "kind": "classname"}),
        ("--split-by timings --timings-type file", {"by": "timings", "kind": "filename"}),
        ("--timings-type=autodetect", {}),
        ("--index 0 --total=2 --show-counts", {"index": 0, "total": 2, "has_counts": True}),
        ("--show-counts=false", {}),
        ("--time-default=1.5m", {"default": 90.0}),
        ("--time-default=200ms", {"default": 0.2}),
        ("--timings-file=x", {}),
    ],
)
def test_options_are_read_with_and_without_equals(words: str, expected: dict[str, object]) -> None:
    assert read_options(shlex.split(words), "split", STEP) == SplitOptions(**{**PLAIN, **expected})  # type: ignore[arg-type] # as the fields are


def test_a_run_has_a_command() -> None:
    assert read_options(["--command=x y", "--verbose"], "run", STEP).command == "x y"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--split-by=size", "`--split-by=size` is none of name, filesize, timings"),
        ("--timings-type=x", "`--timings-type=x` is none of filename, classname, testname, autodetect"),
        ("--what", "unknown flag: --what"),
        ("--index", "flag needs an argument: --index"),
        ("--index=x", "`--index=x` is no whole number"),
        ("--index=2 --total=2", "there is no node 2 of 2"),
        ("--index=-1", "there is no node -1 of 3"),
        ("--index=0 --total=0", "there is no node 0 of 0"),
        ("--time-default=soon", "`--time-default=soon` is no duration like 10s"),
    ],
)
def test_what_is_no_option_is_refused(words: str, message: str) -> None:
    with pytest.raises(OptionError) as error:
        read_options(words.split(), "split", STEP)

    assert str(error.value) == message
