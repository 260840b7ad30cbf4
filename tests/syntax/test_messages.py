from __future__ import annotations

import pytest
from tests.syntax.texts import document, shown


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        ('a: "b', "1:4 the quote that opens here is never closed", 'close it with `"`'),
        ("a: 'b\nc: 'd'", "1:4 the quote that opens here runs on to a later line", "close it on its own line"),
        ("a: 'it's'", "1:8 `s'` follows a value that is already complete", "write a quote that is text twice: `''`"),
        ('a: "b" c', "1:8 `c` follows a value that is already complete", "put the whole value in one pair of quotes"),
        (
            'a: "\\d"',
            "1:5 `\\d` is no escape sequence",
            "write the backslash twice, or use single quotes, where a backslash is just that",
        ),
        ('a: "\\/"', "1:5 `\\/` is no escape sequence", "remove the backslash"),
        ("a: *.js", "1:4 `*.js` begins with `*`, which makes it an alias", "put it in quotes if it is text"),
        (
            "a: *x.js",
            "1:4 `*x.js` begins with `*`, which makes it an alias whose name cannot hold `.`",
            "put it in quotes if it is text",
        ),
        ("a: *", "1:4 `*` alone is an alias without a name", "put it in quotes if it is text"),
        ("a: &&b", "1:4 `&&b` begins with `&`, which makes it an anchor", "put it in quotes if it is text"),
        ("a: !a!b", "1:4 `!a!b` begins with `!`, which makes it a tag", "put it in quotes if it is text"),
        ("a: @b", "1:4 `@b` begins with `@`, which YAML reserves", "put it in quotes if it is text"),
        ("a: %b", "1:4 `%b` begins with `%`, which YAML reserves", "put it in quotes if it is text"),
        ("%b\na: c", "1:1 `%b` begins with `%`, which makes it a directive", "put it in quotes if it is text"),
        ("a: `b`", "1:4 this value begins with a backtick, which YAML reserves", "put it in quotes if it is text"),
        (
            "a: | b\n  c",
            "1:6 `b` stands on the line of `|`, whose text begins on the next line",
            "move it to the next line and indent it",
        ),
        ("a: b: c", "1:5 a second `: ` stands in the value of `a`", 'quote it: `a: "b: c"`'),
        ('a: "b": c', "1:7 a second `: ` stands in the value of `a`", "quote it: `a: '\"b\": c'`"),
        (
            "a: b\n  c: d",
            "2:3 `c` is indented below `a`, which has a value on its own line",
            "check the indentation of both lines",
        ),
        (
            'a: "b" # c\n  d: e',
            "2:3 `d` is indented below `a`, which has a value on its own line",
            "check the indentation of both lines",
        ),
        (
            "a\n  b: c",
            "2:3 `b` is indented below `a`, which has no colon",
            "write `a:`",
        ),
        (
            "- a\n    b: c",
            "2:5 `b` is indented below `a`, which has no colon",
            "write `- a:`",
        ),
        (
            "- a b\n    c: d",
            "2:5 `c` is indented like text that goes on from the line above",
            "check the indentation of both lines",
        ),
        (
            "a:\n  - b: |\n      c\n# d\n      e\nf: g",
            "5:7 this line does not belong to the text above, which ended at a comment that is indented less",
            "indent the comment like the text",
        ),
        (
            "a:\n  - b: c\n    - d",
            "3:5 an item of a list stands between the keys of a map",
            "the dashes of the list above are indented by 2",
        ),
        (
            "a: 1\n>>>>>>> b",
            "2:1 the marker of a merge conflict is left here",
            "remove the line",
        ),
        ("a:b\nc: d", "1:1 `a:b` has no space after its colon", "write `a: b`"),
        ("a: 1\nb:2\nc: 3", "2:1 `b:2` has no space after its colon", "write `b: 2`"),
        ("- a\n-b\n- c", "2:1 `-b` has no space after its dash", "write `- b`"),
        (
            "a: 1\nb\nc: 2",
            "2:1 `b` is neither `key: value` nor an item of a list",
            "a colon or a dash is missing, or the line belongs to the text above",
        ),
        ("a: - b", "1:4 an item of a list begins on the line of `a`", "begin the list on the next line"),
        ("a: ? b", "1:4 `? ` begins a key where none can be", "put it in quotes if it is text"),
        (
            "a: b\n- c",
            "2:1 an item of a list stands between the keys of a map",
            "indent it below the key it belongs to",
        ),
        ("- a\nb: c", "2:1 a key stands between the items of a list", "indent it, or put a dash first"),
        (
            "a:\n    b: 1\n  c: 2",
            "3:3 the indentation of this line, 2, is that of no line it could belong to",
            "lines above it are indented by 4 or 0",
        ),
        ("a: [b, c\nd: e", "1:4 the `[` that opens here is not closed before line 2 goes on", "close it with `]`"),
        ("a: {b: c", "1:4 the `{` that opens here is never closed", "close it with `}`"),
        ("a: [{b: c} d]", "1:12 a comma or `]` is missing before `d]`", None),
        ("a: [b, , c]", "1:8 nothing stands before this comma", "remove it"),
        ("a: ]", "1:4 `]` closes nothing", "remove it, or open the bracket before it"),
        ("a: 1\n}", "2:1 `}` closes nothing", "remove it, or open the bracket before it"),
        (
            "'a'\nb",
            "2:1 the text is complete above, and this does not belong to it",
            "check the indentation, or put a comma or a dash",
        ),
        ("a:\n\tb: 1\n\tc: 2", "2:1 2 lines are indented with tabs", "indent with spaces, YAML takes no tabs there"),
        ("a:\tb", "1:3 this line has a tab where YAML knows only spaces", "replace tabs by spaces"),
        ("a:\tb\nc:\td", "1:3 2 lines have tabs where YAML knows only spaces", "replace tabs by spaces"),
        (
            "<<<<<<< x\na: 1\n=======\na: 2\n>>>>>>> y",
            "1:1 a merge conflict is not resolved here",
            "keep one side and remove the conflict's markers",
        ),
        (
            "a: |#b\n  c",
            "1:4 something other than a comment follows `|`",
            "end the line there, or put a space before the `#`",
        ),
        ("a: [b?c]", "1:5 inside brackets `b?c` ends before its `?`", "quote it"),
        ("a: !b c", "1:7 tag `!b` means nothing to CircleCI", "remove the tag"),
        ("a: !!int b", "1:10 `b` does not fit its tag `!!int`", None),
        ("a: !!map [b]", "1:10 tag `!!map` is for a map, and this is a list", None),
        ("<<: [1]", "1:5 `<<` merges maps, and what it is given is a single value", "give it a map or a list of maps"),
        ("a: <<", "1:4 an unquoted `<<` merges maps and can only be a key", "quote it if it is text"),
        ("%YAML 2.0\n--- a", "1:1 found incompatible YAML document", None),
    ],
)
def test_an_error_is_told_in_plain_words_where_it_began(text: str, message: str, advice: str | None) -> None:
    (problem,) = document(text).problems
    place, _, words = shown(problem).partition(" ")

    assert f"{place} {words.partition(': ')[2]}" == message
    assert problem.help == advice


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: 'b\nc: 'd'", (2, 5), "this stands behind the quote that closes it, on line 2"),
        ("a: [b\nc: d", (2, 2), "here a comma or `]` is missing at the latest"),
        ("a: [{b: c} d]", (1, 4), "the bracket opens here"),
        ("- a\nb: c", (1, 1), "the list begins here"),
        ("a:\n    b: 1\n  c: 2", (1, 1), "the map begins here"),
        ("a: b\n  c: d", (1, 1), "the line above"),
    ],
)
def test_the_other_place_is_shown(text: str, place: tuple[int, int], words: str) -> None:
    (related,) = document(text).problems[0].related

    assert related.place.source.line_column(related.place.span.start) == place
    assert related.message == words


@pytest.mark.parametrize(
    ("text", "fixed"),
    [("a:\tb\nc:\t\td", "a: b\nc:  d"), ("a: [b?c]", "a: ['b?c']"), ('a: "b\\/c"', 'a: "b/c"')],
)
def test_what_is_plain_to_cure_has_a_fix(text: str, fixed: str) -> None:
    from wflint.syntax.edits import apply_edits

    fix = document(text).problems[0].fix
    assert fix is not None

    assert apply_edits(text, fix.edits) == fixed
    assert document(fixed).problems == ()
