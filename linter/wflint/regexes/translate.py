"""A parsed pattern as Python's `re` writes it, for what boolean expressions cannot say."""

from __future__ import annotations

from wflint.regexes.tree import Anchor, Chain, Choice, Group, Look, One, Repeat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.regexes.characters import Characters
    from wflint.regexes.tree import Tree

_ANCHORS = {
    "start": r"\A",
    "end": r"\Z",
    "final": r"(?=(?:[\n\r\x85\u2028\u2029]|\r\n)?\Z)",
    "boundary": r"\b",
    "no-boundary": r"(?!\b)",
}
_SUFFIXES = {"greedy": "", "lazy": "?", "possessive": "+"}


def python_pattern(tree: Tree) -> str:
    """The text of a pattern for `re.compile` with `re.ASCII`; letter case and dots need no flags."""
    if isinstance(tree, One):
        return _members(tree.members)
    if isinstance(tree, Chain):
        return "".join(map(python_pattern, tree.items))
    if isinstance(tree, Choice):
        return f"(?:{'|'.join(map(python_pattern, tree.options))})"
    if isinstance(tree, Repeat):
        bounds = f"{{{tree.least},{'' if tree.most is None else tree.most}}}"
        return f"(?:{python_pattern(tree.item)}){bounds}{_SUFFIXES[tree.mode]}"
    if isinstance(tree, Group):
        opening = "(?>" if tree.is_atomic else "(?:" if tree.number is None else "("
        return f"{opening}{python_pattern(tree.item)})"
    if isinstance(tree, Look):
        sign = "!" if tree.is_negative else "="
        return f"(?{'' if tree.is_ahead else '<'}{sign}{python_pattern(tree.item)})"
    if isinstance(tree, Anchor):
        return _ANCHORS[tree.kind]
    return f"(?:\\{tree.number})"


def _members(members: Characters) -> str:
    if not members:
        return r"[^\x00-\U0010ffff]"
    return f"[{''.join(f'{_escaped(low)}-{_escaped(high)}' for low, high in members)}]"


def _escaped(code: int) -> str:
    return f"\\U{code:08x}"
