from __future__ import annotations

import io
import os
import tarfile
from typing import TYPE_CHECKING

import pytest

from wflint.localrun.stores.extraction import Extracted, extract
from wflint.localrun.stores.protocol import Step
from wflint.localrun.stores.workspaces import ArchiveError, WorkspaceStore

if TYPE_CHECKING:
    from pathlib import Path


def archive(path: Path, *members: tuple[str, bytes, str]) -> str:
    """A tar of members: name, kind of member, and content or target."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w") as packed:
        for name, kind, content in members:
            member = tarfile.TarInfo(name)
            member.type = kind
            if kind == tarfile.REGTYPE:
                member.size = len(content)
                packed.addfile(member, io.BytesIO(content.encode()))
            else:
                member.linkname = content
                packed.addfile(member)
    return str(path)


def extracted(tmp_path: Path, *members: tuple[str, bytes, str]) -> Extracted:
    return extract(archive(tmp_path / "x.tar", *members), str(tmp_path / "out"), lambda name: name)


FILE, SYMLINK, HARDLINK, DEVICE = tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE


@pytest.mark.parametrize("name", ["../evil", "/evil", "a/../../evil", "//evil"])
def test_members_never_land_outside(tmp_path: Path, name: str) -> None:
    found = extracted(tmp_path, (name, FILE, "x"), ("good", FILE, "x"))

    assert found.files == ("good",)
    assert len(found.skipped) == 1
    assert sorted(os.listdir(tmp_path)) == ["out", "x.tar"]
    assert not os.path.exists("/evil")


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    found = extracted(
        tmp_path, ("link", SYMLINK, str(tmp_path / "outside")), ("link/f", FILE, "x"), ("hard", HARDLINK, "/etc/passwd")
    )

    assert found.files == ("link/f",)
    assert os.listdir(tmp_path / "outside") == []
    assert not os.path.islink(tmp_path / "out" / "link")


def test_devices_are_left_out(tmp_path: Path) -> None:
    assert extracted(tmp_path, ("device", DEVICE, "")).skipped == ("`device` is left out: it is no regular file",)


def test_links_are_followed_inside_only(tmp_path: Path) -> None:
    found = extracted(
        tmp_path, ("d/f", FILE, "1"), ("a", SYMLINK, "b"), ("b", SYMLINK, "d/../d/f"), ("c", SYMLINK, "../x.tar")
    )

    assert found.files == ("a", "b", "d/f")
    assert (tmp_path / "out" / "a").read_text() == "1"


@pytest.mark.parametrize("name", ["../evil", "/evil", "a/../../evil"])
def test_a_layer_whose_members_leave_it_is_refused(tmp_path: Path, name: str) -> None:
    store = WorkspaceStore(str(tmp_path))
    step = Step(job="a", node=0, nodes=1, step=0)
    archive(tmp_path / "a" / "0-0.tar", (name, FILE, "x"))

    with pytest.raises(ArchiveError, match="lies outside of it"):
        store.add(step)
    assert store.layers(["a"]) == ()
    assert not os.path.exists(store.path(step))


def test_a_damaged_layer_is_refused(tmp_path: Path) -> None:
    store = WorkspaceStore(str(tmp_path))
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "0-0.tar").write_bytes(b"x" * 2000)

    with pytest.raises(ArchiveError, match="the archive is damaged"):
        store.add(Step(job="a", node=0, nodes=1, step=0))


def test_layers_are_taken_over_by_hard_links(tmp_path: Path) -> None:
    earlier, later = WorkspaceStore(str(tmp_path / "1")), WorkspaceStore(str(tmp_path / "2"))
    for job in ("a/b", "c"):
        step = Step(job=job, node=0, nodes=1, step=4)
        archive(tmp_path / "1" / os.path.relpath(earlier.path(step), tmp_path / "1"), ("f", FILE, "x"))
        earlier.add(step)

    assert later.reuse(earlier, ["a/b", "none"]) == 1
    (layer,) = later.layers(["a/b", "c"])
    assert (layer.job, layer.step, layer.files) == ("a/b", 4, ("f",))
    assert os.stat(layer.path).st_nlink == 2
