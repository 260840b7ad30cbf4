"""Values with a syntax of their own: what is accepted, and what is said of the rest."""

from __future__ import annotations

import pytest

from wflint.model.shape.texts import CHECKS, NAMES

ACCEPTED = {
    "docker-image": (
        "cimg/base:2024.01", "ubuntu", "a/b/c", "ghcr.io/a/b:1", "localhost:5000/a", "host:5000/a/b:T_1.x-y",
        f"a@sha256:{'0' * 64}", f"a:1@sha256:{'f' * 64}", "$IMAGE", "${REG}/a", "a__b", "a---b",
        "012.dkr.ecr.us.x.com/a",
    ),
    "duration": ("10m", "1.5h", "90s", "1h30m"),
    "function": ("github.com/org/name@v1.2.3", "a.io/b/c/d@v0.1.0-abc"),
    "machine": ("true", "false", "ubuntu-2404:current", "default"),
    "machine-image": (
        "ubuntu-2404:current", "ubuntu-2604:2026.07.1", "android:2026.05.1", "linux-cuda-12:default",
        "linux-cuda-14:default", "windows-server-2022-gui:current", "windows-server-2019",
        "windows-server-2022-nvidia-medium:2024.01.1", "ubuntu-2404",
    ),
    "orb": ("circleci/node@5", "a/b@1.2", "a/b@1.2.3", "a/b@volatile", "a/b@dev:first", "https://host/orb.yml"),
    "override-with": ("orb/job",),
    "remote-docker": ("default", "docker29", "docker28", "edge"),
    "rerun-delay": ("1s", "600s", "10m"),
    "retention": ("1d", "15d"),
    "serial-group": ("a", "a/b.c_d-e", "x" * 512),
    "step-id": ("a", "a-1_b"),
    "xcode": ("26.4.1", "16.4", "14.3.1", "edge"),
}  # fmt: skip

REFUSED = [
    ("docker-image", "a b", "which has blanks in it"),
    ("docker-image", "Cimg/Base", "whose name has capital letters"),
    ("docker-image", "a:", "whose tag is missing"),
    ("docker-image", "a:-1", "whose tag `-1` is none"),
    ("docker-image", "a@sha256:12", "whose digest is not `sha256:` and 64 hexadecimal digits"),
    ("docker-image", "a//b", "which is no image"),
    ("docker-image", "", "which is no image"),
    ("docker-image", "circleci/ruby:2.7", "which has not been maintained since 2021"),
    ("duration", "10", "which has no unit"),
    ("duration", "10 minutes", "which is no duration"),
    ("duration", "", "which is no duration"),
    ("function", "name@v1.2.3", "which is no path of a function"),
    ("function", "github.com/org/name", "which has no version"),
    ("function", "github.com/org/name@1", "whose version `1` is none"),
    ("machine", "ubuntu-1804:x", "which CircleCI no longer offers"),
    ("machine-image", "ubuntu-2404:2020.01.1", "a tag that is not among the images of 2026-07-31"),
    ("machine-image", "ubuntu-2004:current", "which is no longer supported"),
    ("machine-image", "circleci/classic:edge", "which CircleCI no longer offers"),
    ("machine-image", "my-image", "which is not among the machine images of 2026-07-31"),
    ("orb", "circleci/node", "which has no version"),
    ("orb", "circleci/node@v5", "whose version begins with `v`"),
    ("orb", "circleci/node@latest", "whose version `latest` is none"),
    ("orb", "node@5", "which is no reference to an orb"),
    ("orb", "http://host/orb.yml", "which is no reference to an orb"),
    ("override-with", "job", "which names no job of an orb"),
    ("remote-docker", "19.03.13", "which CircleCI no longer offers"),
    ("remote-docker", "20.10.24", "which is about to be removed"),
    ("remote-docker", "docker99", "which is not among the versions of 2026-08-01"),
    ("rerun-delay", "601s", "which is more than 10 minutes"),
    ("rerun-delay", "11m", "which is no delay"),
    ("retention", "16d", "which is more than the documented `15d`"),
    ("retention", "31d", "which is no number of days from `1d` to `15d`"),
    ("retention", "2w", "which is no number of days from `1d` to `15d`"),
    ("serial-group", " ", "which is blank"),
    ("serial-group", "a b", "which has characters other than letters, digits and `. _ - /`"),
    ("serial-group", "x" * 513, "which has more than 512 characters"),
    ("step-id", "A", "which is no id"),
    ("xcode", "12.5.1", "which is not among the Xcode versions of 2026-08-01"),
    ("xcode", "26.0.1", "which is deprecated"),
]


def test_every_check_has_accepted_and_refused_texts() -> None:
    assert set(ACCEPTED) == {check for check, _, _ in REFUSED} == set(CHECKS)


@pytest.mark.parametrize(("check", "text"), [(check, text) for check, texts in ACCEPTED.items() for text in texts])
def test_an_accepted_text_is_silent(check: str, text: str) -> None:
    assert CHECKS[check](text) is None


@pytest.mark.parametrize(("check", "text", "what"), REFUSED)
def test_a_refused_text_is_said_to_be_so(check: str, text: str, what: str) -> None:
    complaint = CHECKS[check](text)

    assert complaint is not None
    assert complaint.what == what


@pytest.mark.parametrize(
    ("names", "name", "expected"),
    [
        ("job", "Build and test_1", True),
        ("job", "1st", False),
        ("job", "test-3.12", False),
        ("command", "do-it_2", True),
        ("command", "doIt", False),
        ("executor", "base", True),
        ("parameter", "configUri", True),
        ("parameter", "a b", False),
        ("pipeline-parameter", "a.b", True),
        ("orb", "node", True),
        ("orb", "a/b", False),
        ("environment", "_A1", True),
        ("environment", "A-B", False),
        ("environment", "Ä", False),
    ],
)
def test_a_name_has_the_documented_form(names: str, name: str, expected: bool) -> None:
    assert bool(NAMES[names][0](name)) is expected


def test_suggested_images_are_offered_themselves() -> None:
    suggested = []
    for _, text, _ in [case for case in REFUSED if case[0] == "machine-image"]:
        complaint = CHECKS["machine-image"](text)
        assert complaint is not None
        assert complaint.help is not None
        suggested.append(complaint.help.split("`")[1])

    assert [image for image in suggested if CHECKS["machine-image"](image) is not None] == []
