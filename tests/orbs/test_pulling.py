"""Bringing orbs and what they import into a store, under a lock file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wflint.errors import OrbError
from wflint.orbs.lock import Pin, sha256_of
from wflint.orbs.pulling import MOST_ORBS, Pulled, pull_orbs, write_atomically, write_lock
from wflint.orbs.reference import Reference, parse_reference
from wflint.orbs.registry import Published
from wflint.orbs.stores import Store, read_lock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

A = "version: 2.1\norbs: {b: me/b@1}\ncommands: {}\n"
B = "version: 2.1\norbs: {a: me/a@1, i: {orbs: {c: me/c@dev:x}}}\n"
SOURCES = {"me/a@1": ("1.0.0", A), "me/b@1": ("1.5.0", B), "me/c@dev:x": ("dev:x", "commands: {}\n")}


def pull(
    directory: Path,
    *wanted: str,
    sources: Mapping[str, tuple[str, str]] = SOURCES,
    pins: Mapping[str, Pin] | None = None,
    update: bool = False,
) -> list[Pulled]:
    """Pull from a registry that has some sources by the reference that is asked for."""

    def fetch(reference: Reference) -> Published:
        version, source = sources[str(reference)]
        return Published(reference.at(version), source)

    references = [parsed for text in wanted if (parsed := parse_reference(text)) is not None]
    return list(pull_orbs(references, Store("cache", str(directory)), fetch, pins or {}, update=update))


def test_what_an_orb_imports_is_pulled_too_and_once(tmp_path: Path) -> None:
    pulled = pull(tmp_path, "me/a@1")

    assert [(str(one.wanted), str(one.exact), one.importer) for one in pulled] == [
        ("me/a@1", "me/a@1.0.0", None),
        ("me/b@1", "me/b@1.5.0", "me/a@1.0.0"),
        ("me/c@dev:x", "me/c@dev:x", "me/b@1.5.0"),
    ]
    assert (tmp_path / "me" / "b@1.5.0.yml").read_text() == B


def test_what_is_there_already_stays(tmp_path: Path) -> None:
    first = pull(tmp_path, "me/a@1")
    second = pull(tmp_path, "me/a@1")

    assert {one.is_new for one in first} == {True}
    assert {one.is_new for one in second} == {False}


def test_line_breaks_are_kept(tmp_path: Path) -> None:
    pull(tmp_path, "me/a@1", sources={"me/a@1": ("1.0.0", "a: 1\r\nb: 'ü'\r\n")})

    assert (tmp_path / "me" / "a@1.0.0.yml").read_bytes() == "a: 1\r\nb: 'ü'\r\n".encode()


def test_a_pinned_reference_is_pulled_at_its_pin(tmp_path: Path) -> None:
    pins = {"me/a@1": Pin("1.0.0", sha256_of(b"old: 1\n"))}
    pulled = pull(tmp_path, "me/a@1", pins=pins, sources={"me/a@1.0.0": ("1.0.0", "old: 1\n")})

    assert [str(one.exact) for one in pulled] == ["me/a@1.0.0"]


def test_a_source_that_changed_is_refused_and_not_kept(tmp_path: Path) -> None:
    pins = {"me/a@1": Pin("1.0.0", "0" * 64)}
    with pytest.raises(OrbError) as caught:
        pull(tmp_path, "me/a@1", pins=pins, sources={"me/a@1.0.0": ("1.0.0", "evil: 1\n")})

    digest = sha256_of(b"evil: 1\n")[:12]
    assert str(caught.value) == (
        "the registry's source of `me/a@1` at 1.0.0 is not what the lock file pins:"
        f" its hash is {digest}…, pinned is 000000000000…; `--update` takes the new one"
    )
    assert not (tmp_path / "me").exists()


def test_a_version_pinned_under_another_reference_must_be_the_same(tmp_path: Path) -> None:
    pins = {"me/a@1.0.0": Pin("1.0.0", "0" * 64)}
    with pytest.raises(OrbError, match="is not what the lock file pins"):
        pull(tmp_path, "me/a@1", pins=pins)


def test_an_update_takes_what_there_is(tmp_path: Path) -> None:
    pulled = pull(tmp_path, "me/a@1", pins={"me/a@1": Pin("0.9.0", "0" * 64)}, update=True)

    assert pulled[0].pin == Pin("1.0.0", sha256_of(A.encode()))


def test_orbs_without_end_are_given_up(tmp_path: Path) -> None:
    def fetch(reference: Reference) -> Published:
        number = int(reference.name.removeprefix("o")) + 1
        return Published(reference.at("1.0.0"), f"orbs: {{a: me/o{number}@1}}\n")

    with pytest.raises(OrbError, match=f"more than {MOST_ORBS} orbs"):
        list(pull_orbs([Reference("me", "o0", "1")], Store("cache", str(tmp_path)), fetch, {}))


def test_an_orb_that_is_no_yaml_imports_nothing(tmp_path: Path) -> None:
    assert len(pull(tmp_path, "me/a@1", sources={"me/a@1": ("1.0.0", "orbs: [\n\x00")})) == 1


def test_the_lock_file_gets_what_was_pulled_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / ".wflint" / "orbs.lock"
    before = {"me/z@1": Pin("1.0.0", "9")}
    pulled = pull(tmp_path, "me/a@1")

    assert write_lock(str(path), before, pulled)
    assert not write_lock(str(path), before, pulled)
    assert read_lock(str(path)) == {
        "me/a@1": Pin("1.0.0", sha256_of(A.encode())),
        "me/b@1": Pin("1.5.0", sha256_of(B.encode())),
        "me/c@dev:x": Pin("dev:x", sha256_of(b"commands: {}\n")),
        "me/z@1": Pin("1.0.0", "9"),
    }


def test_a_file_that_cannot_be_written_is_one_error_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "orbs.lock").mkdir()
    with pytest.raises(OrbError, match=r"cannot write `.*orbs\.lock`: is a directory"):
        write_atomically(str(tmp_path / "orbs.lock"), b"x")

    assert [path.name for path in tmp_path.iterdir()] == ["orbs.lock"]
