"""`wflint simulate --changed-files` and `--base`: a setup config, what it passes on, and what runs behind it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cli.test_diff import git

from wflint.testing import fences

if TYPE_CHECKING:
    from tests.cli.conftest import Outcome, Wflint

PAGE = (Path(__file__).parents[2] / "docs" / "path-filtering.md").read_text(encoding="utf-8")
SETUP, NEXT = (fence.text for fence in fences(PAGE) if fence.language == "yaml")


@pytest.fixture
def configs(repository: Path) -> Path:
    """The `.circleci` of a repository with the configs of the page."""
    folder = repository / ".circleci"
    (folder / "config.yml").write_text(SETUP)
    (folder / "continue_config.yml").write_text(NEXT)
    return folder


def simulated(wflint: Wflint, changed: str, *arguments: str) -> Outcome:
    """What is said of some changed files on a branch."""
    return wflint("simulate", "--branch", "feature", "--changed-files", "-", *arguments, stdin=changed.encode())


@pytest.mark.usefixtures("configs")
def test_the_page_shows_what_the_command_prints(wflint: Wflint) -> None:
    output = next(fence.text for fence in fences(PAGE) if "--changed-files -" in fence.text).partition("\n")[2]

    assert simulated(wflint, "server/app.py\nREADME.md\n", "--color", "never") == (0, output, "")


@pytest.mark.usefixtures("configs")
def test_files_may_be_listed_in_a_file(wflint: Wflint) -> None:
    Path("changed.txt").write_text("./web/index.html\r\n\n")

    assert "continues with .circleci/continue_config.yml, `web` true\n" in (
        wflint("simulate", "--branch", "x", "--changed-files", "changed.txt").out
    )


@pytest.mark.usefixtures("configs")
def test_without_a_match_the_second_config_has_its_defaults(wflint: Wflint) -> None:
    out = simulated(wflint, "README.md\n").out

    assert "continues with .circleci/continue_config.yml, no parameters\n" in out
    assert out.count("does not run: its `when` is false") == 3


@pytest.mark.usefixtures("configs")
def test_the_workflow_of_the_second_config_can_be_chosen(wflint: Wflint) -> None:
    out = simulated(wflint, "web/a\n", "--workflow", "web").out

    assert "workflow web\n" in out
    assert "workflow soak" not in out


@pytest.fixture
def committed(configs: Path) -> Path:
    """The repository with one commit on `main`, and one on `feature` that changes a file of the server."""
    (configs.parent / ".git").rmdir()
    git("init", "--quiet", "--initial-branch", "main")
    git("add", ".")
    git("commit", "--quiet", "--message", "first")
    git("checkout", "--quiet", "-b", "feature")
    (configs.parent / "server").mkdir()
    (configs.parent / "server" / "größe.py").write_text("")
    git("add", ".")
    git("commit", "--quiet", "--message", "second")
    return configs.parent


@pytest.mark.parametrize("base", ["main", "feature", "HEAD"])
def test_git_says_what_changed_since_a_revision_or_the_commit_before(
    base: str, wflint: Wflint, committed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (committed / "web").mkdir()
    monkeypatch.chdir(committed / "web")
    outcome = wflint("simulate", "--base", base, "--format", "json")

    assert json.loads(outcome.out)["changed_files"] == ["server/größe.py"]


@pytest.mark.usefixtures("committed")
def test_of_the_first_commit_everything_has_changed(wflint: Wflint) -> None:
    git("checkout", "--quiet", "main")

    assert len(json.loads(wflint("simulate", "--base", "main", "--format", "json").out)["changed_files"]) == 2


def test_json_adds_what_is_passed_on_and_the_second_plan(wflint: Wflint, configs: Path) -> None:
    assert configs.is_dir()
    data = json.loads(simulated(wflint, "docs/a.md\n", "--format", "json").out)
    (continued,) = data["continuations"]
    documented = set(re.findall(r"`([a-z_]+)`", PAGE.partition("## JSON")[2]))

    assert data["changed_files"] == ["docs/a.md"]
    assert continued["parameters"] == {"docs": True}
    assert [workflow["name"] for workflow in continued["workflows"]] == ["web", "server", "soak"]
    assert continued["mapping"][3] == {
        "pattern": "docs/.*", "parameter": "docs", "value": True, "config": None, "matches": "yes", "file": "docs/a.md",
    }  # fmt: skip
    assert set(continued) | set(continued["mapping"][0]) <= documented


def test_several_configs_are_joined(wflint: Wflint, configs: Path) -> None:
    mapping = SETUP.partition("          mapping:")[0] + (
        "          mapping: |\n            a/.* x true .circleci/a.yml\n            b/.* y true .circleci/b.yml\n"
    )
    (configs / "config.yml").write_text(mapping)
    for name, parameter in (("a", "x"), ("b", "y")):
        (configs / f"{name}.yml").write_text(
            f"version: 2.1\nparameters: {{{parameter}: {{type: boolean, default: false}}}}\n"
            f"jobs: {{{name}: {{machine: true, steps: [checkout]}}}}\nworkflows: {{{name}: {{jobs: [{name}]}}}}\n"
        )
    out = simulated(wflint, "a/1\nb/1\n").out

    assert "continues with .circleci/a.yml + .circleci/b.yml, `x` true, `y` true\n" in out
    assert out.endswith("workflow a\n  1  a\n\nworkflow b\n  1  b\n")


def test_what_circleci_refuses_makes_the_exit_code_1(wflint: Wflint, configs: Path) -> None:
    (configs / "continue_config.yml").write_text(NEXT.replace("docs: {type: boolean, default: false}", "", 1))
    outcome = simulated(wflint, "docs/a.md\n")

    assert outcome.code == 1
    assert "  it fails: `.circleci/continue_config.yml` declares no pipeline parameter `docs`\n" in outcome.out


def test_errors_of_the_second_config_are_listed(wflint: Wflint, configs: Path) -> None:
    (configs / "continue_config.yml").write_text(
        NEXT.replace("web: {type: boolean, default: false", "web: {type: boolean, default: x")
    )
    outcome = simulated(wflint, "server/a\n")

    assert outcome.code == 1
    assert ".circleci/continue_config.yml" in outcome.err
    assert "error[parameter-default]" in outcome.err


def test_a_config_that_is_made_in_the_job_is_not_known(wflint: Wflint, configs: Path) -> None:
    (configs / "continue_config.yml").unlink()
    outcome = simulated(wflint, "server/a\n")

    assert outcome.code == 0
    assert "  not known: `.circleci/continue_config.yml` does not exist; the job may make it\n" in outcome.out


def test_a_mapping_that_is_not_literal_is_not_known(wflint: Wflint, configs: Path) -> None:
    (configs / "config.yml").write_text(SETUP.replace("web/.*", "$FOLDER/.*"))

    assert "  not known: `web" not in simulated(wflint, "server/a\n").out
    assert "depends on environment variables\n" in simulated(wflint, "server/a\n").out


def test_an_event_without_the_job_continues_nothing(wflint: Wflint, configs: Path) -> None:
    only = "          filters: {branches: {only: main}}\n          base-revision"
    (configs / "config.yml").write_text(SETUP.replace("          base-revision", only))

    assert simulated(wflint, "a\n").out.endswith(
        "\nno job of this event looks at changed files, so nothing is continued\n"
    )


@pytest.mark.usefixtures("configs")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--base", "main", "--changed-files", "x"), "`--changed-files` and `--base` both say which files changed"),
        (("--base", "main", "--all"), "`--base` plans two configs one after the other; leave `--all` out"),
        (("--changed-files", "x", "--why", "a"), "`--changed-files` plans two configs one after the other; leave"),
        (("-", "--changed-files", "-"), "the config and the changed files cannot both come from the standard input"),
        (("--changed-files", "missing.txt"), "`missing.txt` does not exist"),
    ],
)
def test_wrong_use_is_refused(arguments: tuple[str, ...], message: str, wflint: Wflint) -> None:
    outcome = wflint("simulate", *arguments)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"wflint: {message}")


def test_a_config_without_the_orb_is_refused(wflint: Wflint, config: Path) -> None:
    assert config.exists()
    assert simulated(wflint, "a\n").err == (
        "wflint: `.circleci/config.yml` does not use the orb `circleci/path-filtering`, so no file matters to it\n"
    )
