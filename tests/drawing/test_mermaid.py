from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.drawing.mermaid import to_mermaid
from wflint.drawing.outcome import Outcome, WorkflowOutcome

if TYPE_CHECKING:
    from tests.drawing.conftest import Chained, Pictured


LINE = re.compile(
    r'flowchart (LR|TB)|\s+subgraph \w+\["[^"<>]*"\]|\s+direction (LR|TB)|\s+end'
    r'|\s+n\d+[(\[{/\\]+"(?:[^"<>]|<br/>)*"[)\]}/\\]+|\s+n\d+ (-->|-\.->|==>)(\|"[^"<>|]*"\|)? n\d+'
    r"|\s+classDef [\w-]+ [\w:#., -]+|\s+class [\w,]+ [\w-]+|\s+w\d+_empty\[.no jobs.\]"
)


def test_a_workflow_is_a_subgraph_with_jobs_and_arrows(pictured: Pictured) -> None:
    text = to_mermaid(
        pictured("- a\n- hold: {type: approval, requires: [a]}\n- b: {requires: [{hold: failed}]}"), theme="auto"
    )
    assert text.splitlines() == [
        "flowchart LR",
        '  subgraph w0["workflow w"]',
        "    direction LR",
        '    n0("a")',
        '    n1{{"hold<br/>(approval)"}}',
        '    n2("b")',
        "  end",
        "  n0 --> n1",
        '  n1 -.->|"failed"| n2',
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("build-test_1.2/x:y", "build-test_1.2/x:y"),
        ("日本 é", "日本 é"),
        ('say "hi"', "say #34;hi#34;"),
        ("<b>&amp;#1;", "#60;b#62;#38;amp;#35;1;".replace(";#35", "#59;#35").replace("1;", "1#59;")),
        ("`code`|x|", "#96;code#96;#124;x#124;"),
        ("_emphasis_", "#95;emphasis#95;"),
        ("- item", "#45; item"),
        ("1. item", "1#46; item"),
        ("1) item", "1#41; item"),
        ("http://x", "http:#47;/x"),
        ("two\nlines", "two␊lines"),
    ],
)
def test_names_are_escaped(chained: Chained, name: str, shown: str) -> None:
    assert f'"{shown}<br/>(approval)"' in to_mermaid(chained([name]))


@given(st.lists(st.text(), max_size=4, unique=True))
def test_no_name_can_change_the_structure(chained: Chained, names: list[str]) -> None:
    lines = to_mermaid(chained(names)).splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert len([line for line in lines if re.match(r"\s+n\d+\{\{", line)]) == len(names)


def test_regions_are_inner_subgraphs(pictured: Pictured) -> None:
    text = to_mermaid(pictured("- a: {matrix: {parameters: {v: [1, 2]}}}"))
    assert '    subgraph w0_0["matrix a"]\n      n0("a-1")\n      n1("a-2")\n    end\n  end\n' in text


def test_edges_of_a_cycle_are_thick(pictured: Pictured) -> None:
    assert '  n0 ==>|"cycle"| n0' in to_mermaid(pictured("- a: {requires: [a]}"))


def test_what_does_not_run_is_faded(pictured: Pictured) -> None:
    outcomes = {"w": WorkflowOutcome(Outcome("yes"), {"b": Outcome("no")})}
    text = to_mermaid(pictured("- a\n- b", outcomes=outcomes), theme="auto")
    assert "  classDef faded opacity:0.6,stroke-dasharray:4 3\n  class n1 faded\n" in text
