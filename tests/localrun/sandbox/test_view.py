from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wflint.localrun.sandbox.protocol import SandboxError
from wflint.localrun.sandbox.toolchains import interpreter
from wflint.localrun.sandbox.view import is_below, make_root, outermost, view_of_machine

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory of its own."""
    path = tmp_path / "home"
    path.mkdir()
    monkeypatch.setenv("HOME", str(path))
    return path


@pytest.fixture
def shown(home: Path) -> Callable[..., list[str]]:
    """What of the home is shown for entries of `PATH` below it, relative to it."""

    def found(*entries: str) -> list[str]:
        for entry in entries:
            (home / entry).mkdir(parents=True, exist_ok=True)
        path = ":".join(str(home / entry) for entry in entries)
        exposed = view_of_machine((), {"PATH": f"{path}:/usr/bin"}).exposed
        return [str(Path(each).relative_to(home)) for each in exposed if is_below(each, [str(home)])]

    return found


def test_programs_of_the_home_are_shown_and_the_home_is_not(shown: Callable[..., list[str]]) -> None:
    assert shown("bin", "go/bin") == ["bin", "go/bin"]
    assert shown(".") == []


def test_a_toolchain_manager_is_shown_whole(shown: Callable[..., list[str]]) -> None:
    assert shown(".pyenv/shims", ".pyenv/bin", ".nvm/versions/node/v20/bin") == [".nvm", ".pyenv"]


def test_rust_is_shown_without_the_registry_s_credentials(shown: Callable[..., list[str]], home: Path) -> None:
    (home / ".rustup").mkdir()
    (home / ".cargo").mkdir()
    (home / ".cargo" / "credentials.toml").write_text("")

    assert shown(".cargo/bin") == [".cargo/bin", ".rustup"]


def test_a_virtual_environment_is_shown_whole(shown: Callable[..., list[str]], home: Path) -> None:
    (home / "project" / ".venv").mkdir(parents=True)
    (home / "project" / ".venv" / "pyvenv.cfg").write_text("")

    assert shown("project/.venv/bin") == ["project/.venv"]


def test_what_links_of_programs_lead_to_is_shown(shown: Callable[..., list[str]], home: Path) -> None:
    for path in (".npm/bin", ".npm/lib/tool", ".local/bin", ".local/share/uv/tools", ".local/share/keyrings"):
        (home / path).mkdir(parents=True)
    (home / ".npm/bin/tool").symlink_to("../lib/tool/cli.js")
    (home / ".local/bin/ruff").symlink_to(home / ".local/share/uv/tools/ruff")

    assert shown(".npm/bin", ".local/bin") == [".local/bin", ".local/share/uv", ".npm/bin", ".npm/lib"]


def test_entries_of_the_path_that_are_not_seen_are_left_out(home: Path) -> None:
    environment = {"PATH": f"relative::/no/such:{home}:/usr/bin:/usr/bin:/bin"}

    assert view_of_machine((), environment).environment["PATH"] == "/usr/bin:/bin"


def test_entries_that_are_links_are_seen(home: Path) -> None:
    (home / "tools").mkdir()
    (home / "bin").symlink_to("tools")
    (home / "system").symlink_to("/usr/bin")
    environment = {"PATH": f"{home}/bin:{home}/system:/bin"}

    assert view_of_machine((), environment).environment["PATH"].split(":") == [f"{home}/bin", "/usr/bin", "/bin"]


def test_homes_of_toolchains_are_told_where_they_are_seen(home: Path) -> None:
    (home / ".pyenv" / "shims").mkdir(parents=True)
    environment = {"PATH": f"{home}/.pyenv/shims", "JAVA_HOME": "/usr/lib", "GOROOT": str(home), "SECRET": "x"}
    found = view_of_machine((), environment).environment

    assert {name: found.get(name) for name in ("PYENV_ROOT", "JAVA_HOME", "GOROOT", "SECRET")} == {
        "PYENV_ROOT": f"{home}/.pyenv",
        "JAVA_HOME": "/usr/lib",
        "GOROOT": None,
        "SECRET": None,
    }


def test_directories_that_are_asked_for_are_shown(home: Path) -> None:
    assert str(home) in view_of_machine([str(home), "/usr/share"], {"PATH": ""}).exposed


def test_the_whole_machine_is_never_shown(home: Path) -> None:
    assert not {"/", str(home.parent)} & set(view_of_machine((), {"PATH": f"/:{home.parent}:/usr/bin"}).exposed)

    with pytest.raises(SandboxError, match="jobs cannot be shown `/`"):
        view_of_machine(["/usr/.."], {})


@pytest.mark.parametrize(
    ("executable", "prefix", "shown"),
    [
        ("/opt/py/3.12.1/bin/python3", "/opt/py/3.12", ("/opt/py/3.12.1", "/opt/py/3.12")),
        ("{home}/bin/python3", "{home}", ("{home}/bin/python3", "/library")),
    ],
)
def test_the_interpreter_is_shown_and_the_home_is_not(
    home: Path, executable: str, prefix: str, shown: tuple[str, ...]
) -> None:
    found = interpreter(executable.format(home=home), prefix.format(home=home), "/library")

    assert found == tuple(path.format(home=home) for path in shown)


def test_the_root_directory_has_a_place_for_everybody(tmp_path: Path) -> None:
    view = view_of_machine((), {"PATH": "/usr/bin"})
    make_root(str(tmp_path), view)
    make_root(str(tmp_path), view)

    assert (tmp_path / "root/tmp").stat().st_mode & 0o7777 == 0o1777
    assert (tmp_path / "root/home/circleci").is_dir()
    assert [str(Path(f"{tmp_path}/root{path}").readlink()) for path, _ in view.links] == [to for _, to in view.links]


def test_only_the_outermost_of_paths_is_kept() -> None:
    assert outermost(["/a/b", "/a/", "/ab", "/c/d/../e"]) == ("/a", "/ab", "/c/e")
