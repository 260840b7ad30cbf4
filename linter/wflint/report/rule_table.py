"""All rules at a glance: for a terminal, as JSON, and as the page `docs/rules.md`."""

from __future__ import annotations

import json

from wflint.engine.pages import family
from wflint.report.color import paint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wflint.engine.packs import Pack
    from wflint.engine.rule import Rule

HEAD = """# Rules

Made by `wflint rules --format markdown`; a test compares the two.
`wflint explain NAME` shows a rule's page, with examples.

- **error**: CircleCI rejects the config, or a job fails whenever it runs.
- **warning**: it fails or misbehaves for a named event, value or path, or is dated or risky.
- **info**: true, harmless, good to know; shown with `--min-severity info`.
"""


def to_table(packs: Iterable[Pack], *, color: bool) -> str:
    """One line a rule, by family: name, severity, summary."""
    rules = [rule for pack in packs for rule in pack.rules]
    width = max((len(rule.name) for rule in rules), default=0)
    parts = []
    for name, members in by_family(rules):
        parts.append(f"{paint(name, 'rule', color=color)}\n")
        for rule in members:
            severity = paint(f"{rule.severity.word:<7}", rule.severity.word, color=color)
            parts.append(f"  {rule.name:<{width}}  {severity}  {rule.summary}\n")
    return "".join(parts)


def to_json(packs: Iterable[Pack]) -> str:
    """A list of objects, one a rule, in the order of the packs."""
    data = [
        {
            "name": rule.name,
            "pack": pack.name,
            "family": family(rule),
            "severity": rule.severity.word,
            "summary": rule.summary,
            "since": rule.since,
            "source": rule.source,
            "options": {option.name: {"default": option.default, "summary": option.summary} for option in rule.options},
        }
        for pack in packs
        for rule in pack.rules
    ]
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def to_markdown(packs: Iterable[Pack]) -> str:
    """The page with a table a family."""
    parts = [HEAD]
    for name, members in by_family([rule for pack in packs for rule in pack.rules]):
        parts.append(f"\n## {name}\n\n| rule | severity | finds |\n|---|---|---|\n")
        for rule in members:
            link = f"../rules/{rule.check.__module__.replace('.', '/')}.md"
            summary = rule.summary.replace("|", "\\|")
            parts.append(f"| [`{rule.name}`]({link}) | {rule.severity.word} | {summary} |\n")
    return "".join(parts)


def by_family(rules: Iterable[Rule]) -> list[tuple[str, Sequence[Rule]]]:
    """Rules by family, in the order in which families appear; inside a family by name."""
    families: dict[str, list[Rule]] = {}
    for rule in rules:
        families.setdefault(family(rule), []).append(rule)
    return [(name, sorted(members, key=lambda rule: rule.name)) for name, members in families.items()]
