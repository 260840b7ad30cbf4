"""The language of the settings file: keys, types, and what is said of mistakes in it."""

from __future__ import annotations

import re

from wflint.deferred import regex
from wflint.diagnostic import Severity
from wflint.engine.settings import Settings
from wflint.errors import SettingsError
from wflint.spelling import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from wflint.engine.packs import Pack
    from wflint.engine.rule import Option

PLATFORMS = ("cloud", "server")
_REQUIREMENT = regex(r"\s*(?P<operator>==|!=|>=|<=|>|<)?\s*(?P<version>\d+(?:\.\d+)*)\s*")


def settings_of(data: Mapping[str, Any], path: str) -> Settings:
    """Settings from a table. Raises `SettingsError` with the key that is wrong."""
    values: dict[str, Any] = {}
    for key, value in data.items():
        read = READERS.get(key)
        if read is None:
            raise SettingsError(f"`{path}`: unknown key `{key}`{_hint(key, READERS)}")
        try:
            values[key.replace("-", "_")] = read(value)
        except SettingsError as error:
            raise SettingsError(f"`{path}`: `{key}`{error}") from error
    return Settings(path=path, **values)


def check_settings(settings: Settings, packs: Iterable[Pack], version: str) -> None:
    """Raise `SettingsError` for rules and options that do not exist, or a `required-version` that is not this one."""
    _check_version(settings, version)
    rules = {rule.name: rule for pack in packs for rule in pack.rules}
    named = {
        "select": settings.select or (),
        "ignore": settings.ignore,
        "extend-select": settings.extend_select,
        "severity": settings.severity,
        "per-file-ignores": [name for names in settings.per_file_ignores.values() for name in names],
        "rules": settings.rules,
    }
    for key, names in named.items():
        for name in names:
            if name not in rules:
                raise SettingsError(f"`{settings.path}`: `{key}`: no rule is named `{name}`{_hint(name, rules)}")
    for name, values in settings.rules.items():
        options = {option.name: option for option in rules[name].options}
        for key, value in values.items():
            _check_option(f"`{settings.path}`: `rules.{name}.{key}`", options, key, value)


def _check_option(where: str, options: Mapping[str, Option], key: str, value: object) -> None:
    option = options.get(key)
    if option is None:
        raise SettingsError(f"{where}: the rule has no such option{_hint(key, options)}")
    wanted = type(option.default)
    if type(value) is not wanted or (isinstance(value, tuple) and not all(isinstance(item, str) for item in value)):
        words = {bool: "true or false", int: "a whole number", str: "a string", tuple: "a list of strings"}
        raise SettingsError(f"{where} must be {words[wanted]}")


def _check_version(settings: Settings, version: str) -> None:
    if settings.required_version is None:
        return
    ours = _release(version)
    for part in settings.required_version.split(","):
        match = _REQUIREMENT.fullmatch(part)
        if match is None:
            raise SettingsError(f"`{settings.path}`: `required-version` must be like `>=0.1`, `<0.3` or `0.1.0`")
        theirs = _release(match["version"])
        if not _COMPARE[match["operator"] or "=="](ours, theirs):
            required = settings.required_version
            raise SettingsError(f"`{settings.path}` requires wflint {required}, and this is {version}")


def _release(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in re.findall(r"\d+", version)[:4]]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


_COMPARE: dict[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    "==": lambda ours, theirs: ours == theirs,
    "!=": lambda ours, theirs: ours != theirs,
    ">=": lambda ours, theirs: ours >= theirs,
    "<=": lambda ours, theirs: ours <= theirs,
    ">": lambda ours, theirs: ours > theirs,
    "<": lambda ours, theirs: ours < theirs,
}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise SettingsError(" must be a string")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise SettingsError(" must be a list of strings")
    return tuple(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise SettingsError(" must be true or false")
    return value


def _table(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SettingsError(" must be a table")
    return value


def _severities(value: object) -> dict[str, Severity]:
    words = {severity.word: severity for severity in Severity}
    found = {}
    for name, word in _table(value).items():
        if word not in words:
            raise SettingsError(f".{name} must be `error`, `warning` or `info`")
        found[name] = words[word]
    return found


def _ignores(value: object) -> dict[str, tuple[str, ...]]:
    found = {}
    for pattern, names in _table(value).items():
        try:
            found[pattern] = _texts(names)
        except SettingsError as error:
            raise SettingsError(f'."{pattern}"{error}') from error
    return found


def _options(value: object) -> dict[str, dict[str, object]]:
    found = {}
    for name, options in _table(value).items():
        if not isinstance(options, dict):
            raise SettingsError(f".{name} must be a table")
        found[name] = {key: tuple(item) if isinstance(item, list) else item for key, item in options.items()}
    return found


def _platform(value: object) -> str:
    if value not in PLATFORMS:
        raise SettingsError(" must be `cloud` or `server`")
    return str(value)


READERS: dict[str, Callable[[object], object]] = {
    "select": _texts,
    "ignore": _texts,
    "extend-select": _texts,
    "severity": _severities,
    "per-file-ignores": _ignores,
    "rules": _options,
    "files": _texts,
    "platform": _platform,
    "orb-paths": _texts,
    "contexts": _texts,
    "required-version": _text,
    "honor-cci-ignore": _flag,
}
"""The keys of the settings file, with what reads their values."""


def _hint(name: str, known: Iterable[str]) -> str:
    question = did_you_mean(name, known)
    return f"; {question}" if question else ""
