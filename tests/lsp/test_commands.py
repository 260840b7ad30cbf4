"""Commands that return texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.lsp.editing import opened, repository

from wflint.errors import UsageError
from wflint.lsp.commands import process, show_graph, simulate

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """\
version: 2.1
parameters: {deep: {type: boolean, default: false}}
jobs:
  build:
    docker: [{image: a}]
    steps: [checkout, {when: {condition: << pipeline.parameters.deep >>, steps: [run: deep]}}]
  publish: {docker: [{image: a}], steps: [checkout]}
workflows:
  main:
    jobs: [build, publish: {requires: [build], filters: {branches: {only: main}}}]
"""


def test_a_graph_is_svg() -> None:
    assert show_graph(opened(CONFIG), {"workflow": "main"}).rstrip().endswith("</svg>")


def test_the_compiled_config_is_yaml() -> None:
    text = process(opened(CONFIG), {"parameters": {"deep": True}})

    assert text.startswith("version: 2\njobs:\n  build:\n    docker:\n    - image: a\n")
    assert "command: deep" in text
    assert "command: deep" not in process(opened(CONFIG), {})


def test_an_event_is_planned() -> None:
    text = simulate(opened(CONFIG), {"branch": "feature"})

    assert text.startswith("push to branch `feature`\n\nworkflow main\n  1  build\n")
    assert "publish  its filter admits only branch `main`" in text
    assert simulate(opened(CONFIG), {"kind": "api", "tag": "v1"}).startswith("API call on tag `v1`")
    assert "A  branch `main`" in simulate(opened(CONFIG), {"all": True})


def test_without_a_branch_it_is_that_of_the_checkout(tmp_path: Path) -> None:
    path = repository(tmp_path, CONFIG)
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/topic/x\n")
    text = CONFIG.replace("{image: a}", '{image: "a:<< pipeline.git.branch >><< pipeline.git.tag >>"}', 1)
    document = opened(text, str(path))

    assert simulate(document, {}).startswith("push to branch `topic/x`")
    assert "- image: a:topic/x\n" in process(document, {})
    assert "- image: a:v1\n" in process(document, {"tag": "v1"})
    assert "- image: a:main\n" in process(opened(text), {})


@pytest.mark.parametrize(
    ("run", "options", "words"),
    [
        (show_graph, {"workflow": "x"}, "there is no workflow `x`"),
        (simulate, {"kind": "x"}, "there is no event `x`; there are push"),
        (simulate, {"branch": "a", "tag": "b"}, "a pipeline runs on a branch or on a tag, not on both"),
        (process, {"parameters": 1}, "`parameters` must be a map of names to values"),
        (process, {"parameters": {"other": 1}}, "other"),
    ],
)
def test_what_cannot_be_done_is_said(run: object, options: dict[str, object], words: str) -> None:
    assert callable(run)
    with pytest.raises(UsageError) as refusal:
        run(opened(CONFIG), options)

    assert words in str(refusal.value)


def test_a_config_that_does_not_compile_is_refused_with_its_faults() -> None:
    with pytest.raises(UsageError, match="cannot find a definition for job named `b`"):
        process(opened(CONFIG[: CONFIG.index("    jobs: [build")] + "    jobs: [b]\n"), {})
    with pytest.raises(UsageError, match="there is no workflow to draw"):
        show_graph(opened("version: 2.1\n"), {})
