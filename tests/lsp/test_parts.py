"""Parts of a split source are checked together, as `check` does."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from lsprotocol import types
from tests.lsp.editing import PACKS, raise_crash
from tests.lsp.session import change, open_text, published, shown, start

from wflint.lsp.code_actions import FIX_ALL, code_actions
from wflint.lsp.convert import UTF_16
from wflint.lsp.diagnostics import found_in
from wflint.lsp.documents import OpenDocument
from wflint.lsp.projects import Projects, Surroundings
from wflint.source import Span

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_lsp import LanguageClient

FILES = {
    "@config.yml": "version: 2.1\n",
    "jobs/build.yml": "docker: [{image: cimg/base:2026.01}]\nsteps: [checkout, {greet: {to: x}}]\n",
    "commands/greet.yml": "parameters: {to: {type: string}}\nsteps: [{run: echo << parameters.to >>}]\n",
    "workflows/main.yml": "jobs: [build]\n",
}


@pytest.fixture(params=[".circleci/src", "orb"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A split config with nothing wrong in it."""
    directory: Path = tmp_path / request.param
    (tmp_path / ".git").mkdir()
    for name, text in FILES.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return directory


class Editor:
    """Texts open beside each other."""

    def __init__(self) -> None:
        self.documents: dict[str, OpenDocument] = {}
        complaints: list[str] = []
        self.projects = Projects(Surroundings(PACKS, self.documents, lambda: date(2026, 8, 1), complaints.append))

    def open(self, path: Path, text: str) -> OpenDocument:
        """A text under a path."""
        document = OpenDocument(path.as_uri(), text, 1, UTF_16, self.projects.of(str(path)))
        self.documents[str(path)] = document
        return document


def rules(document: OpenDocument) -> list[tuple[str, str]]:
    """The rules that find something, and the words they find it at."""
    found = found_in(document, raise_crash)
    return [(one.rule, document.source.text[one.place.span.start : one.place.span.end]) for one in found]


def test_what_other_parts_define_is_known(root: Path) -> None:
    editor = Editor()

    assert [rules(editor.open(root / name, text)) for name, text in FILES.items()] == [[], [], [], []]


def test_a_fault_lies_in_the_part_that_has_it(root: Path) -> None:
    editor = Editor()
    text = FILES["jobs/build.yml"].replace("greet", "great")
    job = editor.open(root / "jobs/build.yml", text)
    workflow = editor.open(root / "workflows/main.yml", "jobs: [build, {build: {requires: [biuld]}}]\n")

    assert ("unknown-command", "great") in rules(job)
    assert ("unknown-requires", "biuld") in rules(workflow)
    assert "unknown-command" not in [rule for rule, _ in rules(workflow)]


def test_what_is_open_counts_and_not_what_was_saved(root: Path) -> None:
    editor = Editor()
    editor.open(root / "commands/greet.yml", FILES["commands/greet.yml"].replace("to", "whom"))
    job = editor.open(root / "jobs/build.yml", FILES["jobs/build.yml"])

    assert "to" in [word for rule, word in rules(job) if rule in {"unexpected-argument", "missing-argument"}]


def test_a_part_that_was_never_saved_has_its_place(root: Path) -> None:
    editor = Editor()
    job = editor.open(root / "jobs/other.yml", FILES["jobs/build.yml"].replace("greet", "great"))

    assert ("unknown-command", "great") in rules(job)


def test_the_fixes_of_a_part_are_one_action(root: Path) -> None:
    text = "jobs: [build, {build: {name: other, requires: build}}]\n"
    document = Editor().open(root / "workflows/main.yml", text)
    whole = document.range(Span(0, len(text)))
    context = types.CodeActionContext([], only=[FIX_ALL])
    params = types.CodeActionParams(types.TextDocumentIdentifier(document.uri), whole, context)

    assert [one.title for one in code_actions(document, params, raise_crash)] == ["Apply all safe fixes"]


def test_directories_of_other_tools_are_no_split_source(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "jobs").mkdir()
    path = tmp_path / "jobs" / "nightly.yml"
    path.write_text("steps: [chekout]\n")

    assert Editor().open(path, "kind: Job\nsteps: [chekout]\n").project.split_root is None


async def test_saving_one_part_checks_the_others(client: LanguageClient, root: Path) -> None:
    await start(client)
    job = open_text(client, root / "jobs/build.yml", FILES["jobs/build.yml"])
    assert await published(client, job) == []
    command = open_text(client, root / "commands/greet.yml", FILES["commands/greet.yml"])
    assert await published(client, command) == []

    change(client, command, 2, (0, 13), (0, 15), "whom")
    await published(client, command)
    client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(command)))
    while not shown(client, job):
        await published(client, job)

    assert [rule for rule, _, _ in shown(client, job)] == ["missing-argument", "unexpected-argument"]
