"""Joining the files of a split source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wflint.compiler.instances import identity
from wflint.compiler.pack import Packed, Part, pack
from wflint.compiler.pack_yaml import natural_key, to_packed_yaml
from wflint.source import Source
from wflint.syntax.nodes import Mapping, Scalar, resolve
from wflint.syntax.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.source import Place
    from wflint.syntax.nodes import Node


def packed(files: dict[str, str]) -> Packed:
    """Files joined, by their path; what is no YAML can be included."""
    parts = [Part(tuple(path.split("/")), parse(Source(text, path))) for path, text in files.items() if ".y" in path]
    sources = {path: Source(text, path) for path, text in files.items()}
    return pack(parts, "src", sources.get)


def yaml_of(files: dict[str, str], *, is_sorted: bool = False) -> str:
    """Files joined and printed; nothing may be wrong with them."""
    result = packed(files)
    assert result.problems == ()
    return to_packed_yaml(result.document, is_sorted=is_sorted)


def faults(files: dict[str, str]) -> list[str]:
    """What is wrong with joining files, each with its places."""
    return [
        " | ".join(
            [f"{problem.kind} {_at(problem.place)} {problem.message}", *(_at(one.place) for one in problem.related)]
        )
        for problem in packed(files).problems
    ]


def _at(place: Place) -> str:
    line, column = place.source.line_column(place.span.start)
    return f"{place.source.path}:{line}:{column}"


@pytest.mark.parametrize(
    ("files", "text"),
    [
        pytest.param({"a.yml": "x: 1", "b.yaml": "y: 2"}, "x: 1\ny: 2\n", id="files in the root belong to the root"),
        pytest.param({"jobs/a.yml": "steps: []"}, "jobs:\n    a:\n        steps: []\n", id="names become keys"),
        pytest.param({"jobs/@all.yml": "a: 1"}, "jobs:\n    a: 1\n", id="@ files belong to their directory"),
        pytest.param({"a/b/c.yml": "d: 1"}, "a:\n    b:\n        c:\n            d: 1\n", id="directories nest"),
        pytest.param({"jobs/a.yml": ""}, "jobs:\n    a: {}\n", id="an empty file is an empty mapping"),
        pytest.param({"jobs/1.yml": "a: b"}, "jobs:\n    '1':\n        a: b\n", id="a name is text"),
        pytest.param({"jobs/a.b.yml": "c: d"}, "jobs:\n    a.b:\n        c: d\n", id="the last ending goes"),
        pytest.param(
            {"@c.yml": "jobs: {b: 1}", "jobs/a.yml": "x: 1"},
            "jobs:\n    b: 1\n    a:\n        x: 1\n",
            id="a directory joins what a file before it gave",
        ),
        pytest.param(
            {"jobs/a.yml": "x: 1", "jobs/a/b.yml": "y: 1"},
            "jobs:\n    a:\n        b:\n            y: 1\n        x: 1\n",
            id="a file joins the directory of its name",
        ),
        pytest.param(
            {"jobs/x.yml": "a: 1", "@c.yml": "version: 2.1\nz: 1", "b.yml": "setup: true"},
            "version: 2.1\nsetup: true\njobs:\n    x:\n        a: 1\nz: 1\n",
            id="sections have their order",
        ),
        pytest.param({"a.yml": "version: 2.1", "b.yml": "version: 2.1"}, "version: 2.1\n", id="the same again"),
        pytest.param({"a.yml": "x: &x {b: 1}\ny: *x\nz: {<<: *x, c: 2}"}, None, id="aliases are written out"),
        pytest.param({"a.yml": "a: 010\nb: yes\nc: 1:30\nd: '1'\ne: ~\nf:\ng: 1.20"}, None, id="values"),
        pytest.param({"a.yml": "a: |\n  x\n\n   y\nb: >\n  c\n  d\nc: 'a\n\n  b'\nd: |+\n  x\n\n"}, None, id="texts"),
        pytest.param({"a.yml": "a: [1, {b: c}, []]\nd: {}"}, None, id="collections"),
        pytest.param({"a.yml": "a: !!str 1\nb: 'a # b' # c\nc: \"\\x07\\u2028\""}, None, id="odd scalars"),
        pytest.param({"a.yml": ""}, "{}\n", id="nothing"),
    ],
)
def test_joined(files: dict[str, str], text: str | None) -> None:
    printed = yaml_of(files)
    root = packed(files).document.root
    again = parse(Source(printed)).root

    assert root is not None
    assert again is not None
    assert identity(resolve(again)) == identity(resolve(root))
    assert text is None or printed == text


def test_the_result_of_joining_joins_to_itself() -> None:
    files = {"@o.yml": "# c\nversion: 2.1 # v\n", "jobs/a.yml": "# j\nsteps:\n  # s\n  - run: |  # r\n      x\n# end\n"}
    once = yaml_of(files)

    assert yaml_of({"config.yml": once}) == once


def test_comments_stay_where_they_belong() -> None:
    files = {
        "@orb.yml": "# Of ours.\nversion: 2.1 # the version\n# what it is\ndescription: x\n# the end\n",
        "jobs/a.yml": (
            "# Builds.\n# Twice.\nsteps: # all\n  # says it\n  - run: {a: 1, # one\n         b: 2} # two\n"
            "  - run: | # a script\n      make # no comment\n  # - nothing\n# last\n"
        ),
    }

    assert yaml_of(files) == (
        "# Of ours.\n"
        "version: 2.1 # the version\n"
        "# what it is\n"
        "description: x\n"
        "# the end\n"
        "jobs:\n"
        "    # Builds.\n"
        "    # Twice.\n"
        "    a:\n"
        "        steps: # all\n"
        "            # says it\n"
        "            - run:\n"
        "                  a: 1 # one\n"
        "                  b: 2 # two\n"
        "            - run: | # a script\n"
        "                  make # no comment\n"
        "            # - nothing\n"
        "        # last\n"
    )


def test_a_comment_of_an_anchor_is_kept_once() -> None:
    assert yaml_of({"a.yml": "x: &x\n  a: 1 # one\ny: *x\n"}) == "x:\n    a: 1 # one\ny:\n    a: 1\n"


def test_sorting_leaves_comments_out() -> None:
    files = {"@c.yml": "# c\nversion: 2.1 # v\n", "jobs/b10.yml": "x: {b: 1, a: 2}", "jobs/b9.yml": "y: [1]"}

    assert yaml_of(files, is_sorted=True) == (
        "jobs:\n    b9:\n        y:\n            - 1\n"
        "    b10:\n        x:\n            a: 2\n            b: 1\nversion: 2.1\n"
    )


def test_keys_are_sorted_as_gos_library_does() -> None:
    names = ["b", "a10", "a9", "a", "A", "-x", "a9-x", "a9b", "1", "02", "a-b", "ab"]

    assert sorted(names, key=natural_key) == ["-x", "1", "02", "A", "a", "a-b", "a9", "a9b", "a9-x", "a10", "ab", "b"]


ORB = {
    "@orb.yml": "version: 2.1\ndescription: << include(a.sh) >>\n",
    "commands/go.yml": "steps: [{run: {command: << include(scripts/go.sh) >>}}]\n",
    "scripts/go.sh": 'cat <<"E"\nx\nE\n',
}


def test_an_orb_includes_the_text_of_files_escaped() -> None:
    assert yaml_of(ORB).endswith(
        'command: |\n                      cat \\<<"E"\n                      x\n                      E\n'
    )


def test_what_is_included_lies_in_its_file() -> None:
    root = packed(ORB).document.root
    assert root is not None
    (command,) = [scalar for scalar in scalars(root) if "cat" in scalar.value]

    assert command.source.path == "scripts/go.sh"


def test_only_jobs_commands_and_executors_of_an_orb_include() -> None:
    assert "description: << include(a.sh) >>\n" in yaml_of(ORB)
    assert "<< include(scripts/go.sh) >>" in yaml_of(
        {"@config.yml": "version: 2.1", "jobs/a.yml": ORB["commands/go.yml"]}
    )


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("<< include(b.sh) >>", "there is no file `b.sh` to include"),
        ("<<include(../b.sh)>>", "there is no file `../b.sh` to include"),
        ("x << include(b.sh) >>", "`<< include(b.sh) >>` stands beside other text, where nothing is included"),
    ],
)
def test_what_cannot_be_included_is_told(command: str, message: str) -> None:
    files = {"@orb.yml": "version: 2.1", "jobs/a.yml": f"steps:\n  - run: '{command}'\n"}

    assert faults(files) == [f"pack jobs/a.yml:2:10 {message}"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"a.yml": "x: 1", "b.yml": "x: 2"}, ["duplicate-key b.yml:1:1 `x` stands"], id="in the root"),
        pytest.param(
            {"commands.yml": "commands: {a: {steps: [x]}}", "commands/a.yml": "steps: [y]"},
            ["duplicate-key commands.yml:1:1 `commands` stands"],
            id="a file after the directory of its section",
        ),
        pytest.param(
            {"@o.yml": "commands: {a: {steps: [x]}}", "commands/@a.yml": "a: {steps: [y]}"},
            ["duplicate-definition commands/@a.yml:1:1 `commands.a` stands"],
            id="a definition",
        ),
        pytest.param(
            {"jobs/a.yaml": "x: 1", "jobs/a.yml": "x: 2"},
            ["duplicate-key jobs/a.yml:1:1 `jobs.a.x` stands"],
            id="two files of one name",
        ),
        pytest.param({"a.yml": "x: 1\nx: 2"}, [], id="in one file"),
        pytest.param(
            {"@c.yml": "jobs: {a: {x: 1}}", "jobs/a.yml": "y: 1"},
            ["duplicate-definition jobs/a.yml:1:1 `jobs.a` stands"],
            id="joining goes one level deep",
        ),
    ],
)
def test_a_key_of_two_files_is_told_with_both(files: dict[str, str], expected: list[str]) -> None:
    found = faults(files)

    assert [fault.split(" in another")[0] for fault in found] == expected
    assert all(" | " in fault for fault in found)


@pytest.mark.parametrize(("text", "what"), [("[]", "a list"), ("x", "a single value"), ("- a", "a list")])
def test_a_file_without_a_mapping_does_not_join(text: str, what: str) -> None:
    assert faults({"jobs/a.yml": text, "b.yml": "x: 1"}) == [
        f"pack jobs/a.yml:1:1 the file holds {what}, so it cannot be joined"
    ]


def test_deep_directories_are_bounded() -> None:
    path = "/".join(["a"] * 500)

    assert packed({f"{path}/b.yml": "x: 1"}).document.root is not None


def scalars(node: Node) -> Iterator[Scalar]:
    """All scalar values below a node."""
    value = resolve(node)
    if isinstance(value, Mapping):
        for entry in value.entries:
            yield from scalars(entry.value)
    elif isinstance(value, Scalar):
        yield value
    else:
        for item in value.items:
            yield from scalars(item)
