"""Which kind of file a text is: a config, an orb's source, a part of either, or another tool's."""

from __future__ import annotations

from wflint.deferred import regex
from wflint.model.names import SECTIONS
from wflint.syntax.nodes import Mapping, Scalar, Sequence, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.syntax.document import Document

FILE_KINDS = ("config", "setup", "continuation", "orb", "part", "other")

_COMMENT = regex(r"wflint:\s*kind\s*=\s*(\w+)")
_PART_DIRECTORIES = frozenset({"jobs", "commands", "executors", "examples"})
_BODY_KEYS = frozenset({"steps", "docker", "machine", "macos", "executor", "usage"})
_METADATA = ("display", "examples", "description")
_DEFINING = frozenset({"jobs", "orbs", "job-groups"})
"""Where the jobs that workflows invoke come from."""
_VERSIONS = frozenset({"2", "2.0", "2.1"})
_FOREIGN = frozenset({"on", "services", "apiVersion", "stages", "kind", "pipelines", "trigger", "pool"})
"""Keys of other tools' files at top level: GitHub, Compose, Kubernetes, GitLab, Azure, Bitbucket."""


def file_kind(path: str, document: Document) -> str:
    """One of `FILE_KINDS`, from a comment `# wflint: kind=…`, else from the path and what the file holds.

    `.circleci/config.yml` is a config whatever it holds, and so is a text that has no path (`<stdin>`).
    """
    said = said_kind(document)
    if said is not None:
        return said
    *directories, name = path.replace("\\", "/").split("/")
    parent = directories[-1] if directories else ""
    stem = name.rpartition(".")[0] or name
    root = resolve(document.root) if document.root is not None else None
    is_config = (parent == ".circleci" and stem == "config") or name.startswith("<") or name == "-"
    if not isinstance(root, Mapping):
        return "config" if is_config else "other"
    if is_config:
        return "setup" if _is_setup(root) else "config"
    if name.startswith("@") or (parent in _PART_DIRECTORIES and _is_body(root)):
        return "part"
    return _kind_by_content(root, stem, inside=".circleci" in directories)


def said_kind(document: Document) -> str | None:
    """The kind that a comment `# wflint: kind=…` names; None without one."""
    for comment in document.comments:
        match = _COMMENT.match(comment.text)
        if match and match[1] in FILE_KINDS:
            return match[1]
    return None


def _kind_by_content(root: Mapping, stem: str, *, inside: bool) -> str:
    """The kind of a file whose path says little; `inside`: it lies below `.circleci`."""
    keys = {key.value for key, _ in root.items()}
    if keys & _FOREIGN and not keys & {"workflows", "orbs", "executors"}:
        return "other"
    if "workflows" in keys and not keys & _DEFINING and isinstance(root.get("workflows"), Mapping):
        # Scripts join such a file with the jobs it names before CircleCI sees it.
        return "part" if inside or _has_version(root) or _has_circleci_jobs(root) else "other"
    if _has_version(root) and keys.intersection(SECTIONS) - {"version"}:
        if _is_orb(keys, stem, inside=inside):
            return "orb"
        if _is_setup(root):
            return "setup"
        return "continuation" if inside else "config"
    if stem == "orb" and keys & {"version", *_METADATA}:
        return "orb"
    if inside and keys & (set(SECTIONS) | _BODY_KEYS):
        return "part"
    return "config" if _has_circleci_jobs(root) else "other"


def _is_orb(keys: set[str], stem: str, *, inside: bool) -> bool:
    if "workflows" in keys or "setup" in keys:
        return False
    if stem == "orb" or "display" in keys or "examples" in keys:
        return True
    return not inside and ("jobs" not in keys or any(key in keys for key in _METADATA))


def _has_version(root: Mapping) -> bool:
    version = root.get("version")
    return isinstance(version, Scalar) and version.value in _VERSIONS


def _is_setup(root: Mapping) -> bool:
    setup = root.get("setup")
    return isinstance(setup, Scalar) and setup.value.lower() in {"true", "yes", "on"}


def _is_body(root: Mapping) -> bool:
    return root.entry("version") is None and any(root.entry(key) is not None for key in _BODY_KEYS)


def _has_circleci_jobs(root: Mapping) -> bool:
    """Whether `jobs` or `workflows` look like CircleCI's, in a file that forgot its version."""
    jobs = root.get("jobs")
    if isinstance(jobs, Mapping):
        bodies = [body for _, body in jobs.items() if isinstance(body, Mapping)]
        return any(_is_body(body) and body.entry("runs-on") is None for body in bodies)
    workflows = root.get("workflows")
    if not isinstance(workflows, Mapping):
        return False
    return any(isinstance(body, Mapping) and isinstance(body.get("jobs"), Sequence) for _, body in workflows.items())
