"""JUnit's XML, as CircleCI's `store_test_results` reads it: a suite a file, a failed test a diagnostic."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from wflint.report.concise import headline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.diagnostic import Diagnostic
    from wflint.report.result import Result

# https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(result: Result) -> str:
    """Suites in the order of the files; a file without diagnostics has one test, and that passes."""
    total = sum(max(1, len(_of(result, path))) for path in _paths(result))
    head = f'<testsuites name="wflint" tests="{total}" failures="{len(result.diagnostics)}">'
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', head, *_suites(result), "</testsuites>", ""])


def _suites(result: Result) -> Iterator[str]:
    for path in _paths(result):
        found = _of(result, path)
        name = _attribute(path)
        yield f'  <testsuite name={name} tests="{max(1, len(found))}" failures="{len(found)}" errors="0" skipped="0">'
        if not found:
            yield f'    <testcase classname={name} name="wflint" time="0"/>'
        for diagnostic in found:
            yield from _case(diagnostic, name)
        yield "  </testsuite>"


def _case(diagnostic: Diagnostic, file: str) -> Iterator[str]:
    place = diagnostic.place
    line, column = place.source.line_column(place.span.start)
    text = headline(diagnostic) + (f"\nhelp: {diagnostic.help}" if diagnostic.help else "")
    name = _attribute(f"{diagnostic.rule} {line}:{column}")
    yield f'    <testcase classname={file} name={name} file={file} line="{line}" time="0">'
    yield (
        f"      <failure type={_attribute(diagnostic.severity.word)} message={_attribute(diagnostic.message)}>"
        f"{escape(_legal(text))}</failure>"
    )
    yield "    </testcase>"


def _paths(result: Result) -> list[str]:
    found = [diagnostic.place.source.path for diagnostic in result.diagnostics]
    return list(dict.fromkeys([*result.files, *found]))


def _of(result: Result, path: str) -> list[Diagnostic]:
    return [diagnostic for diagnostic in result.diagnostics if diagnostic.place.source.path == path]


def _attribute(text: str) -> str:
    return quoteattr(_legal(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _legal(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
