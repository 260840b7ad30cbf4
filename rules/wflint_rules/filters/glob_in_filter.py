"""Names in filters that no branch or tag can have: globs, and regular expressions without slashes."""

from __future__ import annotations

import re

from wflint import CompiledWorkflow, Edit, Fix, Problem, Severity, regex, rule
from wflint_rules.filters.written import patterns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Scalar

_GLOB = regex(r"[*?\[]")
_REGEX = regex(r"\.[*+]|[\^$|+()\\]|\]\*")


@rule(
    "glob-in-filter",
    summary="A name in a filter holds `*`, which stands for itself there",
    on=CompiledWorkflow,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/#branches",
)
def glob_in_filter(workflow: CompiledWorkflow, _: Context) -> Iterator[Problem]:
    """Characters that git forbids in names, so that the pattern never matches."""
    for kind, scalar in patterns(workflow):
        text = scalar.value
        glob = _GLOB.search(text)
        if glob is None or _is_regex(text):
            continue
        written = _regex(text)
        message = f"`{text}` is a name here, not a pattern, and no {kind} can have `{glob.group()}` in its name"
        yield Problem(scalar.place, message, help=f"write `{written}`", fix=_fix(scalar, written))


def _is_regex(text: str) -> bool:
    return len(text) > 1 and text[0] == text[-1] == "/"


def _regex(text: str) -> str:
    """The regular expression that is meant: what looks like one between slashes, a glob translated."""
    if _REGEX.search(text):
        return f"/{text.removeprefix('/').removesuffix('/')}/"
    translated = "".join({"*": ".*", "?": ".", ".": "\\.", "/": "\\/"}.get(letter, letter) for letter in text)
    return f"/{re.sub(r'(?:[.][*])+', '.*', translated)}/"


def _fix(scalar: Scalar, regex: str) -> Fix | None:
    start, end = scalar.span
    written = scalar.source.text[start:end]
    if written == scalar.value and re.fullmatch(r"[\w./*\\^$+()|-]+", regex):
        return Fix(f"write `{regex}`", (Edit(scalar.span, regex),), safe=False)
    if written == f"'{scalar.value}'":
        return Fix(f"write `{regex}`", (Edit(scalar.span, f"'{regex}'"),), safe=False)
    return None
