"""The pages of rules: Markdown beside their modules."""

from __future__ import annotations

from wflint.errors import PackError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.engine.rule import Rule


def page_path(rule: Rule) -> str:
    """The path of a rule's page: the `.md` beside its module."""
    return rule.check.__code__.co_filename.removesuffix(".py") + ".md"


def read_page(rule: Rule) -> str:
    """The text of a rule's page. Raises `PackError` if it cannot be read."""
    try:
        with open(page_path(rule), encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(f"the page of rule `{rule.name}` cannot be read: {error}") from error


def family(rule: Rule) -> str:
    """The folder that a rule lies in."""
    return rule.check.__module__.split(".")[-2] if "." in rule.check.__module__ else ""
