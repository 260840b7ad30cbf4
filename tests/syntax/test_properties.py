"""What holds for every text, however broken."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.syntax.texts import TRAPS, document, nodes

from wflint.source import Source, Span, decode
from wflint.syntax.blocks import value_spans
from wflint.syntax.edits import apply_edits
from wflint.syntax.events import c_events, first_error
from wflint.syntax.limits import PROBLEM_LIMIT
from wflint.syntax.nodes import Mapping, Node, Scalar, Sequence
from wflint.syntax.parsing import parse
from wflint.syntax.path import locate, path_of
from wflint.syntax.recovery import recover

if TYPE_CHECKING:
    from pathlib import Path

PIECES = (
    *("a", "b: ", "c:\n", "- ", "? ", ": ", "[", "]", "{", "}", ", ", "'", '"', "#", " # d\n", "\n", "\n  ", "\n    "),
    *(
        "\t",
        "\r\n",
        "\r",
        "\u2028",
        "\x85",
        "\xa0",
        "\ufeff",
        "\x00",
        "\ud800",
        "\x07",
        "&x ",
        "*x",
        "*y",
        "!!str ",
        "!z ",
    ),
    *(
        "|\n",
        "|2-\n",
        ">\n",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "<<: ",
        "\\n",
        "\\",
        "@",
        "`",
        "1.20",
        "on",
        "~",
        "😀",
        "é",
    ),
    *("<< e >>", "x: y", "  f: |\n    g\n    h\n", "<<<<<<< i\n", "=======\n", ">>>>>>> j\n", "     "),
)
SNIPPETS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
CORRECT = """\
version: 2.1
x: &x
  docker: [{image: cimg/base:2024.01}] # image
jobs:
  build:
    <<: *x
    steps:
      - run: |
          make "all"

          make test
      - run: {name: 'it''s', command: >-
          folded
          text}
workflows: {main: {jobs: [build]}}
"""


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A correct text with a few places overwritten, cut or doubled."""
    text = draw(st.sampled_from((CORRECT, *TRAPS)))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 12)))
        text = text[:start] + draw(st.sampled_from((*PIECES, "", text[start:end] * 2))) + text[end:]
    return text


TEXTS = st.one_of(SNIPPETS, mutated(), st.text(max_size=40), st.binary(max_size=60).map(lambda data: decode(data).text))


def check(text: str) -> None:
    """Assert all that holds for the document of any text."""
    found = document(text)
    length = len(text)
    spans = (
        [problem.place.span for problem in found.problems]
        + [comment.span for comment in found.comments]
        + list(found.holes)
    )
    spans += [related.place.span for problem in found.problems for related in problem.related]
    spans += [edit.span for problem in found.problems if problem.fix for edit in problem.fix.edits]
    every = list(nodes(found.root))
    spans += [node.span for node in every]
    spans += [node.anchor.span for node in every if node.anchor is not None]

    assert all(0 <= start <= end <= length for start, end in spans)
    assert all(text[comment.span.start] == "#" for comment in found.comments)
    assert list(found.problems) == sorted(found.problems, key=lambda problem: problem.place.span)
    assert all(problem.kind and problem.message and not problem.message.endswith(".") for problem in found.problems)
    assert (
        all(one.end <= other.start for one, other in zip(found.holes, found.holes[1:], strict=False))
        or found.root is None
    )
    for node in every:
        _check_node(text, node, found.holes)


def _check_node(text: str, node: Node, holes: tuple[Span, ...]) -> None:
    if isinstance(node, Sequence):
        children: list[Node] = list(node.items)
    elif isinstance(node, Mapping):
        children = [part for entry in node.entries for part in entry]
    else:
        children = []
    assert all(node.start <= child.start and child.end <= node.end for child in children)
    assert all(one.end <= other.start for one, other in pairwise(children))
    is_touched = any(hole.start < node.end and node.start < hole.end for hole in holes)
    if isinstance(node, Scalar) and not is_touched and not _is_odd(text[node.start : node.end]):
        if node.style == "" and not re.search(r"[\r\n\x85\u2028\u2029]", text[node.start : node.end]):
            assert node.value == text[node.start : node.end]
        letters = value_spans(node)
        assert letters is not None
        assert all(one.start <= other.start for one, other in pairwise(letters))


def _is_odd(text: str) -> bool:
    """Whether a text holds characters that are replaced before it is read."""
    return re.search("[^\t\n\r -~\x85\xa1-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]", text) is not None


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_any_text_gives_a_document_whose_places_lie_in_it(text: str) -> None:
    check(text)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_recovery_reports_at_most_twelve_errors(text: str) -> None:
    text = re.sub("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", text)
    error = first_error(text, c_events)

    if error is not None:
        recovery = recover(Source(text), text, error, c_events)
        assert 1 <= len(recovery.problems) <= PROBLEM_LIMIT
        assert len(recovery.text) == len(text)


@given(TEXTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_so_it_does_without_the_c_parser(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "__with_libyaml__", False)
        # ruamel.yaml folds lines that end with these otherwise.
        check(re.sub("[\u2028\u2029]", "\n", text))


@pytest.mark.slow
@given(TEXTS)
@settings(max_examples=20_000, deadline=None)
def test_very_many_texts_give_documents(text: str) -> None:
    check(text)


@pytest.mark.parametrize("text", TRAPS)
def test_every_trap_gives_a_document_whose_places_lie_in_it(text: str) -> None:
    check(text)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_the_same_text_gives_the_same_document(text: str) -> None:
    one, other = document(text), document(text)

    assert [(type(node), node.start, node.end) for node in nodes(one.root)] == [
        (type(node), node.start, node.end) for node in nodes(other.root)
    ]
    assert [problem.message for problem in one.problems] == [problem.message for problem in other.problems]


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_every_fix_can_be_applied_and_changes_the_text(text: str) -> None:
    for problem in document(text).problems:
        if problem.fix is not None:
            assert apply_edits(text, problem.fix.edits) != text


@given(st.one_of(SNIPPETS, mutated()), st.data())
@settings(max_examples=150, deadline=None)
def test_the_node_at_an_offset_contains_it_and_has_a_path(text: str, draw: st.DataObject) -> None:
    found = document(text)
    offset = draw.draw(st.integers(0, len(text)))
    located = locate(found, offset)

    if located is not None:
        assert located.node.start <= offset <= located.node.end
        assert located.is_key or path_of(found, located.node) == located.path


def test_the_corpus_holds_what_holds_for_every_text(shared: Path) -> None:
    for path in corpus(shared)[::6]:
        check(path.read_bytes().decode())


@pytest.mark.slow
def test_the_whole_corpus_holds_what_holds_for_every_text(shared: Path) -> None:
    for path in corpus(shared):
        check(path.read_bytes().decode())


@pytest.mark.slow
def test_the_values_and_comments_of_the_corpus_are_all_and_no_others(shared: Path) -> None:
    for path in corpus(shared):
        text = path.read_bytes().decode()
        found = parse(Source(text, path.name))
        if not found.problems:
            values = [event.value for event in yaml.parse(text) if isinstance(event, yaml.ScalarEvent)]
            hashes = sum(value.count("#") for value in values)

            assert [node.value for node in nodes(found.root) if isinstance(node, Scalar)] == values
            assert sum(comment.text.count("#") + 1 for comment in found.comments) == text.count("#") - hashes


def corpus(shared: Path) -> list[Path]:
    return [path for path in sorted((shared / "corpus").iterdir()) if path.suffix not in {".tsv", ".md"}]
