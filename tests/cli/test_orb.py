"""`wflint orb`, and what commands do with orbs that are at hand, or not, or not what they should be."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.orbs.conftest import played
from tests.orbs.playing import Answer

if TYPE_CHECKING:
    from tests.cli.conftest import Wflint
    from tests.orbs.playing import Played

__all__ = ["played"]

USER = """\
version: 2.1
orbs: {base: me/base@1}
workflows: {main: {jobs: [base/test]}}
"""
BASE = """\
version: 2.1
orbs: {tools: me/tools@2.0}
jobs: {test: {docker: [{image: cimg/base:2024.01}], steps: [tools/greet]}}
"""
TOOLS = "version: 2.1\ncommands: {greet: {steps: [{run: echo hi}]}}\n"
PROCESSED = """\
# Orb 'me/base@1' resolved to 'me/base@1.4.0'
version: 2
jobs:
  base/test:
    docker:
    - image: cimg/base:2024.01
    steps:
    - run:
        command: echo hi
workflows:
  main:
    jobs:
    - base/test
  version: 2
"""


@pytest.fixture
def registry(played: Played, config: Path, monkeypatch: pytest.MonkeyPatch) -> Played:
    """A registry with two orbs, one of which imports the other; the config uses it, the cache is empty."""
    played.sources = {"me/base@1.4.0": BASE, "me/tools@2.0.3": TOOLS}
    monkeypatch.setenv("CIRCLECI_CLI_HOST", played.host)
    monkeypatch.delenv("CIRCLECI_CLI_TOKEN", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(config.parents[1] / "cache"))
    config.write_text(USER)
    return played


def test_what_a_config_imports_is_pulled_with_its_imports(wflint: Wflint, registry: Played) -> None:
    outcome = wflint("orb", "pull", "--all", "--into", "project")

    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == (
        "me/base@1 is me/base@1.4.0: .wflint/orbs/me/base@1.4.0.yml\n"
        "me/tools@2.0 is me/tools@2.0.3: .wflint/orbs/me/tools@2.0.3.yml, imported by me/base@1.4.0\n"
        "pinned in .wflint/orbs.lock\n"
    )
    assert registry.asked == ["me/base@1", "me/tools@2.0"]


def test_what_was_pulled_is_processed_without_the_registry(wflint: Wflint, registry: Played) -> None:
    wflint("orb", "pull", "--all", "-q")
    asked = list(registry.asked)
    outcome = wflint("process")

    assert (outcome.code, outcome.out, outcome.err) == (0, PROCESSED, "")
    assert registry.asked == asked


def test_the_cache_is_used_in_every_project(wflint: Wflint, registry: Played, config: Path) -> None:
    assert registry.sources
    wflint("orb", "pull", "me/base@1", "--no-lock")

    assert not (config.parents[1] / ".wflint").exists()
    assert wflint("process").out == PROCESSED


def test_orb_paths_of_the_settings_count_in_every_command(wflint: Wflint, config: Path) -> None:
    config.write_text(USER)
    Path("vendor/me").mkdir(parents=True)
    Path("vendor/me/base@1.4.0.yml").write_text(BASE)
    Path("vendor/me/tools@2.0.3.yml").write_text(TOOLS)
    Path(".wflint.toml").write_text('orb-paths = ["vendor"]\n')

    assert wflint("process").out == PROCESSED
    assert wflint("check").err == ""


@pytest.mark.parametrize("command", [("process",), ("run", "--dry-run")])
def test_orb_paths_of_a_settings_file_that_is_named_count(
    wflint: Wflint, config: Path, command: tuple[str, ...]
) -> None:
    config.write_text("version: 2.1\norbs: {tools: acme/tools@1}\nworkflows: {w: {jobs: [tools/lint]}}\n")
    Path("other/vendor/acme").mkdir(parents=True)
    Path("other/vendor/acme/tools@1.0.0.yml").write_text(
        "version: 2.1\njobs: {lint: {machine: true, steps: [checkout]}}"
    )
    Path("other/settings.toml").write_text('orb-paths = ["vendor"]\n')
    without, named = wflint(*command), wflint(*command, "--settings", "other/settings.toml")

    assert (named.code, "lint" in named.out) == (0, True)
    assert named.out != without.out


def test_a_reference_is_fetched_again_at_its_pin(wflint: Wflint, registry: Played) -> None:
    wflint("orb", "pull", "me/base@1")
    registry.sources["me/base@1.9.0"] = BASE
    wflint("orb", "pull", "me/base@1")
    pinned = Path(".wflint/orbs.lock").read_text()
    wflint("orb", "pull", "me/base@1", "--update")

    assert '"version": "1.4.0"' in pinned
    assert '"version": "1.9.0"' in Path(".wflint/orbs.lock").read_text()


def test_a_source_that_changed_at_the_registry_is_refused(wflint: Wflint, registry: Played) -> None:
    wflint("orb", "pull", "me/base@1", "--into", "project")
    registry.sources["me/base@1.4.0"] = BASE.replace("2024.01", "evil")
    outcome = wflint("orb", "pull", "me/base@1", "--into", "project")

    assert outcome.code == 2
    assert "source of `me/base@1` at 1.4.0 is not what the lock file pins" in outcome.err
    assert Path(".wflint/orbs/me/base@1.4.0.yml").read_text() == BASE


def test_an_orb_that_is_not_the_pinned_one_stops_what_depends_on_it(wflint: Wflint, registry: Played) -> None:
    assert registry.sources
    wflint("orb", "pull", "--all", "--into", "project")
    path = Path(".wflint/orbs/me/base@1.4.0.yml").absolute()
    path.write_text("changed: true\n")
    fault = f"wflint: `{path}` is not what `{path.parents[2]}/orbs.lock` pins for `me/base@1`: its hash differs; "
    processed, run, checked = wflint("process"), wflint("run", "--dry-run"), wflint("check")

    assert (processed.code, processed.out) == (2, "")
    assert processed.err.startswith(fault)
    assert run.code == 2
    assert run.err.startswith(fault)
    assert checked.code == 0
    assert checked.err.startswith(fault)
    assert "1 orb not at hand (me/base@1), so what depends on it is not judged" in checked.err


def test_what_is_not_at_hand_is_refused_with_the_command_that_helps(wflint: Wflint, registry: Played) -> None:
    assert registry.sources
    outcome = wflint("process")

    assert (outcome.code, outcome.out) == (1, "")
    assert "orb `me/base@1` is not at hand" in outcome.err
    assert "`wflint orb pull me/base@1`" in outcome.err


def test_an_import_of_an_orb_that_is_not_at_hand_is_missed_too(wflint: Wflint, registry: Played) -> None:
    assert registry.sources
    wflint("orb", "pull", "--all", "--into", "project")
    Path(".wflint/orbs/me/tools@2.0.3.yml").unlink()

    assert "orb `me/tools@2.0` is not at hand" in wflint("process").err
    assert "(me/tools@2.0)" in wflint("check").err


def test_the_check_names_the_command_that_helps(wflint: Wflint, registry: Played, config: Path) -> None:
    assert registry.sources
    told = "1 orb not at hand (me/base@1), so what depends on it is not judged: "

    assert wflint("check").err == f"{told}`wflint orb pull --all .circleci/config.yml`\n"
    assert wflint("check", "-", stdin=config.read_bytes()).err == f"{told}`wflint orb pull me/base@1`\n"
    assert wflint("check", "-q").err == ""


def test_orbs_are_listed(wflint: Wflint, registry: Played) -> None:
    assert registry.sources
    before = wflint("orb", "list").out
    wflint("orb", "pull", "--all", "--into", "project")

    assert before == (
        "ORB        VERSION  WHERE\n"
        "me/base@1  -        not at hand\n"
        "1 orb not at hand: `wflint orb pull --all .circleci/config.yml`\n"
    )
    assert wflint("orb", "list").out == (
        "ORB             VERSION  WHERE\n"
        "me/base@1       1.4.0    project: .wflint/orbs/me/base@1.4.0.yml, pinned\n"
        "  me/tools@2.0  2.0.3    project: .wflint/orbs/me/tools@2.0.3.yml, pinned\n"
    )


def test_orbs_are_listed_as_json(wflint: Wflint, registry: Played) -> None:
    assert registry.sources
    wflint("orb", "pull", "--all", "--into", "project", "--no-lock")
    listed = json.loads(wflint("orb", "list", "--format", "json").out)

    assert (listed["version"], listed["config"]) == (1, ".circleci/config.yml")
    assert listed["orbs"][1] == {
        "reference": "me/tools@2.0",
        "at_hand": True,
        "resolved": "me/tools@2.0.3",
        "store": "project",
        "path": str(Path(".wflint/orbs/me/tools@2.0.3.yml").absolute()),
        "pinned": False,
        "imported_by": "me/base@1.4.0",
    }


def test_a_config_without_orbs_lists_none(wflint: Wflint, config: Path) -> None:
    assert config.exists()
    assert wflint("orb", "list").out == ".circleci/config.yml imports no orbs\n"
    assert wflint("orb", "pull", "--all").err == "no registry orbs are imported\n"


def test_addresses_are_not_fetched(wflint: Wflint, registry: Played, config: Path) -> None:
    config.write_text("version: 2.1\norbs: {far: https://example.com/orb.yml}\n")
    outcome = wflint("orb", "pull", "--all")

    assert "`https://example.com/orb.yml` is an address, so it is not fetched\n" in outcome.err
    assert (outcome.code, registry.asked) == (0, [])
    assert "not in the registry" in wflint("orb", "list").out


def test_a_fault_keeps_what_was_pulled_before(wflint: Wflint, registry: Played) -> None:
    del registry.sources["me/tools@2.0.3"]
    outcome = wflint("orb", "pull", "--all")

    assert outcome.code == 2
    assert outcome.err.endswith(
        f"wflint: there is no orb `me/tools@2.0` at {registry.host}; a private one needs `CIRCLECI_CLI_TOKEN`\n"
    )
    assert list(json.loads(Path(".wflint/orbs.lock").read_text())["orbs"]) == ["me/base@1"]


def test_a_refused_token_is_one_line(wflint: Wflint, registry: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIRCLECI_CLI_TOKEN", "secret")
    registry.answers = [Answer(401)]
    outcome = wflint("orb", "pull", "me/base@1")

    assert outcome.code == 2
    assert outcome.err == f"wflint: {registry.host} does not accept the token in `CIRCLECI_CLI_TOKEN` (status 401)\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name orbs as NAMESPACE/NAME@VERSION, or give `--all` and a config"),
        (("node",), "`node` is no orb such as `circleci/node@5`"),
        (("--all", "missing.yml"), "`missing.yml` does not exist"),
        (("me/base@1", "--into", "elsewhere"), "invalid value for `--into`"),
    ],
)
def test_wrong_use_is_told(wflint: Wflint, config: Path, arguments: tuple[str, ...], message: str) -> None:
    assert config.exists()
    outcome = wflint("orb", "pull", *arguments)

    assert outcome.code == 2
    assert message.lower() in outcome.err.lower()


def test_a_lock_file_that_is_none_is_told(wflint: Wflint, registry: Played) -> None:
    assert registry.sources
    Path(".wflint").mkdir()
    Path(".wflint/orbs.lock").write_text("{")

    assert wflint("orb", "list").err.endswith("orbs.lock` is no lock file: it is no JSON\n")
    assert wflint("process").code == 2
    assert wflint("check").code == 0


def test_a_check_without_registry_orbs_looks_for_none(wflint: Wflint, config: Path) -> None:
    Path(".wflint").mkdir()
    Path(".wflint/orbs.lock").write_text("{")
    config.write_text(config.read_text() + "# orbs:\n")

    assert wflint("check").err == ""


PAGE = (Path(__file__).parents[2] / "docs" / "orb.md").read_text()


@pytest.mark.parametrize("command", ["pull", "list"])
def test_every_option_is_documented(wflint: Wflint, command: str) -> None:
    options = set(re.findall(r"--[a-z-]+", wflint("orb", command, "--help").out))

    assert {option for option in options - {"--help", "--settings", "--output"} if option not in PAGE} == set()


def test_the_documented_json_has_the_keys_that_are_printed(wflint: Wflint, registry: Played) -> None:
    assert registry.sources
    (documented,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    printed = json.loads(wflint("orb", "list", "--format", "json").out)

    assert printed.keys() == json.loads(documented).keys()
    assert printed["orbs"][0].keys() == json.loads(documented)["orbs"][0].keys()
