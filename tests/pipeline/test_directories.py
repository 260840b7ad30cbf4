from __future__ import annotations

import pytest

from wflint.pipeline.directories import may_coincide, normal_relative, relative_to, resolve_path, working_directory


@pytest.mark.parametrize(
    ("written", "expected"),
    [(None, "~/project"), ("/tmp", "/tmp"), ("~", "~"), ("~/a/../b", "~/b"), ("repo", "~/repo"), ("$HOME/x", None)],
)
def test_a_job_starts_in_its_working_directory(written: str | None, expected: str | None) -> None:
    assert working_directory(written) == expected


@pytest.mark.parametrize(
    ("base", "path", "expected"),
    [
        ("/tmp", "workspace", "/tmp/workspace"),
        ("/tmp", "/tmp/workspace/", "/tmp/workspace"),
        ("~/project", ".", "~/project"),
        ("~/project", "./dist//js", "~/project/dist/js"),
        ("~/project", "../x", "~/x"),
        ("~/project", "../../x", None),
        ("/", "../x", "/x"),
        ("/tmp", "~/x", "~/x"),
        ("/tmp", "~other/x", None),
        (None, "x", None),
        (None, "/x", "/x"),
        ("/tmp", "<< parameters.x >>", None),
        ("/tmp", "C:\\x", None),
        ("/tmp", "`pwd`", None),
    ],
)
def test_a_path_is_resolved_against_a_directory(base: str | None, path: str, expected: str | None) -> None:
    assert resolve_path(base, path) == expected


@pytest.mark.parametrize(
    ("path", "directory", "expected"),
    [
        ("/a/b", "/a", "b"),
        ("/a", "/a", ""),
        ("/ab", "/a", None),
        ("/a", "/", "a"),
        ("~/a", "/a", None),
        ("~/a", "~", "a"),
    ],
)
def test_a_path_below_a_directory_has_a_rest(path: str, directory: str, expected: str | None) -> None:
    assert relative_to(path, directory) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [("./a//b/", "a/b"), (".", ""), ("a/../b", "b"), ("../b", None), ("a/../../b", None), ("/a", None), ("~/a", None)],
)
def test_a_persisted_path_stays_below_its_root(path: str, expected: str | None) -> None:
    assert normal_relative(path) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("~/a", "/home/user/a", True),
        ("~/a", "/tmp", False),
        ("~/a", "~/b", False),
        ("/root", "~", True),
        ("~", "/", True),
    ],
)
def test_the_home_directory_may_be_where_home_directories_are(one: str, other: str, expected: bool) -> None:
    assert may_coincide(one, other) is expected
