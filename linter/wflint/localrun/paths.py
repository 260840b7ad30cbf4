"""Paths inside a job: absolute, or below `~`, its home, which only the sandbox knows."""

from __future__ import annotations


def inside(base: str, path: str) -> str:
    """A path as seen from a directory of the job; the result is absolute or starts with `~`.

    Nothing but a leading `~` is expanded: CircleCI takes `$HOME/x` for a directory with a dollar sign in its name.
    A `..` that leaves the home directory stays as it is.
    """
    if path == "~" or path.startswith("~/"):
        return _joined("~", path[2:])
    if path.startswith("/"):
        return _joined("/", path)
    start = "~" if base.startswith("~") else "/"
    return _joined(start, f"{base[1:]}/{path}")


def at_home(path: str, home: str) -> str:
    """A path of a job with its home directory put in."""
    return inside("/", home + path[1:]) if path.startswith("~") else path


def _joined(start: str, rest: str) -> str:
    kept: list[str] = []
    for part in rest.split("/"):
        if part == ".." and kept and kept[-1] != "..":
            kept.pop()
        elif part == ".." and start == "/":
            continue
        elif part not in {"", "."}:
            kept.append(part)
    return "/".join(["~", *kept]) if start == "~" else "/" + "/".join(kept)
