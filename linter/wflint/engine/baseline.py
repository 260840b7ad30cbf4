"""A baseline: what was found on the day a team began, so that only what is new is reported."""

from __future__ import annotations

from collections import Counter

from wflint.errors import SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.diagnostic import Diagnostic

VERSION = 1
LONG_LINE = 2_000


def fingerprint(diagnostic: Diagnostic, occurrence: int = 0) -> str:
    """A name for a diagnostic that stays while lines above it come and go: 64 hexadecimal digits.

    It depends on the path, the rule, the message, the line's text without indentation (of a long line, what is around
    the place), and which occurrence of these it is, from 0.
    """
    from hashlib import sha256

    place = diagnostic.place
    start, end = place.source.line_span(place.source.line_column(place.span.start)[0])
    if end - start > LONG_LINE:
        start, end = max(start, place.span.start - LONG_LINE), min(end, place.span.start + LONG_LINE)
    text = place.source.text[start:end].strip()
    parts = (place.source.path.replace("\\", "/"), diagnostic.rule, diagnostic.message, text, str(occurrence))
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def write_baseline(diagnostics: Iterable[Diagnostic]) -> str:
    """The text of a baseline file: one entry a diagnostic, in their order, one a line."""
    import json

    entries = [
        json.dumps(
            {
                "path": diagnostic.place.source.path.replace("\\", "/"),
                "rule": diagnostic.rule,
                "message": diagnostic.message,
                "fingerprint": fingerprint(diagnostic),
            },
            ensure_ascii=False,
        )
        for diagnostic in diagnostics
    ]
    body = ",\n".join(f"    {entry}" for entry in entries)
    return f'{{\n  "version": {VERSION},\n  "diagnostics": [{chr(10) + body + chr(10) + "  " if entries else ""}]\n}}\n'


def read_baseline(text: str, path: str) -> Counter[str]:
    """How often each fingerprint is in a baseline. Raises `SettingsError` for a text that is none."""
    import json

    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"`{path}` is no baseline: {error}") from error
    version = data.get("version") if isinstance(data, dict) else None
    entries = data.get("diagnostics") if isinstance(data, dict) else None
    if version != VERSION or not isinstance(entries, list):
        raise SettingsError(f"`{path}` is no baseline of version {VERSION}; `--write-baseline` makes one")
    names = [entry.get("fingerprint") if isinstance(entry, dict) else None for entry in entries]
    if not all(isinstance(name, str) for name in names):
        raise SettingsError(f"`{path}` has entries without a `fingerprint`")
    return Counter(str(name) for name in names)


def new_diagnostics(diagnostics: Iterable[Diagnostic], baseline: Counter[str]) -> list[Diagnostic]:
    """What a baseline does not have; of several equal ones as many are left out as it has."""
    remaining = Counter(baseline)
    new = []
    for diagnostic in diagnostics:
        name = fingerprint(diagnostic)
        if remaining[name] > 0:
            remaining[name] -= 1
        else:
            new.append(diagnostic)
    return new
