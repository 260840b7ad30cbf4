"""What tests of the language server share: texts opened without an editor, and sessions with a server."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from wflint.engine.packs import load_packs
from wflint.lsp.convert import UTF_16
from wflint.lsp.diagnostics import found_in
from wflint.lsp.documents import OpenDocument
from wflint.lsp.projects import Projects, Surroundings

if TYPE_CHECKING:
    from pathlib import Path

    from wflint.errors import RuleError

PACKS = load_packs()
MARK = "§"


def raise_crash(error: RuleError) -> None:
    """A rule that fails fails the test."""
    raise error


def opened(text: str, path: str = "/nowhere/.circleci/config.yml", encoding: str = UTF_16) -> OpenDocument:
    """A text as if an editor had opened it."""
    documents: dict[str, OpenDocument] = {}
    complaints: list[str] = []
    projects = Projects(Surroundings(PACKS, documents, lambda: date(2026, 8, 1), complaints.append))
    document = OpenDocument(f"file://{path}", text, 1, encoding, projects.of(path))
    documents[path] = document
    return document


def at_mark(text: str, path: str = "/nowhere/.circleci/config.yml") -> tuple[OpenDocument, int]:
    """A text opened without its mark, and the offset of the mark."""
    offset = text.index(MARK)
    return opened(text[:offset] + text[offset + 1 :], path), offset


def rules_found(document: OpenDocument) -> list[str]:
    """The names of the rules that find something, in the order of the text."""
    return [diagnostic.rule for diagnostic in found_in(document, raise_crash)]


def repository(directory: Path, text: str, settings: str = "") -> Path:
    """A repository with a config and perhaps settings; the config's path."""
    (directory / ".git").mkdir()
    (directory / ".circleci").mkdir()
    if settings:
        (directory / ".wflint.toml").write_text(settings)
    config = directory / ".circleci" / "config.yml"
    config.write_bytes(text.encode())
    return config
