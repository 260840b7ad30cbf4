"""Definition, references, highlights and rename, and that a rename changes nothing but the name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from tests.lsp.editing import at_mark, opened, repository

from wflint.analysis import Analysis
from wflint.compiler.compile import compile_config
from wflint.compiler.emit import to_data
from wflint.lsp import navigation
from wflint.lsp.navigation import refused, rename_edits
from wflint.lsp.occurrences import occurrences_in
from wflint.pipeline.events import Event, values_of
from wflint.source import Source
from wflint.syntax.edits import apply_edits

if TYPE_CHECKING:
    from wflint.lsp.documents import OpenDocument
    from wflint.lsp.occurrences import Symbol

FIXTURES = Path(__file__).parents[2] / "fixtures"
CONFIG = """\
version: 2.1
parameters:
  fast: {type: boolean, default: false}
orbs:
  tools:
    commands:
      greet:
        parameters: {who: {type: string, default: you}}
        steps: [run: "echo << parameters.who >>"]
executors:
  base:
    parameters: {tag: {type: string, default: "1"}}
    docker: [{image: "cimg/base:<< parameters.tag >>"}]
x-steps: &setup
  - checkout
commands:
  install:
    parameters:
      extras: {type: string, default: ""}
      runner: {type: executor, default: base}
      after: {type: steps, default: [greet-all]}
    steps:
      - run: |
          echo << parameters.extras >>
          <<# parameters.extras >>echo more<</ parameters.extras >>
      - steps: << parameters.after >>
  greet-all:
    steps:
      - tools/greet: {who: all}
jobs:
  build:
    executor: {name: base, tag: "2"}
    steps: *setup
  test:
    parameters:
      version: {type: string}
    executor: base
    steps:
      - when:
          condition: << pipeline.parameters.fast >>
          steps: [install: {extras: "<< parameters.version >>"}]
workflows:
  main:
    when: pipeline.parameters.fast or pipeline.git.branch == "main"
    jobs:
      - build
      - test:
          matrix:
            parameters: {version: ["3.12", "3.13"]}
            exclude: [{version: "3.13"}]
            alias: tests
          requires: [build]
      - test:
          name: last
          version: "3.11"
          requires: [tests, test-3.12]
          pre-steps: [install]
      - hold: {type: approval, requires: [last]}
      - build: {name: again, requires: [hold], filters: pipeline.parameters.fast}
"""


def words(document: OpenDocument, locations: list[types.Location]) -> list[str]:
    """Lines from 1 and their texts from a location on."""
    found = []
    for one in locations:
        span = document.span(one.range)
        found.append(f"{one.range.start.line + 1}:{document.source.text[span.start : span.end]}")
    return found


def position(document: OpenDocument, offset: int) -> dict[str, Any]:
    """The parameters of a request at an offset."""
    return {
        "text_document": types.TextDocumentIdentifier(document.uri),
        "position": document.position(offset),
    }


@pytest.mark.parametrize(
    ("marked", "definition"),
    [
        ("requires: [bu§ild]", "31:build"),
        ("requires: [te§sts", "51:tests"),
        ("tests, tes§t-3.12", "34:test"),
        ("requires: [la§st]", "54:last"),
        ("requires: [ho§ld]", "58:hold"),
        ("executor: ba§se", "11:base"),
        ("{name: ba§se", "11:base"),
        ("default: ba§se}", "11:base"),
        ('base, ta§g: "2"', "12:tag"),
        ("steps: *se§tup", "14:setup"),
        ("[inst§all: {extras", "17:install"),
        ("pre-steps: [inst§all", "17:install"),
        ("{ext§ras: ", "19:extras"),
        ("echo << parameters.ext§ras", "19:extras"),
        ("<</ parameters.ex§tras", "19:extras"),
        ("[greet-§all]}", "27:greet-all"),
        ("tools/gr§eet", "7:greet"),
        ("to§ols/greet", "5:tools"),
        ("{wh§o: all", "8:who"),
        ("<< parameters.vers§ion", "36:version"),
        ("{vers§ion: [", "36:version"),
        ("[{vers§ion: ", "36:version"),
        ("when: pipeline.parameters.fa§st", "3:fast"),
        ("<< pipeline.parameters.fa§st", "3:fast"),
        ("filters: pipeline.parameters.fa§st", "3:fast"),
        ("- te§st:\n          name", "34:test"),
    ],
)
def test_a_name_leads_to_its_definition(marked: str, definition: str) -> None:
    assert CONFIG.count(marked.replace("§", "")) == 1
    document, offset = at_mark(CONFIG.replace(marked.replace("§", ""), marked))

    found = navigation.definition(document, types.DefinitionParams(**position(document, offset)))

    assert words(document, found) == [definition]


def test_references_are_every_use_and_the_definition_if_asked_for() -> None:
    document = opened(CONFIG)
    offset = CONFIG.index("  build:") + 2
    found = {
        include: navigation.references(
            document,
            types.ReferenceParams(types.ReferenceContext(include), **position(document, offset)),
        )
        for include in (True, False)
    }

    assert words(document, found[True]) == ["31:build", "46:build", "52:build", "59:build"]
    assert words(document, found[False]) == ["46:build", "52:build", "59:build"]


def test_a_definition_is_written_and_its_uses_are_read() -> None:
    document, offset = at_mark(CONFIG.replace("alias: tests", "alias: te§sts"))

    found = navigation.highlights(document, types.DocumentHighlightParams(**position(document, offset)))

    assert [(one.range.start.line + 1, one.kind) for one in found] == [
        (51, types.DocumentHighlightKind.Write),
        (56, types.DocumentHighlightKind.Read),
    ]


@pytest.mark.parametrize(
    ("marked", "name", "reason"),
    [
        ("  bui§ld:", "test", "there is already a job `test`"),
        ("  bui§ld:", "last", "there is already a invocation `last`"),
        ("  bui§ld:", "a/b", "a job cannot be named `a/b`"),
        ("  bui§ld:", "yes", "YAML does not read `yes` as a text"),
        ("  inst§all:", "checkout", "`checkout` is a step of CircleCI's"),
        ("      vers§ion: {type", "name", "jobs cannot have a parameter `name`"),
        ("&se§tup", "a b", "`a b` is no name of an anchor"),
    ],
)
def test_a_name_that_it_cannot_have_is_refused(marked: str, name: str, reason: str) -> None:
    document, offset = at_mark(CONFIG.replace(marked.replace("§", ""), marked))

    with pytest.raises(JsonRpcException) as refusal:
        navigation.rename(document, types.RenameParams(new_name=name, **position(document, offset)))

    assert refusal.value.message == reason


@pytest.mark.parametrize(
    ("marked", "reason"),
    [
        ('steps: [r§un: "echo << parameters.who >>"]', "`run` is a step of CircleCI's"),
    ],
)
def test_names_of_others_are_refused_with_their_owner(marked: str, reason: str) -> None:
    document, offset = at_mark(CONFIG.replace(marked.replace("§", ""), marked, 1))
    where = position(document, offset)

    for ask in (
        lambda: navigation.prepare_rename(document, types.PrepareRenameParams(**where)),
        lambda: navigation.rename(document, types.RenameParams(new_name="x", **where)),
    ):
        with pytest.raises(JsonRpcException) as refusal:
            ask()
        assert refusal.value.message == reason


def test_what_is_no_name_cannot_be_renamed() -> None:
    document, offset = at_mark(CONFIG.replace("version: 2.1", "ver§sion: 2.1"))

    assert navigation.prepare_rename(document, types.PrepareRenameParams(**position(document, offset))) is None


ORB = """\
version: 2.1
commands:
  greet: {parameters: {who: {type: string}}, steps: [run: "echo << parameters.who >>"]}
executors:
  small: {docker: [{image: a}]}
jobs:
  check: {executor: small, steps: [greet: {who: me}]}
"""
USER = """\
version: 2.1
orbs: {tools: acme/tools@1}
jobs:
  build: {executor: tools/small, steps: [tools/greet: {who: you}]}
workflows: {main: {jobs: [build, tools/check]}}
"""


@pytest.mark.parametrize(
    ("marked", "start"),
    [
        ("tools/gr§eet", (2, 2)),
        ("tools/sm§all", (4, 2)),
        ("tools/che§ck", (6, 2)),
        ("acme/to§ols@1", (0, 0)),
    ],
)
def test_an_element_of_an_orb_is_found_in_its_file(tmp_path: Path, marked: str, start: tuple[int, int]) -> None:
    path = repository(tmp_path, USER)
    source = tmp_path / ".wflint" / "orbs" / "acme" / "tools@1.2.3.yml"
    source.parent.mkdir(parents=True)
    source.write_text(ORB)
    document, offset = at_mark(USER.replace(marked.replace("§", ""), marked), str(path))

    found = navigation.definition(document, types.DefinitionParams(**position(document, offset)))

    assert [(one.uri, one.range.start) for one in found] == [(source.as_uri(), types.Position(*start))]
    if "/" in marked and "@" not in marked:
        with pytest.raises(JsonRpcException, match="has its name from orb `acme/tools@1`"):
            navigation.prepare_rename(document, types.PrepareRenameParams(**position(document, offset)))


def test_a_rename_shows_the_old_name_first() -> None:
    document, offset = at_mark(CONFIG.replace("tests, test-3.12", "tests, te§st-3.12"))

    found = navigation.prepare_rename(document, types.PrepareRenameParams(**position(document, offset)))

    assert found is not None
    assert found.placeholder == "test"


def printed(text: str) -> str:
    """The compiled config of a push to a branch, as a text."""
    config = Analysis(Source(text, "/nowhere/.circleci/config.yml")).config
    return json.dumps(to_data(compile_config(config, values_of(config, Event("push", branch="main")))), sort_keys=True)


def without(text: str, symbol: Symbol, name: str) -> str:
    """A printed config in which a new name is the old one again, whatever it is part of."""
    return text.replace(name, symbol.name)


def ordered(text: str) -> object:
    """A printed config without the order of its entries, which above eight jobs depends on their names."""
    return sorted(text)


@pytest.mark.parametrize(
    "symbol", occurrences_in(opened(CONFIG)).symbols, ids=lambda symbol: f"{symbol.kind}-{symbol.name}"
)
def test_a_rename_keeps_the_compiled_config_up_to_the_name(symbol: Symbol) -> None:
    assert_rename_is_sound(CONFIG, symbol)


def test_renames_are_sound_in_every_fixture() -> None:
    checked = 0
    for path in sorted(FIXTURES.glob("**/*.yml")):
        text = path.read_text()
        for symbol in occurrences_in(opened(text)).symbols:
            checked += assert_rename_is_sound(text, symbol)

    assert checked > 200


def assert_rename_is_sound(text: str, symbol: Symbol) -> bool:
    """Rename and compare; False where the rename is refused or nothing is defined here."""
    document = opened(text)
    occurrences = occurrences_in(document)
    name = "q0w1e2r3"
    if not occurrences.definitions(symbol) or refused(occurrences, symbol, name) is not None:
        return False
    after = apply_edits(text, rename_edits(occurrences, symbol, name))
    before = printed(text)
    assert ordered(without(printed(after), symbol, name)) == ordered(before), symbol
    renamed = occurrences_in(opened(after))
    assert len(renamed.all) == len(occurrences.all), symbol
    return True
