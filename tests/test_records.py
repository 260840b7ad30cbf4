"""Records behave as the named tuples of the standard library do, which is what type checkers take them for."""

from __future__ import annotations

import copy
import pickle
from collections import namedtuple

import pytest

from wflint.records import NamedTuple


class Point(NamedTuple):
    """A point."""

    across: int
    down: int = 0

    @property
    def total(self) -> int:
        """Both."""
        return self.across + self.down


class Wide(NamedTuple):
    """More fields than constructors are prepared for."""

    a: int
    b: int
    c: int
    d: int
    e: int
    f: int
    g: int
    h: int
    i: int
    j: int
    k: int
    m: int
    n: int
    o: int
    p: int
    q: int
    r: int
    s: int
    t: int
    u: int
    v: int = 20


class Nothing(NamedTuple):
    """No fields."""


PLAIN = namedtuple("PLAIN", ["across", "down"], defaults=[0])  # noqa: PYI024 -- the model


def test_a_record_is_a_tuple_with_names() -> None:
    point = Point(1, down=2)

    assert point == (1, 2)
    assert tuple(point) == PLAIN(1, 2)
    assert (point.across, point.down, point.total) == (1, 2, 3)
    assert repr(point) == "Point(across=1, down=2)"
    assert Point(4) == (4, 0)
    assert Point.__doc__ == "A point."
    assert not hasattr(point, "__dict__")


def test_it_has_what_named_tuples_have() -> None:
    point = Point(1, 2)

    assert Point._fields == PLAIN._fields
    assert Point._field_defaults == PLAIN._field_defaults
    assert point._replace(down=5) == (1, 5)
    assert type(point._replace(down=5)) is Point
    assert point._asdict() == {"across": 1, "down": 2}
    assert Point._make([7, 8]) == (7, 8)
    assert Point.__match_args__ == ("across", "down")


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_it_can_be_copied_and_stored(again: type) -> None:
    assert type(again(Point(1, 2))) is Point
    assert again(Point(1, 2)) == (1, 2)


def test_many_fields_and_none_are_fields_too() -> None:
    assert Wide(*range(20)) == (*range(20), 20)
    assert Wide(*range(20))._replace(v=1).v == 1
    assert Nothing() == ()
    assert repr(Nothing()) == "Nothing()"


@pytest.mark.parametrize(
    ("arguments", "named", "message"),
    [
        ((), {}, "missing 1 required positional argument: 'across'"),
        ((1, 2, 3), {}, "from 2 to 3 positional arguments but 4 were given"),
        ((1,), {"up": 1}, "unexpected keyword argument 'up'"),
    ],
)
def test_wrong_arguments_are_refused(arguments: tuple[int, ...], named: dict[str, int], message: str) -> None:
    with pytest.raises(TypeError, match=message) as refused:
        Point(*arguments, **named)

    assert str(refused.value).startswith("Point.__new__()")


def test_unknown_and_missing_fields_are_refused() -> None:
    with pytest.raises(ValueError, match=r"unexpected field names: \['up'\]"):
        Point(1)._replace(up=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Expected 2 arguments, got 1"):
        Point._make([1])


def test_a_field_cannot_be_set() -> None:
    with pytest.raises(AttributeError):
        setattr(Point(1), "across", 2)  # noqa: B010 -- type checkers refuse the plain way


def test_a_default_before_a_field_without_one_is_refused() -> None:
    namespace = {"__annotations__": {"one": "int", "two": "int"}, "one": 1}

    with pytest.raises(TypeError, match="field two of Odd without a default cannot follow one"):
        type(NamedTuple)("Odd", (NamedTuple,), namespace)  # type: ignore[misc]
