"""Words of a shell script: their text after expansion, as far as the shell's variables are known."""

from __future__ import annotations

from wflint.pipeline.scripts import PLACEHOLDER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node


class State:
    """What a shell knows at one point: its directory and variables (None: unknown), whether it has ended."""

    __slots__ = ("directory", "has_ended", "variables")

    def __init__(self, directory: str | None, variables: dict[str, str | None]) -> None:
        self.directory = directory
        self.variables = variables
        self.has_ended = False

    def copy(self) -> State:
        """What a shell of its own begins with."""
        return State(self.directory, dict(self.variables))

    def forget_changes(self, other: State) -> None:
        """What differs in a branch that may have been taken is unknown."""
        if other.directory != self.directory:
            self.directory = None
        for name in other.variables.keys() | self.variables.keys():
            if other.variables.get(name) != self.variables.get(name):
                self.variables[name] = None


def text_of(node: Node, state: State) -> str | None:
    """The text of a word after expansion, None if it is unknown or may become several words."""
    source = source_of(node)
    if PLACEHOLDER in source:
        return None
    match node.type:
        case "command_name":
            return text_of(node.named_children[0], state) if node.named_child_count == 1 else None
        case "word" | "number":
            return _unquoted(source)
        case "raw_string":
            return None if source.startswith("'~") else source[1:-1]
        case "string":
            return None if source.startswith('"~') or "`" in source else _string(node, state)
        case "simple_expansion" | "expansion":
            value = _variable(source, state)
            return None if value is None or any(char in value for char in " \t\n*?[") else value
        case "concatenation":
            parts = [text_of(part, state) for part in node.named_children]
            covered = sum(part.end_byte - part.start_byte for part in node.named_children)
            is_whole = covered == node.end_byte - node.start_byte
            return "".join(part for part in parts if part is not None) if is_whole and None not in parts else None
        case _:
            return None


def _unquoted(source: str) -> str | None:
    if any(char in source for char in "*?[{}`$"):
        return None
    if "\\" not in source:
        return source
    return None if source.endswith("\\") else source.replace("\\\n", "").replace("\\", "")


def _string(node: Node, state: State) -> str | None:
    """The inside of double quotes; text between the children of the tree counts too."""
    data = node.text or b""
    position = 1
    parts: list[str] = []
    for child in node.named_children:
        start, end = child.start_byte - node.start_byte, child.end_byte - node.start_byte
        parts.append(data[position:start].decode())
        if child.type == "string_content":
            parts.append(data[start:end].decode())
        else:
            value = _variable(source_of(child), state) if child.type.endswith("expansion") else None
            if value is None:
                return None
            parts.append(value)
        position = end
    parts.append(data[position:-1].decode())
    text = "".join(parts)
    return None if "\\" in text else text


def _variable(source: str, state: State) -> str | None:
    """The value of `$NAME` or `${NAME}`; other forms are unknown."""
    name = source[2:-1] if source.startswith("${") else source[1:]
    if name == "PWD":
        return state.directory
    return state.variables.get(name, "~" if name == "HOME" else None)


def source_of(node: Node | None) -> str:
    """A word as it is written; empty if there is none."""
    return "" if node is None or node.text is None else node.text.decode()
