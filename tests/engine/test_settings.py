"""The settings file: where it is found, what it may say, and what is said of mistakes in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.engine.making import word_rule

from wflint.diagnostic import Severity
from wflint.engine.packs import Pack
from wflint.engine.rule import Option
from wflint.engine.settings import Settings, find_settings, load_settings
from wflint.engine.settings_table import READERS, check_settings
from wflint.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = (
    Option("most", 3, "A number"),
    Option("names", ("a",), "Names"),
    Option("strict", default=False, summary="A flag"),
)
PACKS = (Pack("tests", "tests", (word_rule("a", options=OPTIONS), word_rule("b"))),)


def written(directory: Path, text: str, name: str = ".wflint.toml") -> str:
    """The path of a settings file with a text."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / name
    path.write_text(text)
    return str(path)


def loaded(directory: Path, text: str) -> Settings:
    """Settings from a text, checked against the packs of the tests."""
    settings = load_settings(written(directory, text))
    check_settings(settings, PACKS, "0.2.1")
    return settings


def test_the_nearest_file_above_counts(tmp_path: Path) -> None:
    written(tmp_path, "")
    near = written(tmp_path / "a", "")
    (tmp_path / "a" / "b").mkdir()

    assert find_settings(str(tmp_path / "a" / "b")) == near


def test_the_search_ends_at_the_root_of_the_repository(tmp_path: Path) -> None:
    written(tmp_path, "")
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / "sub").mkdir()

    assert find_settings(str(tmp_path / "repository" / "sub")) is None


def test_our_own_file_goes_before_a_pyproject_beside_it(tmp_path: Path) -> None:
    written(tmp_path, "[tool.wflint]\n", "pyproject.toml")
    ours = written(tmp_path, "")

    assert find_settings(str(tmp_path)) == ours


def test_a_pyproject_without_our_table_is_passed_over(tmp_path: Path) -> None:
    above = written(tmp_path, "")
    written(tmp_path / "project", "[tool.other]\n", "pyproject.toml")

    assert find_settings(str(tmp_path / "project")) == above


def test_a_pyproject_has_the_settings_in_its_table(tmp_path: Path) -> None:
    path = written(tmp_path, '[tool.wflint]\nignore = ["bad-a"]\n', "pyproject.toml")

    assert load_settings(path).ignore == ("bad-a",)


def test_every_key_is_read(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        """
        select = ["bad-a"]
        ignore = ["bad-b"]
        extend-select = ["bad-b"]
        files = ["ci/*.yml"]
        platform = "server"
        orb-paths = ["orbs"]
        contexts = ["deploy"]
        required-version = ">=0.2,<0.3"
        honor-cci-ignore = false
        severity.bad-a = "info"
        per-file-ignores."old/*" = ["bad-a"]
        rules.bad-a = { most = 5, names = ["x", "y"], strict = true }
        """,
    )

    assert settings == Settings(
        path=settings.path,
        select=("bad-a",),
        ignore=("bad-b",),
        extend_select=("bad-b",),
        severity={"bad-a": Severity.INFO},
        per_file_ignores={"old/*": ("bad-a",)},
        rules={"bad-a": {"most": 5, "names": ("x", "y"), "strict": True}},
        files=("ci/*.yml",),
        platform="server",
        orb_paths=("orbs",),
        contexts=("deploy",),
        required_version=">=0.2,<0.3",
        honor_cci_ignore=False,
    )


def test_every_field_of_the_settings_has_a_key() -> None:
    assert {key.replace("-", "_") for key in READERS} == set(Settings._fields) - {"path"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ignroe = []", "unknown key `ignroe`; did you mean `ignore`?"),
        ("zzz = 1", "unknown key `zzz`"),
        ("select = 'bad-a'", "`select` must be a list of strings"),
        ("honor-cci-ignore = 1", "`honor-cci-ignore` must be true or false"),
        ("platform = 'moon'", "`platform` must be `cloud` or `server`"),
        ("severity = 3", "`severity` must be a table"),
        ("severity.bad-a = 'fatal'", "`severity`.bad-a must be `error`, `warning` or `info`"),
        ("per-file-ignores.'*' = 3", '`per-file-ignores`."*" must be a list of strings'),
        ("rules.bad-a = 3", "`rules`.bad-a must be a table"),
        ("required-version = 3", "`required-version` must be a string"),
        ("ignore = ['bad-c']", "`ignore`: no rule is named `bad-c`; did you mean `bad-a` or `bad-b`?"),
        ("severity.nothing-like-it = 'info'", "`severity`: no rule is named `nothing-like-it`"),
        ("rules.bad-a.mots = 3", "`rules.bad-a.mots`: the rule has no such option; did you mean `most`?"),
        ("rules.bad-a.most = 'x'", "`rules.bad-a.most` must be a whole number"),
        ("rules.bad-a.most = true", "`rules.bad-a.most` must be a whole number"),
        ("rules.bad-a.names = [1]", "`rules.bad-a.names` must be a list of strings"),
        ("rules.bad-a.strict = 'x'", "`rules.bad-a.strict` must be true or false"),
        ("required-version = '>=1'", "requires wflint >=1, and this is 0.2.1"),
        ("required-version = 'new'", "`required-version` must be like `>=0.1`, `<0.3` or `0.1.0`"),
        ("a = [", "is no TOML: "),
        ("a = " + "[" * 100_000, "is no TOML: values are nested too deeply"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, text)

    assert message in str(caught.value)
    assert ".wflint.toml`" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("required", ["0.2.1", "==0.2.1", ">=0.2", "<=0.2.1", ">0.1.9", "<1", "!=0.3", ">=0.2.1.0"])
def test_this_version_is_recognized(tmp_path: Path, required: str) -> None:
    assert loaded(tmp_path, f"required-version = '{required}'").required_version == required


@pytest.mark.parametrize("required", ["0.2", "==0.2", ">0.2.1", "<0.2.1", "!=0.2.1", ">=0.2,<0.2.1"])
def test_another_version_is_refused(tmp_path: Path, required: str) -> None:
    with pytest.raises(SettingsError):
        loaded(tmp_path, f"required-version = '{required}'")


def test_a_file_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        load_settings(str(tmp_path / "nothing.toml"))


def test_ignores_of_a_path_are_relative_to_the_settings_file(tmp_path: Path) -> None:
    settings = loaded(tmp_path, "per-file-ignores = {'old/*' = ['bad-a'], '*.yaml' = ['bad-b']}")

    assert settings.ignores_for(str(tmp_path / "old" / "config.yaml")) == {"bad-a", "bad-b"}
    assert settings.ignores_for(str(tmp_path / "new" / "config.yml")) == frozenset()
