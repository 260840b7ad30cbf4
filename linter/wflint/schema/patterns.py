"""The value syntaxes of `wflint.model.shape.texts` as regular expressions that JSON Schema understands."""

from __future__ import annotations

_COMPONENT = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_HOST = r"(?:localhost|[^/\s@]*[.:][^/\s@]*)/"

PATTERNS = {
    "docker-image": (
        rf"[$\{{\[]|^(?:{_HOST})?{_COMPONENT}(?:/{_COMPONENT})*(?::[A-Za-z0-9_][A-Za-z0-9_.-]*)?(?:@sha256:[0-9a-f]{{64}})?$"
    ),
    "duration": r"^(?:[0-9]+(?:\.[0-9]+)?[hms])+$",
    "function": (
        r"^[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(?:/[A-Za-z0-9._-]+){2,}@v[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.-]+)?$"
    ),
    "orb": (r"^https://|^[a-z][a-z0-9_-]*/[a-z][a-z0-9_-]*@(?:dev:\S+|[0-9]+(?:\.[0-9]+){0,2}|volatile)$"),
    "override-with": "/",
    "rerun-delay": r"^(?:(?:10|[1-9])m|(?:[1-9][0-9]?|[1-5][0-9]{2}|600)s)$",
    "retention": r"^(?:[1-9]|[12][0-9]|30)d$",
    "serial-group": r"^[A-Za-z0-9._/-]{1,512}$",
    "step-id": r"^[a-z][a-z0-9_-]*$",
}
"""By the name of the check; checks that only warn are not here."""
