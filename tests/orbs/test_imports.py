"""What a config imports."""

from __future__ import annotations

from wflint.model.build import build
from wflint.orbs.imports import all_imports, imports_of
from wflint.source import Source
from wflint.syntax.parsing import parse

CONFIG = """\
version: 2.1
parameters:
  v: {type: string, default: "5.1"}
orbs:
  node: circleci/node@<< pipeline.parameters.v >>
  again: circleci/node@5.1
  own:
    orbs: {base: me/base@volatile}
  far: https://example.com/orb.yml
  odd: circleci/node@<< pipeline.parameters.w >>
  none:
"""
NODE = "orbs: {slack: circleci/slack@4, node: circleci/node@5.1}\n"


def test_inline_orbs_and_defaults_of_parameters_count() -> None:
    found = imports_of(build(parse(Source(CONFIG))))

    assert [(one.text, str(one.reference) if one.reference else None) for one in found] == [
        ("circleci/node@5.1", "circleci/node@5.1"),
        ("me/base@volatile", "me/base@volatile"),
        ("https://example.com/orb.yml", None),
        ("circleci/node@<< pipeline.parameters.w >>", None),
    ]


def test_imports_of_imports_follow_each_orb_that_is_at_hand() -> None:
    sources = {"circleci/node@5.1": Source(NODE, "circleci/node@5.1.2")}
    found = all_imports(build(parse(Source(CONFIG))), sources.get)

    assert [(one.text, one.importer) for one in found][:3] == [
        ("circleci/node@5.1", None),
        ("circleci/slack@4", "circleci/node@5.1.2"),
        ("me/base@volatile", None),
    ]
