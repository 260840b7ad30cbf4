from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tests.localrun.boxes import sh, started
from tests.localrun.stores.storing import Here

from wflint.localrun.stores.protocol import StepError

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_layer_reaches_the_jobs_behind_it(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": (), "b": ("a",), "c": ("a", "b")})
    async with started(tmp_path / "a") as box:
        await sh(box, "mkdir -p out/deep; echo hi > out/deep/f; ln -s deep/f out/link; chmod 750 out/deep")
        outcome = await here.persist(box, "a", root="~/out", paths=["*"])

        assert outcome.words == "2 files, 3 B, from ~/out"
    async with started(tmp_path / "c") as box:
        outcome = await here.attach(box, "c", "~/in")

        assert outcome.words == "2 files, 3 B, from `a` in ~/in"
        assert await sh(box, "cat in/link; stat -c %a in/deep; readlink in/link") == "hi\n750\ndeep/f\n"


async def test_a_later_job_overrides_a_file(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": (), "b": ("a",), "c": ("a", "b")})
    async with started(tmp_path / "box") as box:
        await sh(box, "echo a > f")
        await here.persist(box, "a", root="~", paths=["f"])
        await sh(box, "echo b > f")
        await here.persist(box, "b", root="~", paths=["f"])
        await here.attach(box, "c", "~/in")

        assert await sh(box, "cat in/f") == "b\n"


async def test_concurrent_jobs_must_not_persist_the_same_file(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": (), "b": (), "c": ("a", "b")})
    async with started(tmp_path / "box") as box:
        await sh(box, "mkdir d; echo same > d/f; echo same > d/g")
        await here.persist(box, "a", root="~", paths=["d"])
        await here.persist(box, "b", root="~", paths=["d/f"])
        with pytest.raises(StepError) as error:
            await here.attach(box, "c", "~/in")

        assert str(error.value) == (
            "Concurrent upstream jobs persisted the same file(s) into the workspace:\n"
            "  - d/f (by `a` and `b`)\n"
            "Error applying workspace layer for job `b`"
        )


async def test_concurrent_jobs_may_share_directories(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": (), "b": (), "c": ("a", "b")})
    async with started(tmp_path / "box") as box:
        await sh(box, "mkdir d; touch d/x")
        await here.persist(box, "a", root="~", paths=["d"])
        await sh(box, "rm d/x; touch d/y")
        await here.persist(box, "b", root="~", paths=["d"])
        await here.attach(box, "c", "~/in")

        assert await sh(box, "ls in/d") == "x\ny\n"


async def test_nodes_of_a_job_are_concurrent(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": (), "b": ("a",)})
    async with started(tmp_path / "box") as box:
        await sh(box, "touch f")
        await here.persist(box, "a", root="~", paths=["f"], node=0)
        await here.persist(box, "a", root="~", paths=["f"], node=1)
        with pytest.raises(StepError, match=r"- f \(by `a` and `a` node 1\)"):
            await here.attach(box, "b", "~/in")


async def test_siblings_are_not_attached(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": (), "b": ()})
    async with started(tmp_path / "box") as box:
        await sh(box, "touch f")
        await here.persist(box, "a", root="~", paths=["f"])
        outcome = await here.attach(box, "b", "~/in")

        assert outcome.warnings == ("the workspace is empty: no job before this one has persisted anything",)
        assert await sh(box, "ls -A in") == ""


@pytest.mark.parametrize(
    ("root", "paths", "message"),
    [
        ("~/none", ["."], "Error locating workspace root directory: stat HOME/none: no such file or directory"),
        ("~", ["x*", "y"], "The specified paths did not match any files in HOME"),
        ("~", ["**/g"], "The specified paths did not match any files in HOME"),
        ("~", ["{f,g}"], "The specified paths did not match any files in HOME"),
        ("~", ["/etc/passwd"], "path `/etc/passwd` is not below the workspace root ~"),
        ("~", ["a/../../x"], "path `a/../../x` is not below the workspace root ~"),
    ],
)
async def test_what_is_not_there_fails_the_step(tmp_path: Path, root: str, paths: list[str], message: str) -> None:
    here = Here(tmp_path, {"a": ()})
    async with started(tmp_path / "box") as box:
        await sh(box, "mkdir -p d/e; touch f d/e/g")
        with pytest.raises(StepError) as error:
            await here.persist(box, "a", root=root, paths=paths)

        assert str(error.value) == message.replace("HOME", box.home)


async def test_one_path_that_matches_is_enough(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()})
    async with started(tmp_path / "box") as box:
        await sh(box, "touch f")
        outcome = await here.persist(box, "a", root="~", paths=["f", "./f", "g"])

        assert outcome.words.startswith("1 file,")
        assert outcome.warnings == ("path `g` matches nothing in ~",)


async def test_odd_names_survive_a_workspace(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": (), "b": ("a",)})
    script = r"""mkdir w; cd w; touch -- "a b" 'ünï' -dash "two
lines" '[x]' .hidden; : > "$(printf '\377')" """
    async with started(tmp_path / "box") as box:
        await sh(box, script)
        await here.persist(box, "a", root="~/w", paths=["*"])
        await here.attach(box, "b", "~/in")

        assert await sh(box, "diff -r w in && ls -A in | wc -l") == "8\n"


async def test_a_link_out_of_the_workspace_stays_a_link(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": (), "b": ("a",)})
    async with started(tmp_path / "box") as box:
        await sh(box, "mkdir w; ln -s /etc/passwd w/link; ln -s /etc w/etc")
        await here.persist(box, "a", root="~/w", paths=["."])
        await here.attach(box, "b", "~/in")

        assert await sh(box, "readlink in/link in/etc") == "/etc/passwd\n/etc\n"


async def test_checkout_refuses_a_directory_with_other_files(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()}, {"README": "hello\n"})
    async with started(tmp_path / "box") as box:
        await sh(box, "mkdir full empty; touch full/x")
        outcome = await here.stores.checkout(box, "~/empty", here.step("a"))
        again = await here.stores.checkout(box, "~/empty", here.step("a"))
        with pytest.raises(StepError) as error:
            await here.stores.checkout(box, "~/full", here.step("a"))

        assert "with what has not been committed in ~/empty" in outcome.words
        assert again.words == outcome.words
        assert await sh(box, "cat empty/README; cd empty; git status --short; git branch") == "hello\n* main\n"
        assert str(error.value) == (
            f"The directory `{box.home}/full` you are trying to checkout to is not empty and not a git repository"
        )


async def test_a_full_disk_fails_the_step_and_leaves_nothing_behind(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": (), "b": ("a",)})
    async with started(tmp_path / "box") as box:
        await sh(box, "touch f")
        os.makedirs(here.path("workspace"))
        os.symlink("/dev/full", here.path("workspace/a"))
        with pytest.raises(StepError, match=r"cannot write `.*/workspace/a.*`: (not a directory|file exists)"):
            await here.persist(box, "a", root="~", paths=["f"])
        os.unlink(here.path("workspace/a"))
        outcome = await here.attach(box, "b", "~/in")

        assert outcome.data["files"] == 0
