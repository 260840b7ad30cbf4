"""Formats that programs read."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator
from tests.report.making import TEXT, diagnostic, full, place, result

from wflint.diagnostic import Severity
from wflint.report.concise import to_concise
from wflint.report.github import to_github
from wflint.report.gitlab import to_gitlab
from wflint.report.json import to_json
from wflint.report.junit import to_junit
from wflint.report.rdjson import to_rdjson
from wflint.report.sarif import to_sarif
from wflint.source import Place, Source, Span

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "check-result.schema.json").read_text())
URL = "https://circleci.com/docs/reference/configuration-reference/#requires"
HOSTILE = diagnostic(message="100% `a,b:c`\n<&\"'>\x00\ud800", help=None)


def test_concise_is_one_line_each() -> None:
    assert to_concise([full(), diagnostic()]) == (
        ".circleci/config.yml:7:27: error[unknown-requires]: job `test` requires `biuld` (and 2 more)\n"
        ".circleci/config.yml:7:27: error[unknown-requires]: job `test` requires `biuld`\n"
    )


def test_json_has_all_that_is_known() -> None:
    assert json.loads(to_json(result(full()))) == {
        "version": 1,
        "files": [".circleci/config.yml"],
        "diagnostics": [
            {
                "rule": "unknown-requires",
                "severity": "error",
                "path": ".circleci/config.yml",
                "line": 7,
                "column": 27,
                "end_line": 7,
                "end_column": 32,
                "message": "job `test` requires `biuld`",
                "help": "did you mean `build`?",
                "url": URL,
                "related": [
                    {
                        "path": ".circleci/config.yml",
                        "line": 3,
                        "column": 3,
                        "end_line": 3,
                        "end_column": 8,
                        "message": "a job",
                    },
                    {
                        "path": "circleci/node@5",
                        "line": 1,
                        "column": 1,
                        "end_line": 1,
                        "end_column": 6,
                        "message": "in the orb",
                    },
                ],
                "count": 3,
                "fix": {
                    "title": "require `build`",
                    "safe": True,
                    "edits": [{"line": 7, "column": 27, "end_line": 7, "end_column": 32, "text": "build"}],
                },
            }
        ],
        "summary": {"error": 1, "warning": 0, "info": 0},
    }


@pytest.mark.parametrize("found", [result(), result(full()), result(HOSTILE), result(diagnostic(rule="policy"))])
def test_json_is_as_its_schema_says(found: object) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(json.loads(to_json(found)))  # type: ignore[arg-type] # a Result


def test_github_shows_the_worst_first_and_escapes_what_separates() -> None:
    mild = diagnostic("version", severity=Severity.INFO)

    assert to_github(result(mild, HOSTILE)) == (
        "::error file=.circleci/config.yml,line=7,endLine=7,title=unknown-requires,col=27,endColumn=31"
        "::100%25 `a,b:c`%0A<&\"'>\x00\ud800\n"
        "::notice file=.circleci/config.yml,line=1,endLine=1,title=unknown-requires,col=1,endColumn=7"
        "::job `test` requires `biuld`\n"
    )


def test_github_has_no_columns_for_several_lines() -> None:
    found = diagnostic(place=Place(Source(TEXT, "a,b.yml"), Span(0, 20)))

    assert to_github(result(found)).startswith("::error file=a%2Cb.yml,line=1,endLine=3,title=unknown-requires::")


def test_gitlab_has_a_fingerprint_of_its_own_for_each() -> None:
    issues = json.loads(to_gitlab(result(full(), full(), diagnostic("version", severity=Severity.INFO))))

    assert issues[0] == {
        "description": "job `test` requires `biuld`",
        "check_name": "unknown-requires",
        "fingerprint": issues[0]["fingerprint"],
        "severity": "critical",
        "location": {"path": ".circleci/config.yml", "lines": {"begin": 7, "end": 7}},
    }
    assert len({issue["fingerprint"] for issue in issues}) == 3


def test_junit_has_a_suite_a_file_and_a_passing_test_for_a_clean_one() -> None:
    root = ET.fromstring(to_junit(result(full(), files=(".circleci/config.yml", "clean.yml"))))
    suites = [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in root]

    assert suites == [(".circleci/config.yml", "1", "1"), ("clean.yml", "1", "0")]
    assert root.find(".//failure").get("message") == "job `test` requires `biuld`"  # type: ignore[union-attr] # is there
    assert root.find(".//testcase").get("name") == "unknown-requires 7:27"  # type: ignore[union-attr] # as above


def test_junit_is_xml_whatever_a_message_holds() -> None:
    root = ET.fromstring(to_junit(result(HOSTILE)))

    assert root.find(".//failure").get("message") == "100% `a,b:c`\n<&\"'>\ufffd\ufffd"  # type: ignore[union-attr] # there


def test_rdjson_counts_columns_in_bytes_and_suggests_the_fix() -> None:
    text = "é: biuld\n"
    found = full()
    data = json.loads(to_rdjson(result(found._replace(place=place("biuld", text), fix=None, related=()))))
    fixed = json.loads(to_rdjson(result(found)))

    assert data["diagnostics"][0]["location"]["range"] == {
        "start": {"line": 1, "column": 5},
        "end": {"line": 1, "column": 10},
    }
    assert fixed["diagnostics"][0]["suggestions"][0]["text"] == "build"
    assert fixed["diagnostics"][0]["code"] == {"value": "unknown-requires", "url": URL}
    assert (fixed["severity"], fixed["source"]) == ("ERROR", {"name": "wflint"})


def test_sarif_lists_the_rules_that_spoke_and_points_to_them() -> None:
    (run,) = json.loads(to_sarif(result(full(), diagnostic("version", rule="duplicate-key"))))["runs"]
    rules = run["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == ["duplicate-key", "unknown-requires"]
    assert [rules[found["ruleIndex"]]["id"] for found in run["results"]] == ["unknown-requires", "duplicate-key"]
    assert rules[1]["helpUri"] == URL


def test_sarif_has_places_related_places_and_fixes() -> None:
    (run,) = json.loads(to_sarif(result(full())))["runs"]
    (found,) = run["results"]
    where = {"startLine": 7, "startColumn": 27, "endLine": 7, "endColumn": 32}

    assert run["columnKind"] == "unicodeCodePoints"
    assert found["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": ".circleci/config.yml", "uriBaseId": "%SRCROOT%"},
                "region": where,
            }
        }
    ]
    assert found["relatedLocations"][1]["physicalLocation"]["artifactLocation"]["uri"] == "circleci/node%405"
    assert found["fixes"][0]["artifactChanges"][0]["replacements"] == [
        {"deletedRegion": where, "insertedContent": {"text": "build"}}
    ]
    assert (found["level"], found["occurrenceCount"]) == ("error", 3)


def test_sarif_has_a_policys_violation_though_no_rule_has_that_name() -> None:
    (run,) = json.loads(to_sarif(result(diagnostic(rule="policy"))))["runs"]

    assert run["tool"]["driver"]["rules"] == [{"id": "policy"}]


@pytest.mark.parametrize("render", [to_json, to_sarif, to_gitlab, to_rdjson])
def test_json_formats_are_json_whatever_a_message_holds(render: object) -> None:
    text = render(result(HOSTILE))  # type: ignore[operator] # a function

    assert json.loads(text)
    text.encode()


def test_nothing_found_is_a_result_too() -> None:
    assert json.loads(to_sarif(result()))["runs"][0]["results"] == []
    assert json.loads(to_gitlab(result())) == []
    assert json.loads(to_rdjson(result()))["diagnostics"] == []
    assert to_github(result()) == to_concise([]) == ""
