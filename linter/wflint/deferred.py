"""Regular expressions that are compiled when they are first used: a plain check meets dozens and needs few."""

from __future__ import annotations

import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern

_compile = re.compile
_AWAITED: set[str] = set()


def regex(pattern: str, flags: int = 0) -> Pattern[str]:
    """What `re.compile` gives, for the top level of a module: costs nothing until a method of it is asked for.

    A mistake in the pattern is raised then too.
    """
    return _Deferred(pattern, flags)  # type: ignore[return-value] # it has the attributes, not the class


def import_deferred(module: str) -> None:
    """Import a module of somebody else as if it made its regular expressions with `regex`.

    `re.compile` is another while that lasts, so this is for a process that is ours and has one thread. Nothing
    happens if the module is there already.
    """
    if module in sys.modules:
        return
    vars(re)["compile"] = _Deferred
    try:
        __import__(module)
    finally:
        vars(re)["compile"] = _compile


def await_import(module: str) -> None:
    """Let `import_awaited` do for a module what `import_deferred` does; without this it does nothing."""
    _AWAITED.add(module)


def import_awaited(module: str) -> None:
    """Import a module with `import_deferred` if this process may, as `await_import` says."""
    if module in _AWAITED:
        import_deferred(module)


class _Deferred:
    """Gets an attribute from the compiled expression once, and keeps it."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.made_of = pattern, flags

    def __getattr__(self, name: str) -> object:
        value: object = getattr(_compile(*self.made_of), name)
        self.__dict__[name] = value
        return value

    def __reduce__(self) -> tuple[object, ...]:
        return _Deferred, self.made_of
