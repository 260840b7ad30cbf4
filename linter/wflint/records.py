"""Named tuples that cost a start next to nothing.

`typing.NamedTuple` compiles the annotation of every field and the source of a constructor for every class: for the
hundred classes that a plain check makes, a quarter of its time. Here annotations stay text, and all constructors of as
many fields share one code, with the fields' names put in.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import CodeType, FunctionType
    from typing import Any, NamedTuple, Self
else:
    from types import FunctionType

__all__ = ["NamedTuple"]

_new = tuple.__new__
_CODES: tuple[CodeType, ...] = tuple(
    constructor.__code__
    for constructor in (
        lambda _cls: _new(_cls, ()),
        lambda _cls, a: _new(_cls, (a,)),
        lambda _cls, a, b: _new(_cls, (a, b)),
        lambda _cls, a, b, c: _new(_cls, (a, b, c)),
        lambda _cls, a, b, c, d: _new(_cls, (a, b, c, d)),
        lambda _cls, a, b, c, d, e: _new(_cls, (a, b, c, d, e)),
        lambda _cls, a, b, c, d, e, f: _new(_cls, (a, b, c, d, e, f)),
        lambda _cls, a, b, c, d, e, f, g: _new(_cls, (a, b, c, d, e, f, g)),
        lambda _cls, a, b, c, d, e, f, g, h: _new(_cls, (a, b, c, d, e, f, g, h)),
        lambda _cls, a, b, c, d, e, f, g, h, i: _new(_cls, (a, b, c, d, e, f, g, h, i)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j: _new(_cls, (a, b, c, d, e, f, g, h, i, j)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m, n)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o: _new(_cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p: _new(
            _cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p)
        ),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q: _new(
            _cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q)
        ),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r: _new(
            _cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r)
        ),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s: _new(
            _cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s)
        ),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t: _new(
            _cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t)
        ),
        lambda _cls, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u: _new(
            _cls, (a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q, r, s, t, u)
        ),
    )
)


class _Record(tuple):  # type: ignore[type-arg]  # its fields are of many types
    """What all records have in common; the names are those of `collections.namedtuple`."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()
    _field_defaults: dict[str, object] = {}  # noqa: RUF012 -- as `collections.namedtuple` has it

    @classmethod
    def _make(cls, values: Iterable[object]) -> Self:
        made: Self = _new(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self, /, **changes: object) -> Self:
        made = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"Got unexpected field names: {list(changes)!r}")
        return made

    def _asdict(self) -> dict[str, object]:
        return dict(zip(self._fields, self, strict=True))

    def __getnewargs__(self) -> tuple[object, ...]:
        return tuple(self)

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{type(self).__name__}({fields})"


class _Maker(type):
    """What a class of records is made by; its instance is the base they are written with."""

    def __new__(cls, name: str, _bases: tuple[type, ...], namespace: dict[str, Any]) -> Any:
        fields = tuple(namespace.get("__annotations__", ()))
        defaults = dict(_defaults(name, fields, namespace))
        namespace |= {
            "__slots__": (),
            "__match_args__": fields,
            "__new__": _constructor(name, fields, tuple(defaults.values())),
            "_fields": fields,
            "_field_defaults": defaults,
        }
        for position, field in enumerate(fields):
            namespace[field] = _getter(position)
        return type(name, (_Record,), namespace)


def _defaults(name: str, fields: tuple[str, ...], namespace: dict[str, Any]) -> Iterator[tuple[str, object]]:
    seen = ""
    for field in fields:
        if field in namespace:
            seen = field
            yield field, namespace[field]
        elif seen:
            raise TypeError(f"field {field} of {name} without a default cannot follow {seen}, which has one")


def _constructor(name: str, fields: tuple[str, ...], defaults: tuple[object, ...]) -> Any:
    if len(fields) >= len(_CODES):
        from collections import namedtuple

        return namedtuple(name, fields, defaults=defaults).__new__  # noqa: PYI024
    code = _CODES[len(fields)].replace(co_qualname=f"{name}.__new__", co_varnames=("_cls", *fields))
    return FunctionType(code, globals(), "__new__", defaults)


def _getter(position: int) -> object:
    try:
        from _collections import _tuplegetter  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        from operator import itemgetter

        return property(itemgetter(position))
    return _tuplegetter(position, None)


if not TYPE_CHECKING:
    NamedTuple = type.__new__(_Maker, "NamedTuple", (), {})
    """The base of a record: what `typing.NamedTuple` is, for modules with `from __future__ import annotations`."""
