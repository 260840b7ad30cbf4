from __future__ import annotations

import asyncio
import os
import time
from typing import TYPE_CHECKING

import pytest
from tests.localrun.boxes import sh, started
from tests.localrun.stores.storing import Here

from wflint.localrun.stores.cache_keys import architecture
from wflint.localrun.stores.caches import Archive, CacheStore
from wflint.localrun.stores.protocol import StepError

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_cache_comes_back_where_it_was(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()})
    elsewhere = tmp_path / "elsewhere"
    async with started(tmp_path / "one") as box:
        await sh(box, f"mkdir -p .npm/x {elsewhere}; echo 1 > .npm/x/f; echo 2 > {elsewhere}/g")
        outcome = await here.save(box, "v1-{{ arch }}", "~/.npm", str(elsewhere), "~/none")
        await sh(box, f"rm -r {elsewhere}")

        assert outcome.data["action"] == "saved"
        assert outcome.warnings == ("`~/none` is not there, so the cache does not hold it",)
    # The home directory is another one there.
    async with started(tmp_path / "two") as box:
        outcome = await here.restore(box, "v1-")

        assert outcome.words.startswith(f"restored `v1-{architecture()}`, which begins with `v1-`,")
        assert await sh(box, f"cat .npm/x/f {elsewhere}/g") == "1\n2\n"


async def test_a_key_is_saved_once(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()})
    async with started(tmp_path / "box") as box:
        await sh(box, "echo 1 > f")
        await here.save(box, "k", "~/f")
        await sh(box, "echo 2 > f")
        outcome = await here.save(box, "k", "~/f")
        await here.restore(box, "k")

        assert outcome.words == "skipped: there is a cache for key `k` already"
        assert await sh(box, "cat f") == "1\n"


async def test_of_two_that_save_one_key_at_once_one_wins(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()})
    async with started(tmp_path / "box") as box:
        await sh(box, "touch f")
        outcomes = await asyncio.gather(here.save(box, "k", "~/f"), here.save(box, "k", "~/f"))

        assert sorted(outcome.data["action"] for outcome in outcomes) == ["kept", "saved"]
        assert len(os.listdir(here.path("caches"))) == 1


async def test_nothing_is_saved_if_nothing_is_there(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()})
    async with started(tmp_path / "box") as box:
        outcome = await here.save(box, "k", "~/*.none")

        assert outcome.words == "nothing was saved: none of the paths is there"
        assert (await here.restore(box, "k")).data["action"] == "miss"
        assert os.listdir(here.path("caches")) == []


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        (["v1-a"], "v1-ab"),
        (["v1-"], "v1-b"),
        (["v1-ab", "v1-"], "v1-ab"),
        (["v1-zz", "v1-a"], "v1-ab"),
        (["v"], "v2-a"),
        (["v3-"], None),
    ],
)
def test_the_newest_cache_of_the_first_key_that_finds_any_counts(
    tmp_path: Path, keys: list[str], found: str | None
) -> None:
    store = CacheStore(str(tmp_path))
    for key in ("v1-a", "v1-ab", "v1-b", "v2-a"):
        keep(store, key, 1)
    cache = store.find(keys)

    assert (cache.key if cache else None) == found


async def test_a_miss_is_no_failure(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()})
    async with started(tmp_path / "box") as box:
        outcome = await here.restore(box, "a-{{ .Branch }}", "a-", CIRCLE_BRANCH="main")

        assert outcome.words == "no cache is found for keys `a-main`, `a-`"


async def test_templates_are_filled_in(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()})
    variables = {"CIRCLE_BRANCH": "main", "CIRCLE_SHA1": "c0ffee", "CIRCLE_BUILD_NUM": "7", "X": "x"}
    template = "{{ .Branch }}|{{.Revision}}|{{.BuildNum}}|{{ .Environment.X }}|{{ .Environment.Y }}|{{ .CheckoutKey }}"
    async with started(tmp_path / "box") as box:
        await sh(box, "mkdir -p project/l; printf hello > project/f; ln -s ../f project/l/f")
        outcome = await here.save(box, f'{template}|{{{{ checksum "l/f" }}}}', "~/project", **variables)

        assert outcome.data["key"] == ("main|c0ffee|7|x|<no value>|local|LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=")
        before = int(time.time())
        outcome = await here.save(box, "{{ epoch }}", "~/project", **variables)
        assert before <= int(outcome.data["key"]) <= time.time()


@pytest.mark.parametrize(
    ("template", "message"),
    [
        (
            'v1-{{ checksum "none" }}',
            '1:4: executing "cacheKey" at <checksum "none">: error calling checksum: open HOME/project/none: NO FILE',
        ),
        (
            '{{ checksum "~/project" }}',
            '1:1: executing "cacheKey" at <checksum "~/project">: error calling checksum: open HOME/project: FOLDER',
        ),
        ("{{ branch }}", '1: function "branch" not defined'),
        ("{{ .Nothing }}", "1: cannot evaluate `{{ Nothing }}`"),
        ("a {{ x y }}", "1: cannot evaluate `{{ x y }}`"),
        ("a {{ .Branch", "1: unclosed action in `a {{ .Branch`"),
        ("x" * 901, "the key has 901 characters, 900 at most are allowed"),
        ("", "the key is empty"),
    ],
)
async def test_a_key_that_cannot_be_fails_the_step(tmp_path: Path, template: str, message: str) -> None:
    here = Here(tmp_path, {"a": ()})
    async with started(tmp_path / "box") as box:
        await sh(box, "mkdir project")
        message = (
            message.replace("HOME", box.home)
            .replace("NO FILE", "no such file or directory")
            .replace("FOLDER", "is a directory")
        )
        with pytest.raises(StepError) as saving:
            await here.save(box, template, "~/project")
        with pytest.raises(StepError) as restoring:
            await here.restore(box, template)

        assert str(saving.value) == str(restoring.value)
        assert str(saving.value) in {
            f"error computing cache key: template: cacheKey:{message}",
            f"error computing cache key: {message}",
        }


def test_the_least_used_caches_make_room(tmp_path: Path) -> None:
    store = CacheStore(str(tmp_path), limit=250)
    for position, key in enumerate(("a", "b")):
        cache = keep(store, key, 100)
        os.utime(os.path.join(cache, "meta.json"), (position, position))
    store.find(["a"])
    keep(store, "c", 100)

    assert sorted(cache.key for cache in store.caches()) == ["a", "c"]


def test_a_cache_larger_than_all_may_be_is_kept_alone(tmp_path: Path) -> None:
    store = CacheStore(str(tmp_path), limit=50)
    keep(store, "a", 10)
    keep(store, "b", 100)

    assert [cache.key for cache in store.caches()] == ["b"]


def test_damaged_and_unfinished_caches_are_not_found(tmp_path: Path) -> None:
    store = CacheStore(str(tmp_path))
    with open(os.path.join(keep(store, "a", 1), "meta.json"), "w", encoding="utf-8") as file:
        file.write("{")
    store.begin()

    assert store.find(["a"]) is None
    assert store.find([""]) is None


def test_what_was_left_unfinished_long_ago_is_removed(tmp_path: Path) -> None:
    store = CacheStore(str(tmp_path))
    old, new = store.begin(), store.begin()
    os.utime(old, (0, 0))
    store.shrink()

    assert not os.path.exists(old)
    assert os.path.exists(new)


async def test_a_cache_that_is_removed_meanwhile_was_not_there(tmp_path: Path) -> None:
    here = Here(tmp_path, {"a": ()})
    async with started(tmp_path / "box") as box:
        await sh(box, "touch f")
        await here.save(box, "old", "~/f")
        cache = here.caches.find(["old"])
        assert cache is not None
        os.unlink(cache.archives[0].path)
        os.unlink(os.path.join(cache.directory, "meta.json"))

        assert (await here.restore(box, "o")).data["action"] == "miss"


def keep(store: CacheStore, key: str, size: int) -> str:
    """A cache of so many bytes; the result is its directory."""
    directory = store.begin()
    path = os.path.join(directory, "home.tar")
    with open(path, "wb") as file:
        file.write(b"x" * size)
    cache = store.keep(directory, key, [Archive(base="~", path=path)])
    assert cache is not None
    return cache.directory
