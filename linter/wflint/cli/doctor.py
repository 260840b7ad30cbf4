"""`wflint doctor`: what of local runs works on this machine."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from wflint.cli.files import write_result
from wflint.cli.options import OutputOption

if TYPE_CHECKING:
    from wflint.localrun.sandbox.doctor import Examination, Finding

VERSION = 1
"""Of the JSON."""


def doctor(
    *,
    output_format: Annotated[Literal["text", "json"], typer.Option("--format", help="What to write.")] = "text",
    output: OutputOption = None,
) -> int:
    """Say which sandboxes `wflint run` can use on this machine.

    What to do about those that do not work is said too. The exit code is 1 if workflows cannot be run here.
    """
    from wflint.localrun.sandbox.doctor import examine

    examination = examine()
    write_result(_to_json(examination) if output_format == "json" else _to_text(examination), output)
    return 0 if examination.is_healthy else 1


def _to_text(examination: "Examination") -> str:
    lines = [examination.system, "", "sandboxes", *_table(examination.backends), ""]
    if examination.chosen is None:
        lines.append("jobs cannot be run: none of bubblewrap and namespace works")
    else:
        lines.append(f"jobs run in: an engine that has their image, else {examination.chosen}")
    return "\n".join([*lines, "", "programs", *_table(examination.tools), ""])


def _table(findings: "tuple[Finding, ...]") -> list[str]:
    width = max(len(finding.name) for finding in findings)
    indent = " " * (width + 9)
    lines = []
    for finding in findings:
        word = "yes" if finding.works else "no"
        lines.append(f"  {finding.name:{width}}  {word:3}  {finding.detail or finding.reason}".rstrip())
        if finding.advice:
            lines.append(f"{indent}{finding.advice}")
    return lines


def _to_json(examination: "Examination") -> str:
    import json
    from dataclasses import asdict

    return json.dumps({"version": VERSION, **asdict(examination)}, indent=2, ensure_ascii=False) + "\n"
