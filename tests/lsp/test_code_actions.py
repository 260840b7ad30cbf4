"""Code actions: fixes, names that were meant, suppressions, all safe fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types
from tests.lsp.editing import at_mark, opened, raise_crash, rules_found

from wflint.diagnostic import Edit
from wflint.lsp.code_actions import FIX_ALL, code_actions
from wflint.source import Span
from wflint.syntax.edits import apply_edits

if TYPE_CHECKING:
    from wflint.lsp.documents import OpenDocument

JOBS = 'version: 2.1\njobs:\n  build: {docker: [{image: "cimg/base:2026.01"}], steps: [checkout]}\n'


def actions_at(document: OpenDocument, offset: int, *only: str) -> dict[str, types.CodeAction]:
    """The actions at an offset by their titles."""
    where = document.range(Span(offset, offset))
    context = types.CodeActionContext([], list(only) or None)
    params = types.CodeActionParams(types.TextDocumentIdentifier(document.uri), where, context)
    return {action.title: action for action in code_actions(document, params, raise_crash)}


def applied(document: OpenDocument, action: types.CodeAction) -> str:
    """The text after an action."""
    assert action.edit is not None
    assert action.edit.document_changes is not None
    (change,) = action.edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document.version == document.version
    edits = [Edit(document.span(one.range), one.new_text) for one in change.edits if isinstance(one, types.TextEdit)]
    return apply_edits(document.source.text, edits)


def test_a_fix_is_an_action_for_its_diagnostic() -> None:
    document, offset = at_mark(JOBS + "workflows: {main: {jobs: [build, {build: {name: b, requires: [biu§ld]}}]}}\n")

    actions = actions_at(document, offset)

    assert list(actions) == [
        "Require `build` (may change what runs)",
        "Ignore `unknown-requires` on this line",
        "Ignore `unknown-requires` in this file",
    ]
    first = actions["Require `build` (may change what runs)"]
    assert first.is_preferred
    assert first.diagnostics is not None
    assert first.diagnostics[0].code == "unknown-requires"
    assert "requires: [build]" in applied(document, first)


@pytest.mark.parametrize(
    ("line", "title", "after"),
    [
        ("    resorce§_class: large", "Write `resource_class`", "    resource_class: large"),
        ("    steps: ['chekou§t']", "Change to `checkout`", "    steps: ['checkout']"),
        (
            "    steps: [run: echo << parameters.verson§ >>]",
            "Change to `parameters.version`",
            "<< parameters.version >>",
        ),
    ],
    ids=["a key", "in quotes", "in a template"],
)
def test_a_name_that_was_meant_is_put_in(line: str, title: str, after: str) -> None:
    document, offset = at_mark(f"""\
version: 2.1
jobs:
  build:
    parameters: {{version: {{type: string, default: a}}}}
    docker: [{{image: a}}]
{line}
workflows: {{main: {{jobs: [build]}}}}
""")

    assert after in applied(document, actions_at(document, offset)[title])


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("      - buil§d2", "      - build2 # wflint: ignore[unknown-job]\n"),
        ("      - buil§d2 # why", "      # wflint: ignore[unknown-job]\n      - build2 # why\n"),
        ("      - buil§d2 # wflint: ignore[unused-job]", "      - build2 # wflint: ignore[unused-job, unknown-job]\n"),
    ],
    ids=["at the end", "above a comment", "into ours"],
)
def test_a_line_is_silenced(line: str, after: str) -> None:
    document, offset = at_mark(f"{JOBS}workflows:\n  main:\n    jobs:\n      - build\n{line}\n")

    text = applied(document, actions_at(document, offset)["Ignore `unknown-job` on this line"])

    assert text.endswith(after)
    assert "unknown-job" not in rules_found(opened(text))


@pytest.mark.parametrize("mark", ["", "\ufeff", "# wflint: ignore-file[unused-job]\n"], ids=["none", "a mark", "ours"])
def test_a_file_is_silenced(mark: str) -> None:
    document, offset = at_mark(f"{mark}{JOBS}workflows: {{main: {{jobs: [build, buil§d2]}}}}\n")

    text = applied(document, actions_at(document, offset)["Ignore `unknown-job` in this file"])

    assert text.count("wflint: ignore-file[") == 1
    assert "unknown-job" not in rules_found(opened(text))


def test_a_line_ends_as_the_others_of_the_file() -> None:
    config = f"{JOBS}workflows:\n  main:\n    jobs:\n      - build\n      - buil§d2 # why\n"
    document, offset = at_mark(config.replace("\n", "\r\n"))

    for title in ("Ignore `unknown-job` on this line", "Ignore `unknown-job` in this file"):
        text = applied(document, actions_at(document, offset)[title])
        assert text.count("\n") == text.count("\r\n") == config.count("\n") + 1


@pytest.mark.parametrize(
    ("script", "is_offered"),
    [
        ("        - run: |\n            echo << param§eters.x >>\n", True),
        ("        - run: |\n            echo << param§eters.x >> \\\n              b\n", False),
        ('        - run: "a\n            << param§eters.x >>\n            b"\n', False),
    ],
    ids=["a script", "a continued line", "a quoted text"],
)
def test_in_texts_of_several_lines_a_comment_stands_only_where_the_shell_takes_it(
    script: str, is_offered: bool
) -> None:
    document, offset = at_mark(
        "version: 2.1\njobs:\n  build:\n    docker: [{image: a}]\n    steps:\n"
        f"{script}workflows: {{main: {{jobs: [build]}}}}\n"
    )
    title = "Ignore `unknown-parameter` on this line"

    actions = actions_at(document, offset)

    assert (title in actions) is is_offered
    if is_offered:
        assert "unknown-parameter" not in rules_found(opened(applied(document, actions[title])))


def test_all_safe_fixes_are_one_action() -> None:
    document = opened(
        JOBS + "workflows:\n  main:\n    jobs:\n      - build\n      - build: {name: b, requires: build}\n"
        "      - build: {name: c, requires: [build, build]}\n"
    )

    (action,) = actions_at(document, 0, "source.fixAll").values()

    assert action.kind == FIX_ALL
    assert "requires: [build]}\n" in applied(document, action)
    assert not {"scalar-requires", "duplicate-requires"} & set(rules_found(opened(applied(document, action))))


def test_without_safe_fixes_there_is_nothing_to_apply() -> None:
    assert actions_at(opened(JOBS), 0, FIX_ALL) == {}


def test_only_what_is_asked_for_is_answered() -> None:
    document, offset = at_mark(JOBS + "workflows: {main: {jobs: [build, buil§d2]}}\n")

    assert actions_at(document, offset, "refactor") == {}
    assert actions_at(document, offset, "quickfix")
