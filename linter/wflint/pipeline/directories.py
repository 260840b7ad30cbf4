"""Paths of a job as CircleCI resolves them: relative to its working directory, `~` for the home directory.

A resolved path is absolute or starts with `~`; the home directory itself is not known offline, but is the same in
all steps of a job. Source: https://circleci.com/docs/reference/configuration-reference/#job-name
"""

from __future__ import annotations

from functools import lru_cache

DEFAULT_DIRECTORY = "~/project"

FILE_ENDINGS = frozenset(
    {
        "7z", "aab", "apk", "bz2", "cfg", "class", "conf", "cpp", "css", "csv", "deb", "dll", "dmg", "dylib", "ear",
        "env", "exe", "gem", "gif", "go", "gz", "html", "ico", "info", "ini", "ipa", "jar", "java", "jpeg", "jpg", "js",
        "json", "lcov", "log", "lst", "md", "msi", "out", "pdf", "pkl", "png", "proto", "py", "rb", "rpm", "rs", "sh",
        "so", "sql", "svg", "tar", "tfplan", "tfstate", "tgz", "toml", "tsv", "ts", "txt", "war", "whl", "xlsx", "xml",
        "xz", "yaml", "yml", "zip", "zst",
    }
)  # fmt: skip
"""Endings of names that are files, not directories."""

_HOMES = ("/home", "/root", "/Users")


@lru_cache(maxsize=256)
def working_directory(written: str | None) -> str | None:
    """The directory a job's steps start in; `None` stands for the key left out.

    A relative value counts from the home directory. The result is None where the value cannot be resolved.
    """
    return resolve_path("~", DEFAULT_DIRECTORY if written is None else written)


def resolve_path(base: str | None, path: str) -> str | None:
    """The path as seen from a resolved directory, without `.`, `..` and repeated slashes.

    None if that cannot be known: a relative path from an unknown base, another user's home, a variable,
    a Windows path, a template, a `..` that leaves the home directory.
    """
    if "$" in path or "\\" in path or "<<" in path or "`" in path or path[1:2] == ":":
        return None
    if path.startswith("~"):
        if path[1:2] not in {"", "/"}:
            return None
        start, rest = "~", path[2:]
    elif path.startswith("/"):
        start, rest = "/", path[1:]
    elif base is None:
        return None
    elif base.startswith("~"):
        start, rest = "~", f"{base[2:]}/{path}"
    else:
        start, rest = "/", f"{base[1:]}/{path}"
    return _join(start, rest.split("/"))


def relative_to(path: str, directory: str) -> str | None:
    """The rest of a resolved path below a resolved directory (empty for the directory itself), or None if outside."""
    if path == directory:
        return ""
    prefix = directory if directory == "/" else f"{directory}/"
    if path.startswith(prefix):
        return path[len(prefix) :]
    return None


def may_coincide(one: str, other: str) -> bool:
    """Whether two resolved paths may lie in each other although their texts do not say so.

    One starts with `~` and the other is where home directories are.
    """
    if one.startswith("~") == other.startswith("~"):
        return False
    absolute = other if one.startswith("~") else one
    return absolute == "/" or any(absolute == home or absolute.startswith(f"{home}/") for home in _HOMES)


def normal_relative(path: str) -> str | None:
    """A relative path without `.` and repeated slashes, empty for `.`; None if it is absolute or leaves its start."""
    if path.startswith(("/", "~")):
        return None
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def is_file_path(path: str) -> bool:
    """Whether a path surely names one file, by its ending; a pattern does not."""
    stem, dot, ending = path.rpartition("/")[2].rpartition(".")
    return bool(stem and dot) and not any(char in path for char in "*?[") and ending.lower() in FILE_ENDINGS


def _join(start: str, parts: list[str]) -> str | None:
    kept: list[str] = []
    for part in parts:
        if part == "..":
            if kept:
                kept.pop()
            elif start == "~":
                return None
        elif part not in {"", "."}:
            kept.append(part)
    if start == "~":
        return "/".join(["~", *kept])
    return "/" + "/".join(kept)
