"""What one rule finds in a text, for tests of what a page cannot show."""

from __future__ import annotations

from wflint.engine.packs import load_packs
from wflint.testing import Case, run_case

JOBS = """\
version: 2.1
parameters:
  name: {type: string, default: x}
jobs:
  a: &job {machine: {image: ubuntu-2404:current}, steps: [checkout]}
  b: *job
  c: *job
  m: {parameters: {v: {type: string, default: ""}}, machine: {image: ubuntu-2404:current}, steps: [checkout]}
  n: {parameters: {v: {type: string, default: ""}}, machine: {image: ubuntu-2404:current}, steps: [checkout]}
workflows:
  w:
    jobs:
"""


def findings(rule: str, text: str, before: str = "") -> list[str]:
    """The diagnostics of a rule as `LINE: MESSAGE`, with the lines of related places after it.

    Lines are those of the text; `before` is a text that goes before it.
    """
    found = []
    for diagnostic in run_case(Case(rule, 1, {".circleci/config.yml": before + text}), load_packs()):
        places = (diagnostic.place, *(related.place for related in diagnostic.related))
        first, *others = [place.source.line_column(place.span.start)[0] - before.count("\n") for place in places]
        found.append(f"{first}: {diagnostic.message}{''.join(f' @{line}' for line in others)}")
    return found


def in_workflow(rule: str, entries: str) -> list[str]:
    """What a rule finds in the entries of a workflow, a list in brackets or lines with dashes.

    The jobs `a`, `b` and `c` are defined, and with a parameter `v` the jobs `m` and `n`.
    """
    return findings(rule, f"      {entries.lstrip()}", JOBS)
