"""An organisation's JSON Schema for configs."""

from __future__ import annotations

import pytest

from wflint.engine.policy import load_policy, plain, policy_diagnostics
from wflint.errors import SettingsError
from wflint.source import Source
from wflint.syntax.parsing import parse

CONFIG = """\
version: 2.1
base: &base {resource_class: large}
jobs:
  build:
    <<: *base
    docker: [{image: busybox}]
"""
IMAGES = """
$defs: {image: {properties: {image: {pattern: '^cimg/'}}}}
properties: {jobs: {properties: {build: {properties: {docker: {items: {$ref: '#/$defs/image'}}}}}}}
"""


def refused(schema: str, config: str = CONFIG) -> list[tuple[str, str]]:
    """What is underlined, and the message, of each violation."""
    policy = load_policy(schema, "policy.yml")
    found = policy_diagnostics(parse(Source(config, "config.yml")), policy, "policy.yml")
    return [(config[one.place.span.start : one.place.span.end], one.message) for one in found]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{}", []),
        ("{properties: {version: {const: 2.1}}}", []),
        (
            "{properties: {jobs: {additionalProperties: {properties: {resource_class: {enum: [small]}}}}}}",
            [("large", "`jobs.build.resource_class`: 'large' is not one of ['small']")],
        ),
        ("{required: [orbs]}", [("", "'orbs' is a required property")]),
        (
            "{properties: {jobs: {additionalProperties: {required: [environment]}}}}",
            [("build", "`jobs.build`: 'environment' is a required property")],
        ),
        (
            "{additionalProperties: false, properties: {version: {}, jobs: {}}}",
            [("base", "additional properties are not allowed ('base' was unexpected)")],
        ),
        (
            IMAGES,
            [("busybox", "`jobs.build.docker.0.image`: 'busybox' does not match '^cimg/'")],
        ),
    ],
)
def test_a_violation_is_reported_where_it_is_written(schema: str, expected: list[tuple[str, str]]) -> None:
    assert refused(schema) == expected


def test_a_schema_may_be_json() -> None:
    assert refused('{"properties": {"version": {"type": "string"}}}') == [
        ("2.1", "`version`: 2.1 is not of type 'string'")
    ]


def test_the_schemas_description_is_the_help() -> None:
    policy = load_policy("{required: [orbs], description: Ask the platform team}", "policy.yml")
    (found,) = policy_diagnostics(parse(Source(CONFIG)), policy, "policy.yml")

    assert found.help == "Ask the platform team (policy `policy.yml`)"


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ("", "`policy.yml` is no schema because it is empty"),
        ("[1]", "`policy.yml` is no schema: it must be a mapping"),
        ("{a: [}", "`policy.yml` is no schema: "),
        ("{type: 3}", "`policy.yml` is no schema: at `..type`, "),
    ],
)
def test_a_file_that_is_no_schema_is_refused(schema: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        load_policy(schema, "policy.yml")


def test_a_schema_elsewhere_is_never_fetched() -> None:
    with pytest.raises(SettingsError, match=r"`policy.yml` refers to `https://example.com/x.json`, which is not in it"):
        refused("{$ref: 'https://example.com/x.json'}")


def test_an_alias_inside_itself_is_empty() -> None:
    root = parse(Source("&a [*a, 1]")).root

    assert root is not None
    assert plain(root) == ["", 1]
