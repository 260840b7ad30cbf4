from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

import pytest

from wflint.errors import ToolError, UsageError
from wflint.localrun.sandbox import probes
from wflint.localrun.sandbox.bubblewrap import Variant
from wflint.localrun.sandbox.choose import Choice, choose, probe_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

IMAGE = "cimg/base:2024.01"
HAS_IMAGE = f'[ "$1 $2 $3" = "image inspect {IMAGE}" ]'
WORKS = "exit 0"
FAILS = "echo 'Error: no' >&2; exit 1"
APPARMOR = "echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1"


class Programs(Protocol):
    """Make these the only programs, each a shell script."""

    def __call__(self, **scripts: str) -> None: ...


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Programs]:
    known = (probes.bubblewrap, probes.namespace, probes.overlays, probes.engine, probes.has_image)

    def make(**scripts: str) -> None:
        for name, script in scripts.items():
            path = tmp_path / name
            path.write_text(f"#!/bin/sh\n{script}\n")
            path.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        for probe in known:
            probe.cache_clear()

    yield make
    for probe in known:
        probe.cache_clear()


def test_an_engine_that_has_the_image_comes_first(programs: Programs) -> None:
    programs(docker=FAILS, podman=HAS_IMAGE, bwrap=WORKS)

    assert choose("auto", IMAGE) == Choice("podman", f"podman has image `{IMAGE}`")
    assert choose("auto", "cimg/node:20").backend == "bubblewrap"


def test_an_engine_may_pull_the_image(programs: Programs) -> None:
    programs(docker='[ "$1" = info ] || [ "$1" = --version ]', bwrap=WORKS)

    assert choose("auto", IMAGE, pull=True) == Choice("docker", f"docker pulls image `{IMAGE}`")
    assert choose("auto", IMAGE) == Choice("bubblewrap", f"image `{IMAGE}` is not on this machine")


def test_namespaces_come_after_bubblewrap(programs: Programs) -> None:
    programs(bwrap=APPARMOR, unshare=WORKS)
    reason = "the job has no image; bubblewrap does not work: setting up uid map: Permission denied"

    assert choose("auto", None) == Choice("namespace", reason)
    assert "AppArmor" in probe_of("bubblewrap").advice


def test_without_any_sandbox_the_host_is_not_used(programs: Programs) -> None:
    programs()

    with pytest.raises(ToolError, match=r"^no sandbox works here: bubblewrap .* `bwrap` is not installed; namespace"):
        choose("auto", IMAGE)


def test_the_host_is_used_when_asked_for(programs: Programs) -> None:
    programs(bwrap=WORKS)

    assert choose("host", IMAGE) == Choice("host", "asked for")


def test_what_is_asked_for_has_to_work(programs: Programs) -> None:
    programs(docker="echo 'Cannot connect to the Docker daemon at X.' >&2; exit 1")

    with pytest.raises(ToolError, match=r"^docker does not work: Cannot connect .*; start it: "):
        choose("docker", IMAGE)


def test_an_engine_needs_an_image(programs: Programs) -> None:
    programs(docker=WORKS)

    with pytest.raises(UsageError, match="docker needs an image, and the job has none"):
        choose("docker", None)


def test_names_that_are_no_isolation_are_refused(programs: Programs) -> None:
    programs()

    with pytest.raises(UsageError, match=r"there is no isolation `dokcer`; did you mean `docker`\?"):
        choose("dokcer", IMAGE)
    with pytest.raises(UsageError, match="there are `auto`, `bubblewrap`, `namespace`, `docker`, `podman`, `host`"):
        choose("virtualbox", IMAGE)


@pytest.mark.parametrize(
    ("script", "variant"),
    [
        (WORKS, Variant()),
        ('case "$*" in *--unshare-user*|--version) ;; *) exit 1;; esac', Variant(own_users=True)),
        (
            'case "$*" in *"--ro-bind /proc /proc"*--unshare-user*|--version) ;; *) exit 1;; esac',
            Variant(own_users=True, own_processes=False),
        ),
    ],
)
def test_bubblewrap_is_used_in_the_way_that_works(programs: Programs, script: str, variant: Variant) -> None:
    programs(bwrap=script, unshare=FAILS)
    probe, found = probes.bubblewrap()

    assert (probe.works, found) == (True, variant)


def test_an_engine_that_does_not_answer_is_told_apart(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "_TIMEOUT", 0.2)
    programs(docker=f"exec {os.defpath.split(':')[-1]}/sleep 5")

    assert probes.engine("docker").reason == "`docker` did not answer within 0 seconds"
