"""Checking split sources: together, with everything at its line in the parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wflint.cli.split import is_split, part_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Wflint

IMAGE = "docker: [{image: cimg/base:2024.01}]\n"
CLEAN = {
    "@config.yml": "version: 2.1\n",
    "jobs/build.yml": f"{IMAGE}steps: [checkout, {{greet: {{to: x}}}}]\n",
    "commands/greet.yml": "parameters: {to: {type: string}}\nsteps: [{run: echo << parameters.to >>}]\n",
    "workflows/main.yml": "jobs: [build]\n",
}


def write(directory: Path, files: dict[str, str]) -> None:
    """Write files below a directory."""
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def lines(text: str) -> list[str]:
    """The diagnostics of a concise report."""
    return [line for line in text.splitlines() if ": error[" in line or ": warning[" in line or ": info[" in line]


@pytest.fixture
def source(repository: Path) -> Path:
    """A split config with nothing wrong in it."""
    write(repository / "src", CLEAN)
    return repository / "src"


def test_names_of_other_parts_are_known(wflint: Wflint, source: Path) -> None:
    assert source.exists()
    outcome = wflint("check", "src", "--min-severity", "info", "--fail-on", "info")

    assert (outcome.code, outcome.err) == (0, "")


def test_every_fault_lies_at_its_line_in_its_part(wflint: Wflint, source: Path) -> None:
    write(
        source,
        {
            "jobs/build.yml": f"{IMAGE}steps:\n  - checkout\n  - greet: {{too: x}}\n  - run: {{comand: x}}\n",
            "jobs/idle.yml": f"# kept\n{IMAGE}steps: [checkout]\n",
            "workflows/main.yml": "jobs:\n  - build\n  - build:\n      name: b\n      requires: [biuld]\n",
        },
    )
    outcome = wflint("check", "src", "--min-severity", "info", "--format", "concise")

    assert outcome.code == 1
    assert [line.partition("]")[0] for line in lines(outcome.out)] == [
        "src/jobs/build.yml:4:5: error[missing-argument",
        "src/jobs/build.yml:4:13: error[unexpected-argument",
        "src/jobs/build.yml:5:11: error[unknown-key",
        "src/jobs/idle.yml:2:1: info[unused-job",
        "src/workflows/main.yml:5:18: error[unknown-requires",
    ]


def test_suppressions_count_in_the_part_and_at_calls_in_others(wflint: Wflint, source: Path) -> None:
    write(
        source,
        {
            "commands/greet.yml": "steps: [{nothing: {a: 1}}]\n",
            "jobs/build.yml": f"{IMAGE}steps:\n  - greet # wflint: ignore[unknown-command]\n",
            "jobs/idle.yml": f"# wflint: ignore[unused-job] kept\n{IMAGE}steps: [checkout]\n",
            "jobs/other.yml": f"# wflint: ignore[unused-job]\n{IMAGE}steps: [checkout]\n",
            "workflows/main.yml": "jobs: [build, other]\n",
        },
    )
    outcome = wflint("check", "src", "--min-severity", "info", "--format", "concise")

    assert [line.partition("]")[0] for line in lines(outcome.out)] == [
        "src/jobs/other.yml:1:18: warning[unused-suppression"
    ]


def test_a_definition_of_two_files_is_told_with_both(wflint: Wflint, source: Path) -> None:
    write(source, {"@more.yml": f"jobs:\n  build:\n    {IMAGE}    steps: [checkout]\n"})
    outcome = wflint("check", "src")

    assert "src/jobs/build.yml:1:1: error[duplicate-definition]" in outcome.out
    assert "src/@more.yml:2:3" in outcome.out


def test_a_key_of_two_files_is_told(wflint: Wflint, source: Path) -> None:
    write(source, {"@more.yml": "version: 2\n"})

    assert "src/@more.yml:1:1: error[duplicate-key]" in wflint("check", "src").out


def test_a_file_that_is_no_mapping_is_told(wflint: Wflint, source: Path) -> None:
    write(source, {"jobs/list.yml": "- a\n"})

    assert "src/jobs/list.yml:1:1: error[pack]: the file holds a list" in wflint("check", "src").out


def test_a_broken_part_silences_only_what_it_may_hold(wflint: Wflint, source: Path) -> None:
    write(source, {"commands/greet.yml": "steps: [{run: echo\n", "jobs/build.yml": f"{IMAGE}step: [checkout]\n"})
    outcome = wflint("check", "src", "--format", "concise")

    assert any(line.startswith("src/commands/greet.yml:") and "yaml-syntax" in line for line in lines(outcome.out))
    assert any(line.startswith("src/jobs/build.yml:2:1") and "unknown-key" in line for line in lines(outcome.out))


def test_fixes_are_written_to_the_parts(wflint: Wflint, source: Path) -> None:
    write(source, {"jobs/build.yml": f"{IMAGE}steps: [checkout, {{run: {{comand: x}}}}]\n"})
    different = wflint("check", "src", "--diff")
    outcome = wflint("check", "src", "--fix")

    assert different.code == 1
    assert "--- src/jobs/build.yml\n" in different.out
    assert outcome.code == 0
    assert "{command: x}" in (source / "jobs" / "build.yml").read_text()
    assert (source / "@config.yml").read_text() == CLEAN["@config.yml"]


def test_an_orb_is_checked_with_what_it_includes(wflint: Wflint, repository: Path) -> None:
    write(
        repository / "src",
        {
            "@orb.yml": "version: 2.1\ndescription: Greetings\n",
            "commands/greet.yml": "steps:\n  - run: << include(scripts/greet.sh) >>\n",
            "jobs/hello.yml": f"{IMAGE}steps: [greet, grete]\n",
            "scripts/greet.sh": "cat <<E\nE\n",
        },
    )
    found = lines(wflint("check", "src", "--format", "concise").out)

    assert [line.partition("]")[0] for line in found] == ["src/jobs/hello.yml:2:16: error[unknown-command"]


def test_an_include_that_is_not_there_is_told(wflint: Wflint, repository: Path) -> None:
    write(
        repository / "src",
        {"@orb.yml": "version: 2.1\n", "commands/a.yml": "steps: [{run: << include(scripts/a.sh) >>}]\n"},
    )

    assert (
        "src/commands/a.yml:1:15: error[pack]: there is no file `scripts/a.sh` to include" in wflint("check", "src").out
    )


def test_a_part_alone_is_a_part(wflint: Wflint, source: Path) -> None:
    assert source.exists()
    assert wflint("check", "src/jobs/build.yml").code == 0


def test_all_parts_named_one_by_one_are_joined(wflint: Wflint, source: Path) -> None:
    write(source, {"jobs/build.yml": f"{IMAGE}steps: [grete]\n"})
    names = [file.path for file in part_files(str(source))]

    assert "error[unknown-command]" in wflint("check", *names).out


def test_split_sources_below_circleci_are_checked_by_default(wflint: Wflint, repository: Path, config: Path) -> None:
    write(repository / ".circleci" / "src", CLEAN | {"jobs/build.yml": f"{IMAGE}steps: [grete]\n"})
    outcome = wflint("check")

    assert config.exists()
    assert ".circleci/src/jobs/build.yml:2:9: error[unknown-command]" in outcome.out


def test_rules_can_be_ignored_for_a_part(wflint: Wflint, repository: Path, source: Path) -> None:
    write(source, {"jobs/build.yml": f"{IMAGE}steps: [grete]\n"})
    (repository / ".wflint.toml").write_text('[per-file-ignores]\n"src/jobs/*" = ["unknown-command"]\n')

    assert wflint("check", "src").code == 0


def test_several_processes_find_the_same(wflint: Wflint, repository: Path, source: Path) -> None:
    write(source, {"jobs/build.yml": f"{IMAGE}steps: [grete]\n"})
    write(repository, {"a.yml": "version: 2.1\njobs: {a: {}}\n"})

    assert wflint("check", "src", "a.yml", "--jobs", "2") == wflint("check", "src", "a.yml")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"@orb.yml": ""}, True),
        ({"jobs/a.yml": ""}, True),
        ({"jobs/a.txt": ""}, False),
        ({"config.yml": "", "jobs/a.yml": ""}, False),
        ({"a.yml": ""}, False),
    ],
)
def test_what_a_split_source_is(tmp_path: Path, files: dict[str, str], expected: bool) -> None:
    write(tmp_path, files)

    assert is_split(str(tmp_path)) is expected
