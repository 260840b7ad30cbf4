from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from tests.localrun.boxes import sh, started
from tests.localrun.stores.storing import Here

from wflint.localrun.stores.protocol import StepError

if TYPE_CHECKING:
    from pathlib import Path


def files_below(directory: str) -> list[str]:
    return sorted(
        os.path.relpath(os.path.join(parent, name), directory)
        for parent, _, names in os.walk(directory)
        for name in names
    )


def text_of(path: str) -> str:
    """The content of a regular file, which is no link."""
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), encoding="utf-8") as file:
        return file.read()


@pytest.mark.parametrize(
    ("path", "destination", "files"),
    [
        ("~/project/out", None, ["out/a.txt", "out/deep/b.txt"]),
        ("~/project/out/", "logs", ["logs/a.txt", "logs/deep/b.txt"]),
        ("~/project/out", "/logs/x/", ["logs/x/a.txt", "logs/x/deep/b.txt"]),
        ("~/project/out", ".", ["a.txt", "deep/b.txt"]),
        ("~/project/out/a.txt", None, ["out/a.txt"]),
        ("~/project/out/a.txt", "renamed", ["renamed"]),
        ("~/project/out/a.txt", "into/", ["into/a.txt"]),
        ("~/project", None, ["out/a.txt", "out/deep/b.txt"]),
        ("~/project/odd/[x]*", None, []),
        ("~/other", None, ["other/f"]),
    ],
)
async def test_artifacts_keep_their_paths(tmp_path: Path, path: str, destination: str | None, files: list[str]) -> None:
    here = Here(tmp_path, {"a": ()})
    async with started(tmp_path / "box") as box:
        await sh(box, "mkdir -p project/out/deep other; touch project/out/a.txt project/out/deep/b.txt other/f")
        await here.artifacts(box, path, destination)

        assert files_below(here.path("artifacts/a")) == files


async def test_nodes_store_side_by_side(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()})
    async with started(tmp_path / "box") as box:
        await sh(box, "touch f")
        outcome = await here.artifacts(box, "~/f", nodes=2)

        assert files_below(here.path("artifacts")) == ["a/0/f"]
        assert outcome.words == "1 file, 0 B, from ~/f"


async def test_missing_artifacts_are_no_failure(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()})
    async with started(tmp_path / "box") as box:
        outcome = await here.artifacts(box, "~/none/x")

        assert outcome.words == "no artifact files found at ~/none/x"


async def test_a_destination_stays_below_the_artifacts(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()})
    async with started(tmp_path / "box") as box:
        await sh(box, "touch f")
        with pytest.raises(StepError, match=r"destination `a/../../x` leaves the directory of the artifacts"):
            await here.artifacts(box, "~/f", "a/../../x")


async def test_links_out_of_what_is_stored_are_left_out_and_named(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()})
    async with started(tmp_path / "box") as box:
        await sh(
            box,
            "mkdir o; cd o; echo 1 > f; ln -s f in; ln f hard; ln -s /etc/passwd out; mkfifo pipe; ln -s l l",
        )
        outcome = await here.artifacts(box, "~/o")
        directory = here.path("artifacts/a/o")

        assert files_below(directory) == ["f", "hard", "in"]
        assert text_of(f"{directory}/in") == "1\n"
        assert sorted(outcome.warnings) == [
            "`o/l` is left out: it is a link to `l`, which is no file of what is stored",
            "`o/out` is left out: it is a link to `/etc/passwd`, which is no file of what is stored",
            "`o/pipe` is left out: it is no regular file",
        ]


async def test_a_later_artifact_replaces_one_of_its_name(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()})
    async with started(tmp_path / "box") as box:
        await sh(box, "echo 1 > f; mkdir -p d/f")
        await here.artifacts(box, "~/f", "x")
        await sh(box, "echo 2 > f; touch d/f/g")
        await here.artifacts(box, "~/f", "x")
        outcome = await here.artifacts(box, "~/d/f", "x")

        assert text_of(here.path("artifacts/a/x")) == "2\n"
        assert outcome.warnings == ("`f/g` is left out: `x/g` is a directory and a file at once",)


RESULTS = """<?xml version="1.0"?>
<testsuites>
  <testsuite name="s" file="t/a.py">
    <testcase classname="t.a" name="one" time="1.5"/>
    <testcase classname="t.a" name="two" time="1,000.25"><failure message="no"/></testcase>
    <testcase classname="t.b" name="three" file="t/b.py"><skipped/></testcase>
    <testcase classname="t.b" name="four" file="t/b.py" time="soon"><system-out>x</system-out></testcase>
  </testsuite>
</testsuites>
"""


async def test_results_are_counted_and_timed(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()})
    async with started(tmp_path / "box") as box:
        await box.write(f"{box.home}/r/x/junit.xml", RESULTS.encode())
        await sh(box, "echo no > r/notes.txt; echo broken > r/broken.xml; echo '<html/>' > r/page.xml")
        outcome = await here.results(box, "~/r")

        assert outcome.words == "4 tests: 2 passed, 1 failed, 1 skipped"
        assert outcome.data["failures"] == [{"name": "two", "classname": "t.a", "file": "t/a.py", "message": "no"}]
        assert outcome.warnings == (
            "`r/broken.xml` is no result of tests: it is no XML: syntax error: line 1, column 0",
            "`r/page.xml` is no result of tests: its root is `html`, which is not `testsuites` or `testsuite`",
        )
        await here.results(box, "~/r")
    seconds = json.loads(text_of(here.path("timings.json")))["seconds"]

    assert seconds == {
        "classname": {"t.a": 1001.75, "t.b": 0.0},
        "filename": {"t/a.py": 1001.75, "t/b.py": 0.0},
        "testname": {"four": 0.0, "one": 1.5, "two": 1000.25},
    }


async def test_one_file_may_have_any_name(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()})
    async with started(tmp_path / "box") as box:
        await box.write(f"{box.home}/report", b'<testsuite><testcase name="x"/></testsuite>')
        outcome = await here.results(box, "~/report")

        assert outcome.words == "1 test: 1 passed"


async def test_missing_results_are_a_warning(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()})
    async with started(tmp_path / "box") as box:
        outcome = await here.results(box, "~/none")

        assert outcome.warnings == ("no test results found at ~/none",)


async def test_entities_are_refused(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()})
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><testsuite name="&b;"/>'
    async with started(tmp_path / "box") as box:
        await box.write(f"{box.home}/bomb.xml", bomb.encode())
        outcome = await here.results(box, "~/bomb.xml")

        assert outcome.warnings == ("`bomb.xml` is no result of tests: it declares an entity",)
