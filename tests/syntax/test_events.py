from __future__ import annotations

import pytest
import yaml
from tests.syntax.texts import data, document, problems

from wflint.syntax import events
from wflint.syntax.events import c_events, context_of, fastest_events, first_error, offset_of, python_events


def test_the_c_parser_is_used_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fastest_events() is c_events

    monkeypatch.setattr(yaml, "__with_libyaml__", False)

    assert fastest_events() is python_events


@pytest.mark.parametrize("parser", [c_events, python_events])
@pytest.mark.parametrize(
    ("text", "offset", "context"), [("a: [b\nc: d", 7, 3), ("a: 'b", 5, 3), ("a: b: c", 4, 4), ("a: @", 3, 3)]
)
def test_both_parsers_say_where_an_error_is_and_what_it_interrupted(
    parser: events.Parser, text: str, offset: int, context: int
) -> None:
    error = first_error(text, parser)
    assert error is not None

    assert offset_of(error, text) == offset
    assert context_of(error, text) == context


@pytest.mark.parametrize("parser", [c_events, python_events])
def test_a_text_without_error_has_none(parser: events.Parser) -> None:
    assert first_error("a: [b]", parser) is None
    assert offset_of(None, "a: [b]") == events.NO_ERROR


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a: &b$c 1\nd: *b$c", {"a": 1, "d": 1}), ("a: |\n  \tb\n", {"a": "\tb\n"}), ("a: &ä 1\nb: *ä", {"a": 1, "b": 1})],
)
def test_what_only_libyaml_refuses_is_read_with_the_other_parser(text: str, expected: object) -> None:
    assert first_error(text, c_events) is not None
    assert problems(text) == []
    assert data(document(text).root) == expected


def test_what_both_refuse_is_told_as_libyaml_tells_it() -> None:
    assert problems("a: &b$c 1\nd: e: f") == ["2:5 yaml-syntax: a second `: ` stands in the value of `d`"]
    assert problems("a: &b.c 1") == [
        "1:4 yaml-syntax: `&b.c 1` begins with `&`, which makes it an anchor whose name cannot hold `.`"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: b\tc",
        "a: 'b\tc'",
        "a: b\t",
        "a:  b \t c",
        "a: |\n  b\tc\n",
        "a: b\u2028  c",
        "a: |\n  b\u2028  c\n",
        "a: b\x85  c",
        "a: b\t # c\n",
    ],
)
def test_the_pure_parser_gives_tabs_and_line_breaks_as_libyaml_does(text: str) -> None:
    found = [[getattr(event, "value", None) for event in _events(parser, text)] for parser in (c_events, python_events)]

    assert found[0] == found[1]


def test_without_the_c_parser_errors_are_told_in_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: b: c\nd: [e\nf: 'g"
    expected = problems(text)
    monkeypatch.setattr(yaml, "__with_libyaml__", False)

    assert problems(text) == expected


def _events(parser: events.Parser, text: str) -> list[events.Event]:
    next_event = parser(text)
    found = [next_event()]
    while not isinstance(found[-1], events.StreamEndEvent):
        found.append(next_event())
    return found
