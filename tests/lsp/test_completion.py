"""What can be written at a cursor, in texts half typed."""

from __future__ import annotations

import pytest
from lsprotocol import types
from tests.lsp.editing import at_mark

from wflint.lsp.completion import completion, offers_at
from wflint.lsp.cursor import cursor_at
from wflint.source import Source

HEAD = """\
version: 2.1
parameters:
  fast: {type: boolean, default: false}
orbs:
  tools: {commands: {greet: {parameters: {who: {type: string}}, steps: [run: x]}}}
x-steps: &setup [checkout]
executors:
  base: {docker: [{image: a}]}
  big: {parameters: {size: {type: enum, enum: [small, large]}}, machine: true}
commands:
  install:
    parameters:
      extras: {type: string}
      quiet: {type: boolean, default: false}
      runner: {type: executor, default: base}
    steps: [checkout]
"""
JOBS = HEAD + "jobs:\n  build: {parameters: {version: {type: string}}, executor: base, steps: [checkout]}\n"
WORKFLOW = JOBS + "workflows:\n  main:\n    jobs:\n      - build: {name: first, version: a}\n"


STEPS = (
    HEAD
    + "jobs:\n  a:\n    environment: {FOO: bar}\n"
    + "    working_directory: x\n    docker: [{image: cimg/base:2026.01}]\n    steps:\n"
)


@pytest.mark.parametrize(
    ("text", "path", "word", "is_value"),
    [
        ("jobs:\n  a:\n    do§", ("jobs", "a"), "do", False),
        ("jobs:\n  a:\n    docker:\n      - image: c§", ("jobs", "a", "docker", 0, "image"), "c", True),
        ("jobs:\n  a:\n    steps:\n    - x\n    # why\n\n    - ru§", ("jobs", "a", "steps", 1), "ru", False),
        ("jobs:\n  a:\n    steps:\n      - run:\n          com§", ("jobs", "a", "steps", 0, "run"), "com", False),
        ("jobs:\n  a: {steps: [checkout, {run: {na§", ("jobs", "a", "steps", 1, "run"), "na", False),
        ("a: {b: [x, y§", ("a", "b", 1), "y", False),
        ("a: {b: §", ("a", "b"), "", True),
        ('a: ["x, y", {"b": z}, c§', ("a", 2), "c", False),
        ("a: [b: c§", ("a", 0, "b"), "c", True),
        ("a:\n  - - b: 1\n    - c§", ("a", 0, 1), "c", False),
        ("§", (), "", False),
        ("jobs:\n§", (), "", False),
        ("'a b':\n  §", ("a b",), "", False),
    ],
)
def test_a_cursor_knows_where_it_stands(text: str, path: tuple[str | int, ...], word: str, is_value: bool) -> None:
    offset = text.index("§")

    cursor = cursor_at(Source(text.replace("§", "")), offset)

    assert (cursor.path, cursor.word, cursor.is_value) == (path, word, is_value)


@pytest.mark.parametrize(
    "text",
    [
        "      - run: |\n          if x; then\n            ec§",
        "      - run: |\n          §",
        "      - run: >-\n          # why\n          ls *§",
        "      - run:\n          command: |2\n            §",
        "      - run: |\n          cat <<§",
        "      - run: |\n          cat <<E§",
        "      - run: |\n          key: §",
        "      - run: make\n          al§",
        '      - run: "make\n          al§',
        "      - run: ls *§",
        "      - run: make -§",
        "      - run:\n          name: Say §",
        "      - run:\n          command: x\n        §",
        "      - checkout\n    executor: base §",
        "      - checkout\n    description: >\n      some §",
        "      - checkout\n\t§",
    ],
)
def test_in_scripts_and_other_texts_nothing_is_offered(text: str) -> None:
    assert labels(STEPS + text) == []


def labels(text: str) -> list[str]:
    """What is offered at the mark."""
    document, offset = at_mark(text)
    return [offer.label for offer in offers_at(document, offset)[1]]


@pytest.mark.parametrize(
    ("text", "offered", "not_offered"),
    [
        (HEAD + "jo§", ["jobs", "workflows"], ["parameters", "steps"]),
        (HEAD + "jobs:\n  a:\n    steps: []\n    res§", ["resource_class", "docker"], ["steps"]),
        (HEAD + "jobs:\n  a:\n    executor: b§", ["base", "big"], []),
        (HEAD + "jobs:\n  a:\n    executor:\n      name: big\n      §", ["size"], []),
        (HEAD + "jobs:\n  a:\n    executor:\n      name: big\n      size: §", ["small", "large"], []),
        (HEAD + "jobs:\n  a:\n    type: §", ["build", "approval", "no-op"], []),
        (HEAD + "jobs:\n  a:\n    docker: []\n    resource_class: §", ["medium+", "large"], ["windows.large"]),
        (HEAD + "jobs:\n  a:\n    machine:\n      image: §", ["ubuntu-2404:current"], []),
        (HEAD + "jobs:\n  a:\n    macos: {xcode: §", ["26.6"], []),
        (HEAD + "jobs:\n  a:\n    steps:\n      - §", ["run", "checkout", "install", "tools/greet"], ["deploy"]),
        (HEAD + "jobs:\n  a:\n    steps: [checkout, §", ["run", "install"], []),
        (HEAD + "jobs:\n  a:\n    steps:\n      - run:\n          com§", ["command", "no_output_timeout"], []),
        (HEAD + "jobs:\n  a:\n    steps:\n      - run:\n          when: §", ["on_fail", "always"], []),
        (HEAD + "jobs:\n  a:\n    steps:\n      - install:\n          extras: x\n          §", ["quiet"], ["extras"]),
        (HEAD + "jobs:\n  a:\n    steps:\n      - install:\n          quiet: §", ["true", "false"], []),
        (HEAD + "jobs:\n  a:\n    steps:\n      - install:\n          runner: §", ["base", "big"], []),
        (HEAD + "jobs:\n  a:\n    steps:\n      - tools/greet:\n          §", ["who"], []),
        (HEAD + "jobs:\n  a:\n    steps: *§", ["setup"], []),
        (HEAD + "jobs:\n  a:\n    steps:\n      - setup_remote_docker:\n          version: §", ["docker29"], []),
        (WORKFLOW + "      - bu§", ["build"], []),
        (WORKFLOW + "      - build:\n          §", ["requires", "matrix", "filters", "version"], []),
        (WORKFLOW + "      - build:\n          requires: [§", ["first"], ["build"]),
        (WORKFLOW + "      - build:\n          requires:\n            - first: §", ["success", "terminal"], []),
        (WORKFLOW + "      - build:\n          matrix:\n            parameters:\n              §", ["version"], []),
        (WORKFLOW + "      - build:\n          filters:\n            bran§", ["branches", "tags"], []),
        (WORKFLOW + "    when: pipe§", ["pipeline.git.branch", "pipeline.parameters.fast"], []),
        (WORKFLOW + "  other:\n    §", ["jobs", "when", "triggers"], []),
        (HEAD + "# com§", [], ["jobs"]),
        (STEPS + "      - when:\n          §", ["condition", "steps"], ["<< pipeline.number >>"]),
        (STEPS + "      - when:\n          condition: §", ["<< pipeline.parameters.fast >>"], ["pipeline.number"]),
        (STEPS + "      - when:\n          condition:\n            §", ["and", "<< pipeline.number >>"], []),
        (STEPS + "      - when: {condition: {equal: [§", ["<< pipeline.parameters.fast >>"], ["and"]),
        (STEPS + "      - run: echo $§", ["FOO", "CIRCLE_BRANCH"], ["command"]),
        (STEPS + "      - run:\n          environment: {OWN: 1}\n          command: echo ${§", ["OWN", "FOO"], []),
        (STEPS + "      - save_cache:\n          key: v1-{{ ch§", ["checksum", ".Branch"], []),
        (STEPS + "      - restore_cache: {keys: ['{{ .§ }}']}", [".Revision"], []),
        (STEPS + "    docker:\n      - image: §", ["cimg/base:2026.01"], []),
        (STEPS + "    parameters:\n      x:\n        type: boolean\n        default: §", ["true", "false"], []),
        (WORKFLOW + "    when: pipeline.git.branch == 'x' and §", ["pipeline.parameters.fast"], []),
        (WORKFLOW + "      - build: {requires: [first, §]}", [], ["first"]),
        ("version: 2.1\norbs:\n  o:\n    commands:\n      c:\n        steps:\n          - §", ["c", "run"], []),
        ("version: §", ["2.1"], ["jobs"]),
    ],
)
def test_what_fits_is_offered(text: str, offered: list[str], not_offered: list[str]) -> None:
    found = labels(text)

    assert [label for label in offered if label not in found] == []
    assert [label for label in not_offered if label in found] == []


def test_names_in_a_template_are_those_of_the_element() -> None:
    text = HEAD.replace("steps: [checkout]\n", "steps: [run: echo << par§]\n")
    document, offset = at_mark(text)

    start, offers = offers_at(document, offset)

    assert document.source.text[start:offset] == "par"
    assert [offer.label for offer in offers][:4] == [
        "parameters.extras", "parameters.quiet", "parameters.runner", "pipeline.parameters.fast",
    ]  # fmt: skip
    assert offers[0].snippet == "parameters.extras >>"
    assert "pipeline.number" in [offer.label for offer in offers]


def test_a_template_that_is_closed_stays_closed_once() -> None:
    document, offset = at_mark(HEAD.replace("steps: [checkout]\n", "steps: [run: echo << parameters.§ >>]\n"))

    start, offers = offers_at(document, offset)

    assert document.source.text[start:offset] == "parameters."
    assert offers[0].snippet == "parameters.extras"


def test_matrix_values_are_offered_in_their_invocation() -> None:
    matrix = "      - build:\n          matrix: {parameters: {version: [a]}}\n          name: t-<< mat§"

    assert "matrix.version" in labels(WORKFLOW + matrix)


def test_a_call_comes_with_its_required_arguments() -> None:
    document, offset = at_mark(HEAD + "jobs:\n  a:\n    steps:\n      - §")
    snippets = {offer.label: offer.snippet for offer in offers_at(document, offset)[1]}

    assert snippets["install"] == "install:\n    extras: $1"
    assert snippets["checkout"] == "checkout"
    assert snippets["save_cache"] == "save_cache:\n    key: $1\n    paths:\n      - $2"


@pytest.mark.parametrize(
    ("text", "label", "snippet"),
    [
        ("      - §", "save_cache", "save_cache:\n    key: $1\n    paths:\n      - $2"),
        ("      [checkout, §]", "save_cache", "save_cache: {key: $1, paths: [$2]}"),
        ("      [\n        checkout,\n        §", "install", "install: {extras: $1}"),
        ("      - checkout\n    ma§", "machine", "machine: $1"),
        ("      - checkout\n    par§", "parameters", "parameters:\n  $1"),
        ("      - run: echo ${CIRCLE_J§", "CIRCLE_JOB", "CIRCLE_JOB\\}"),
        ("      - run: echo ${CIRCLE_J§}", "CIRCLE_JOB", "CIRCLE_JOB"),
        ("      - save_cache:\n          key: '{{ ch§ }}'", "checksum", 'checksum "$1"'),
        ("      - save_cache:\n          key: {{ §", "arch", "arch \\}\\}"),
    ],
)
def test_a_snippet_is_written_as_its_place_wants_it(text: str, label: str, snippet: str) -> None:
    document, offset = at_mark(STEPS + text)

    assert {offer.label: offer.snippet for offer in offers_at(document, offset)[1]}[label] == snippet


def test_a_key_that_has_its_colon_is_replaced_alone() -> None:
    document, offset = at_mark(STEPS + "      - sa§ve_cash:\n          key: x\n")
    params = types.CompletionParams(types.TextDocumentIdentifier(document.uri), document.position(offset))

    edit = {item.label: item for item in completion(document, params).items}["save_cache"].text_edit

    assert isinstance(edit, types.TextEdit)
    assert edit.new_text == "save_cache"
    assert document.source.text[slice(*document.span(edit.range))] == "save_cash"


def test_a_key_on_a_line_with_a_dash_is_indented_from_the_dash() -> None:
    document, offset = at_mark(WORKFLOW + "    triggers:\n      - sch§")

    assert [offer.snippet for offer in offers_at(document, offset)[1]] == ["schedule:\n    $1"]


def test_offers_replace_the_word_and_carry_their_documentation() -> None:
    document, offset = at_mark(HEAD + "jobs:\n  a:\n    res§")
    params = types.CompletionParams(types.TextDocumentIdentifier(document.uri), document.position(offset))

    found = {item.label: item for item in completion(document, params).items}

    item = found["resource_class"]
    assert isinstance(item.text_edit, types.TextEdit)
    assert document.span(item.text_edit.range) == (offset - 3, offset)
    assert isinstance(item.documentation, types.MarkupContent)
    assert "*type*" in item.documentation.value


def test_a_client_without_snippets_gets_plain_texts() -> None:
    document, offset = at_mark(HEAD + "jobs:\n  a:\n    steps:\n      - §")
    params = types.CompletionParams(types.TextDocumentIdentifier(document.uri), document.position(offset))

    found = {item.label: item for item in completion(document, params, snippets=False).items}

    item = found["install"]
    assert item.insert_text_format == types.InsertTextFormat.PlainText
    assert isinstance(item.text_edit, types.TextEdit)
    assert item.text_edit.new_text == "install:\n    extras: "


def test_every_place_of_a_text_has_an_answer() -> None:
    text = WORKFLOW + "      - build: {requires: [first], matrix: {parameters: {version: [a, b]}}}\n"
    for offset in range(0, len(text), 3):
        document, _ = at_mark(f"{text[:offset]}§")
        offers_at(document, offset)
