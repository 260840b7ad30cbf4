from __future__ import annotations

import pytest

from wflint.localrun.paths import at_home, inside


@pytest.mark.parametrize(
    ("base", "path", "result"),
    [
        ("~/project", ".", "~/project"),
        ("~/project", "a//b/./c/", "~/project/a/b/c"),
        ("~/project", "../x", "~/x"),
        ("~/project", "../../x", "~/../x"),
        ("~", "~/x", "~/x"),
        ("/tmp", "workspace", "/tmp/workspace"),
        ("/tmp", "/a/../../b", "/b"),
        ("/tmp", "~", "~"),
        ("/tmp", "~me/x", "/tmp/~me/x"),
        ("/", "x", "/x"),
    ],
)
def test_paths_count_from_a_directory(base: str, path: str, result: str) -> None:
    assert inside(base, path) == result


@pytest.mark.parametrize(
    ("path", "result"), [("~", "/root"), ("~/x", "/root/x"), ("~/../x", "/x"), ("/tmp/~", "/tmp/~")]
)
def test_the_home_directory_is_put_in_at_run_time(path: str, result: str) -> None:
    assert at_home(path, "/root") == result
