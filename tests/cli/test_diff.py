"""`wflint diff`: versions from files, git and the standard input; formats and exit codes."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cli.conftest import CLEAN

from wflint.testing import fences

if TYPE_CHECKING:
    from tests.cli.conftest import Wflint

PAGE = (Path(__file__).parents[2] / "docs" / "diff.md").read_text(encoding="utf-8")
NEWER = CLEAN.replace("2024.01", "2024.08")
CONSOLES = [fence.text for fence in fences(PAGE) if fence.language == "console" and "old.yml" in fence.text]


def git(*arguments: str) -> None:
    """Run git in the current directory, whoever the user is."""
    identity = {f"GIT_{role}_{key}": "x" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    environment = {**os.environ, **identity, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *arguments], check=True, capture_output=True, env=environment)


@pytest.fixture
def committed(config: Path) -> Path:
    """The config of the repository, committed."""
    (config.parents[1] / ".git").rmdir()
    git("init", "--quiet", "--initial-branch", "main")
    git("add", ".")
    git("commit", "--quiet", "--message", "first")
    return config


def test_without_a_difference_the_exit_code_is_0(wflint: Wflint, config: Path) -> None:
    config.with_name("new.yml").write_text(f"# reviewed\n{CLEAN}")

    assert wflint("diff", str(config), ".circleci/new.yml") == (0, "nothing changes\n", "")


def test_a_difference_makes_the_exit_code_1(wflint: Wflint, config: Path) -> None:
    outcome = wflint("diff", str(config), "-", stdin=NEWER.encode())

    assert outcome == (
        1,
        "workflow main\n  ~ build\n      ~ image: `cimg/base:2024.01` → `cimg/base:2024.08`\n",
        "",
    )


def test_the_new_version_is_that_of_the_repository_unless_named(wflint: Wflint, config: Path) -> None:
    assert config.exists()
    assert wflint("diff", "-", stdin=CLEAN.encode()).code == 0


@pytest.mark.parametrize("arguments", [(), (".circleci/config.yml",), (".circleci",), (".",)])
def test_the_old_version_is_that_of_the_last_commit_unless_named(
    arguments: tuple[str, ...], wflint: Wflint, committed: Path
) -> None:
    assert wflint("diff", *arguments) == (0, "nothing changes\n", "")

    committed.write_text(NEWER)
    assert wflint("diff", *arguments).out.splitlines()[:2] == ["workflow main", "  ~ build"]


def test_from_a_directory_below_the_last_commit_has_the_config_too(
    wflint: Wflint, committed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = committed.parents[1] / "src"
    below.mkdir()
    monkeypatch.chdir(below)
    committed.write_text(NEWER)

    assert wflint("diff").code == 1


def test_a_config_that_no_commit_has_cannot_be_compared_with_itself(wflint: Wflint, committed: Path) -> None:
    git("rm", "--quiet", "--cached", str(committed))
    git("commit", "--quiet", "--message", "gone")

    assert wflint("diff") == (2, "", "wflint: revision `HEAD` has no file `./.circleci/config.yml`\n")


@pytest.mark.parametrize("name", ["main:.circleci/config.yml", "HEAD:", "HEAD:./.circleci/config.yml"])
def test_a_version_can_come_from_git(name: str, wflint: Wflint, committed: Path) -> None:
    committed.write_text(NEWER)

    assert wflint("diff", name).out.splitlines()[:2] == ["workflow main", "  ~ build"]
    assert wflint("diff", name, name).code == 0


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nope:config.yml", "git knows no revision `nope` here"),
        ("--upload-pack=x:config.yml", "git knows no revision `--upload-pack=x` here"),
        ("HEAD:config.yml", "revision `HEAD` has no file `config.yml`"),
        ("HEAD:.circleci", "`.circleci` of revision `HEAD` is a directory, not a file"),
        ("missing.yml", "`missing.yml` does not exist"),
    ],
)
def test_what_is_not_there_is_said_with_exit_code_2(name: str, message: str, wflint: Wflint, committed: Path) -> None:
    assert committed.exists()
    assert wflint("diff", "--", name) == (2, "", f"wflint: {message}\n")


def test_outside_of_a_repository_there_are_no_revisions(
    wflint: Wflint, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(config.parents[2]))
    (config.parents[1] / ".git").rmdir()

    assert wflint("diff", "HEAD:x").err == "wflint: there is no git repository here to look for revision `HEAD` in\n"


def test_without_git_there_are_no_revisions(wflint: Wflint, committed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert committed.exists()
    monkeypatch.setenv("PATH", "")

    assert wflint("diff", "HEAD:x") == (2, "", "wflint: `git` is not installed, and a revision needs it\n")


def test_only_one_version_comes_from_the_standard_input(wflint: Wflint) -> None:
    assert wflint("diff", "-", "-").err == "wflint: only one version can come from the standard input\n"


def test_errors_of_both_versions_are_listed_and_the_rest_is_compared(wflint: Wflint, typo: Path) -> None:
    typo.with_name("new.yml").write_text(typo.read_text().replace("2024.01", "2024.08"))
    outcome = wflint("diff", str(typo), ".circleci/new.yml")

    assert outcome.code == 1
    assert outcome.err.count("error[unknown-requires]") == 2
    assert "~ image" in outcome.out


def test_orbs_of_the_repository_are_looked_into(wflint: Wflint, committed: Path) -> None:
    vendored = committed.parents[1] / ".wflint" / "orbs" / "me"
    vendored.mkdir(parents=True)
    (vendored / "base@1.0.0.yml").write_text(
        "version: 2.1\njobs: {test: {machine: {image: << parameters.tag >>}, parameters: {tag: {type: string}},"
        " steps: [checkout]}}\n"
    )
    old = "version: 2.1\norbs: {base: me/base@1}\nworkflows: {w: {jobs: [base/test: {tag: x}]}}\n"
    committed.write_text(old.replace("tag: x", "tag: y"))

    assert "machine image: `x` → `y`" in wflint("diff", "-", stdin=old.encode()).out


def test_markdown_survives_what_names_hold(wflint: Wflint, config: Path) -> None:
    config.write_text(CLEAN.replace("[build]", "[build: {name: 'a|b_c'}]"))
    added = CLEAN.replace("jobs: [build]", "jobs: []")
    table = wflint("diff", "-", "--format", "markdown", stdin=added.encode()).out

    assert "- **added** `a|b_c`\n" in table
    assert table.rstrip().endswith("| `a\\|b_c` |  |")


def test_json_has_a_version_and_all_there_is(wflint: Wflint, config: Path) -> None:
    data = json.loads(wflint("diff", str(config), "-", "--format", "json", stdin=NEWER.encode()).out)
    change = {
        "what": "image",
        "change": "changed",
        "old": "cimg/base:2024.01",
        "new": "cimg/base:2024.08",
        "when": None,
    }
    workflow = {
        "name": "main",
        "change": "changed",
        "changes": [],
        "jobs": [{"name": "build", "change": "changed", "changes": [change]}],
        "edges": [],
        "events": [],
    }

    assert data == {"version": 1, "equal": False, "changes": [], "workflows": [workflow], "unknown": []}


@pytest.mark.parametrize("console", CONSOLES)
def test_the_page_shows_what_the_command_prints(console: str, wflint: Wflint) -> None:
    old, new = (fence.text for fence in fences(PAGE) if fence.language == "yaml")
    Path("old.yml").write_text(old)
    Path("new.yml").write_text(new)
    command, _, output = console.partition("\n")

    found = wflint(*shlex.split(command.removeprefix("$ wflint ")), "--color", "never")

    assert found.out == output


def test_the_json_of_the_page_is_what_the_command_writes(wflint: Wflint) -> None:
    old, new = (fence.text for fence in fences(PAGE) if fence.language == "yaml")
    Path("old.yml").write_text(old)
    Path("new.yml").write_text(new)
    (shown,) = (json.loads(fence.text) for fence in fences(PAGE) if fence.language == "json")
    (workflow,) = json.loads(wflint("diff", "old.yml", "new.yml", "--format", "json").out)["workflows"]
    (expected,) = shown["workflows"]

    assert expected.keys() == workflow.keys()
    assert expected["events"][0] == workflow["events"][1]
    assert [job["name"] for job in expected["jobs"]] == [job["name"] for job in workflow["jobs"][:2]]
    assert expected["jobs"][0]["changes"][0] == workflow["jobs"][0]["changes"][0]


def test_every_option_is_documented_or_common(wflint: Wflint) -> None:
    options = set(re.findall(r"--[a-z-]+", wflint("diff", "--help").out))
    common = {"--help", "--output", "--color", "--settings", "--stdin-filename"}

    assert {option for option in options - common if option not in PAGE} == set()
