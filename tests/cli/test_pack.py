"""`wflint pack`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Wflint

PAGE = (Path(__file__).parents[2] / "docs" / "pack.md").read_text()
FILES = {
    "@config.yml": "version: 2.1 # ours\n",
    "jobs/build.yml": "docker: [{image: cimg/base:2024.01}]\nsteps: [checkout]\n",
    "workflows/main.yml": "jobs: [build]\n",
    "README.md": "# Not YAML\n",
    "notes/x.txt": "",
    ".hidden.yml": "a: 1\n",
    ".git/x.yml": "a: 1\n",
}
JOINED = """\
version: 2.1 # ours
jobs:
    build:
        docker:
            - image: cimg/base:2024.01
        steps:
            - checkout
workflows:
    main:
        jobs:
            - build
"""


@pytest.fixture
def source(repository: Path) -> Path:
    """A split config."""
    for name, text in FILES.items():
        path = repository / "src" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return repository / "src"


def test_a_directory_is_joined(wflint: Wflint, source: Path) -> None:
    assert source.exists()
    outcome = wflint("pack", "src")

    assert (outcome.code, outcome.out, outcome.err) == (0, JOINED, "")


def test_the_result_is_processed(wflint: Wflint, source: Path) -> None:
    assert source.exists()
    wflint("pack", "src", "-o", ".circleci/config.yml")

    assert wflint("process").code == 0
    assert wflint("check").code == 0


def test_the_result_can_be_printed_as_the_vendor_does(wflint: Wflint, source: Path) -> None:
    (source / "workflows" / "main.yml").unlink()

    assert wflint("pack", "src", "--sort").out.endswith("            - checkout\nversion: 2.1\n")


def test_a_file_is_joined_alone(wflint: Wflint, source: Path) -> None:
    assert source.exists()
    assert wflint("pack", "src/@config.yml").out == "version: 2.1 # ours\n"


def test_a_key_of_two_files_is_one_error_with_both_places(wflint: Wflint, source: Path) -> None:
    (source / "b.yml").write_text("version: 2.0\n")
    outcome = wflint("pack", "src")

    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("src/b.yml:1:1: error[duplicate-key]: `version` stands in another file too")
    assert "src/@config.yml:1:1" in outcome.err


def test_a_file_that_is_no_yaml_is_named(wflint: Wflint, source: Path) -> None:
    (source / "jobs" / "test.yml").write_text("steps: [\n")
    outcome = wflint("pack", "src")

    assert (outcome.code, outcome.out) == (1, "")
    assert "src/jobs/test.yml:" in outcome.err


def test_a_part_that_is_read_only_in_part_is_refused(wflint: Wflint, source: Path) -> None:
    (source / "jobs" / "test.yml").write_text("steps: " + "[" * 300 + "]" * 300)
    outcome = wflint("pack", "src")

    assert (outcome.code, outcome.out) == (1, "")
    assert "error[excessive-yaml]" in outcome.err


@pytest.mark.parametrize("command", ["pack", "check"])
def test_an_alias_to_another_file_is_explained(wflint: Wflint, source: Path, command: str) -> None:
    (source / "@shared.yml").write_text("x-image: &image [{image: cimg/base:2024.01}]\n")
    (source / "jobs" / "build.yml").write_text("docker: *image\nsteps: [checkout]\n")
    outcome = wflint(command, "src")

    assert outcome.code == 1
    assert "src/jobs/build.yml:1:9: error[undefined-alias]" in outcome.out + outcome.err
    assert "src/@shared.yml:1:10" in outcome.out + outcome.err
    assert "each file is read by itself before they are joined" in outcome.out + outcome.err


@pytest.mark.parametrize(
    ("path", "message"), [("missing", "`missing` does not exist"), ("empty", "`empty` holds no YAML files")]
)
def test_a_path_with_nothing_to_join_is_told(wflint: Wflint, repository: Path, path: str, message: str) -> None:
    (repository / "empty").mkdir()
    outcome = wflint("pack", path)

    assert (outcome.code, outcome.err) == (2, f"wflint: {message}\n")


def test_a_directory_that_links_to_itself_ends(wflint: Wflint, source: Path) -> None:
    (source / "jobs" / "again").symlink_to(source)

    assert wflint("pack", "src").code == 0


def test_every_option_is_documented(wflint: Wflint) -> None:
    options = set(re.findall(r"--[a-z-]+", wflint("pack", "--help").out))

    assert {option for option in options - {"--help", "--output", "--color"} if option not in PAGE} == set()


def test_the_documented_example_is_true(wflint: Wflint, repository: Path) -> None:
    assert repository.exists()
    *files, joined = re.findall(r"```yaml(?: file=(\S+))?\n(.*?)```", PAGE, re.DOTALL)
    for name, text in files:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)
    Path("src/scripts").mkdir()
    Path("src/scripts/greet.sh").write_text('echo "Hello"\n')

    assert wflint("pack", "src").out == joined[1]
