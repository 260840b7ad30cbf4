"""The top level of a config or orb: misspelt sections, and what the version allows."""

from __future__ import annotations

from wflint.deferred import regex
from wflint.diagnostic import Edit, Fix, Severity
from wflint.model.executable import is_null
from wflint.model.names import SECTIONS
from wflint.model.shape.anchors import holds_used_anchors
from wflint.syntax.nodes import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.model.shape.state import State
    from wflint.model.spec.kinds import Keyed

_WORD = regex(r"[A-Za-z][A-Za-z_-]*")


def check_config(state: State, kind: Keyed, root: Mapping, _owner: Scalar | None) -> None:
    """Sections that are misspelt, so that CircleCI ignores them."""
    for entry in root.effective:
        key = entry.key
        if (
            not isinstance(key, Scalar)
            or key.value in kind.keys
            or is_null(entry.value if isinstance(entry.value, Scalar) else key)
        ):
            continue
        section = _meant(key.value, root)
        if section is None or holds_used_anchors(state, entry.value):
            continue
        state.report(
            "top-level-typo",
            key,
            f"CircleCI ignores the section `{key.value}`",
            help=f"did you mean `{section}`?",
            fix=Fix(f"write `{section}`", (Edit(key.span, section),), safe=False),
        )
    workflows = root.get("workflows")
    if state.version == "2.1" and isinstance(workflows, Mapping):
        version = workflows.entry("version")
        if version is not None:
            state.report(
                "deprecated-key", version.key, "`version` under `workflows` has no effect in config version 2.1",
                Severity.INFO, help="leave it out",
            )  # fmt: skip


def _meant(name: str, root: Mapping) -> str | None:
    """The section that a key looks like."""
    from wflint.spelling import closest_names

    if not _WORD.fullmatch(name):
        return None
    plain = name.replace("_", "-").lower()
    candidates = [section for section in SECTIONS if root.entry(section) is None or section == f"{plain}s"]
    if plain in candidates:
        return plain
    if f"{plain}s" in candidates:
        return f"{plain}s"
    close = closest_names(name, candidates)
    return close[0] if close else None
