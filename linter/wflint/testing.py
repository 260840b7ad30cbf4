"""Test rules by their pages: every example of a page is run, and its markers say what must be reported.

A marker `# error: NAME[, NAME]` (or `warning`, `info`; several severities separated by `; `) at a line's end is
removed from the text before the check and names exactly what that line gets.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from wflint.analysis import Analysis
from wflint.engine.fixes import fix_source
from wflint.engine.pages import page_path, read_page
from wflint.engine.run import facts_of
from wflint.engine.selection import NO_CHOICE, select_rules
from wflint.engine.settings import Settings
from wflint.report.text import Style, to_text
from wflint.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint.diagnostic import Diagnostic
    from wflint.engine.packs import Pack
    from wflint.engine.rule import Rule

__all__ = [
    "Case",
    "Fence",
    "Finding",
    "PageError",
    "block_texts",
    "case_settings",
    "cases_of",
    "expected",
    "fences",
    "found",
    "page_cases",
    "page_path",
    "plain_files",
    "renewed_page",
    "run_case",
]

TODAY = date(2026, 8, 1)
"""The day on which pages are checked."""

DEFAULT_PATH = ".circleci/config.yml"

_FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>```+)(?P<info>.*)$")
_MARKER = re.compile(
    r"[ \t]*# (?P<findings>(?:error|warning|info): [a-z0-9-]+(?:(?:, |; (?:error|warning|info): )[a-z0-9-]+)*)$"
)
_ESCAPE = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})")


class PageError(ValueError):
    """A page that is not written as the harness reads it."""


class Finding(NamedTuple):
    """One diagnostic as a marker names it; `line` is 1-based."""

    path: str
    line: int
    severity: str
    rule: str


class Fence(NamedTuple):
    """A fenced block of a page; `line` is the 1-based line of its opening, `words` what follows the language."""

    line: int
    language: str
    words: tuple[str, ...]
    text: str


class Case(NamedTuple):
    """An example of a page: files by path as written with markers, and what else the page says of them.

    `settings` is TOML, `arguments` are options of `wflint check` (`--unsafe-fixes`), `diagnostics` is the block with
    the whole text output, `fixed` are the blocks with files after the fix, by path; empty or None where the page does
    not say.
    """

    rule: str
    line: int
    files: dict[str, str]
    escaped: bool = False
    settings: str = ""
    arguments: tuple[str, ...] = ()
    diagnostics: Fence | None = None
    fixed: tuple[tuple[str, Fence], ...] = ()


def page_cases(rule: Rule) -> tuple[Case, ...]:
    """The examples of a rule's page, in order. Raises `PageError` if it is malformed, `PackError` if it is missing."""
    return cases_of(rule.name, read_page(rule))


def cases_of(rule: str, page: str) -> tuple[Case, ...]:
    """The examples of a page's text.

    A `yaml` fence is an example; adjacent fences with `file=PATH` are one of several files.
    `toml settings` and `text args` fences come before the example they belong to, `diagnostics` and `fixed` after.
    """
    cases: list[Case] = []
    pending: dict[str, str] = {}
    joinable = 0
    for fence in fences(page):
        path = next((word.removeprefix("file=") for word in fence.words if word.startswith("file=")), None)
        if "settings" in fence.words or "args" in fence.words:
            pending["settings" if "settings" in fence.words else "args"] = fence.text
        elif fence.language == "yaml":
            escaped = "escaped" in fence.words
            if path is not None and joinable == fence.line and not pending:
                cases[-1].files[path] = fence.text
            else:
                files = {path or DEFAULT_PATH: fence.text}
                arguments = tuple(pending.pop("args", "").split())
                cases.append(Case(rule, fence.line, files, escaped, pending.pop("settings", ""), arguments))
            joinable = _next_text_line(page, fence) if path is not None else 0
        elif fence.language == "diagnostics":
            cases[-1] = _last(cases, fence)._replace(diagnostics=fence)
        elif fence.language == "fixed":
            case = _last(cases, fence)
            target = path or next(iter(case.files))
            cases[-1] = case._replace(fixed=(*case.fixed, (target, fence)))
    return tuple(cases)


def fences(page: str) -> list[Fence]:
    """The fenced blocks of a Markdown text."""
    found: list[Fence] = []
    opening: re.Match[str] | None = None
    first = 0
    body: list[str] = []
    for number, line in enumerate(page.split("\n"), 1):
        match = _FENCE.match(line)
        if opening is None:
            if match:
                opening, first, body = match, number, []
        elif match and match["ticks"] == opening["ticks"] and not match["info"].strip():
            language, *words = opening["info"].split() or [""]
            found.append(Fence(first, language, tuple(words), "".join(f"{text}\n" for text in body)))
            opening = None
        else:
            body.append(line.removeprefix(opening["indent"]))
    if opening is not None:
        raise PageError(f"line {first}: the fence is not closed")
    return found


def expected(case: Case) -> list[Finding]:
    """What the markers of a case say, in the order of path, line and name."""
    findings = []
    for path, text in case.files.items():
        for number, line in enumerate(text.split("\n"), 1):
            match = _MARKER.search(line)
            for part in match["findings"].split("; ") if match else ():
                severity, _, names = part.partition(": ")
                findings += [Finding(path, number, severity, name) for name in names.split(", ")]
    return sorted(findings)


def plain_files(case: Case) -> dict[str, str]:
    """The files of a case without markers, escapes replaced by what they stand for."""
    return {path: _plain(text, escaped=case.escaped) for path, text in case.files.items()}


def run_case(case: Case, packs: Sequence[Pack]) -> tuple[Diagnostic, ...]:
    """Check the files of a case; what other rules than the page's and those named by markers say is left out."""
    sources = [Source(text, path) for path, text in plain_files(case).items()]
    return tuple(diagnostic for source in sources for diagnostic in _diagnostics(case, packs, source, sources))


def block_texts(case: Case, packs: Sequence[Pack]) -> dict[Fence, str]:
    """What the `diagnostics` and `fixed` blocks of a case must hold."""
    texts: dict[Fence, str] = {}
    if case.diagnostics is not None:
        texts[case.diagnostics] = to_text(run_case(case, packs), Style())
    sources = {path: Source(text, path) for path, text in plain_files(case).items()}
    for path, fence in case.fixed:
        result = fix_source(
            sources[path],
            lambda source: _diagnostics(case, packs, source, list(sources.values())),
            unsafe="--unsafe-fixes" in case.arguments,
        )
        texts[fence] = _escape(result.source.text) if "escaped" in fence.words else result.source.text
    return texts


def renewed_page(rule: Rule, packs: Sequence[Pack]) -> str:
    """A rule's page with its `diagnostics` and `fixed` blocks as they must be."""
    texts = {fence: text for case in page_cases(rule) for fence, text in block_texts(case, packs).items()}
    lines = read_page(rule).split("\n")
    for fence, text in sorted(texts.items(), reverse=True):
        lines[fence.line : fence.line + fence.text.count("\n")] = text.split("\n")[:-1]
    return "\n".join(lines)


def _diagnostics(
    case: Case, packs: Sequence[Pack], source: Source, sources: Sequence[Source]
) -> tuple[Diagnostic, ...]:
    wanted = {case.rule} | {finding.rule for finding in expected(case)}
    settings = case_settings(case)
    siblings = tuple(Analysis(other).config for other in sources if other.path != source.path)
    rules = select_rules(packs, settings, source.path, NO_CHOICE)
    diagnostics = Analysis(source).diagnostics(rules, facts_of(settings, packs, lambda: TODAY, siblings))
    return tuple(diagnostic for diagnostic in diagnostics if diagnostic.rule in wanted)


def case_settings(case: Case) -> Settings:
    """The settings a case is checked with."""
    if not case.settings:
        return Settings()
    import tomllib

    from wflint.engine.settings_table import settings_of

    return settings_of(tomllib.loads(case.settings), "settings")


def found(diagnostics: Sequence[Diagnostic]) -> list[Finding]:
    """Diagnostics as markers would name them, in the order of path, line and name."""
    return sorted(
        Finding(
            diagnostic.place.source.path,
            diagnostic.place.source.line_column(diagnostic.place.span.start)[0],
            diagnostic.severity.word,
            diagnostic.rule,
        )
        for diagnostic in diagnostics
    )


def _plain(text: str, *, escaped: bool) -> str:
    lines = [_MARKER.sub("", line) for line in text.split("\n")]
    plain = "\n".join(lines)
    return _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), plain) if escaped else plain


def _escape(text: str) -> str:
    return "".join(char if char.isascii() else f"\\u{ord(char):04x}" for char in text)


def _next_text_line(page: str, fence: Fence) -> int:
    """The 1-based line of the next text after a fence."""
    lines = page.split("\n")
    number = fence.line + fence.text.count("\n") + 2
    while number <= len(lines) and not lines[number - 1].strip():
        number += 1
    return number


def _last(cases: list[Case], fence: Fence) -> Case:
    if not cases:
        raise PageError(f"line {fence.line}: a `{fence.language}` block needs an example before it")
    return cases[-1]
