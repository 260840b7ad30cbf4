"""A walk over a shell script's syntax tree that follows directories and variables as far as they are known."""

from __future__ import annotations

import tree_sitter_bash
from tree_sitter import Language, Parser

from wflint.pipeline.directories import resolve_path
from wflint.pipeline.scripts import UNKNOWN, Effects, FileUse, ProgramCall
from wflint.pipeline.shell_commands import CLIENTS, NEUTRAL, READERS, parse_arguments, without_prefixes
from wflint.pipeline.shell_words import State, source_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tree_sitter import Node

    from wflint.pipeline.shell_commands import Arguments

_BASH = Language(tree_sitter_bash.language())
_SUBSTITUTIONS = ("command_substitution", "process_substitution")


def analyse(script: str, directory: str | None) -> Effects:
    """What a script does, templates hidden; see `scripts.effects_of`. A script with syntax errors is unknown."""
    root = Parser(_BASH).parse(script.encode("utf-8", "replace")).root_node
    if root.has_error:
        return UNKNOWN
    record = _Record(script)
    _statements(root.named_children, State(directory, {}), record, sure=True)
    found = (tuple(record.writes), tuple(record.reads), tuple(record.mentions))
    return Effects(*found, record.is_closed, tuple(record.calls))


class _Record:
    """What has been found so far, in the order of execution."""

    __slots__ = ("_is_ascii", "_script", "calls", "is_closed", "mentions", "reads", "writes")

    def __init__(self, script: str) -> None:
        self._script = script.encode("utf-8", "replace")
        self._is_ascii = script.isascii()
        self.writes: list[FileUse] = []
        self.reads: list[FileUse] = []
        self.mentions: list[FileUse] = []
        self.calls: list[ProgramCall] = []
        self.is_closed = True

    def call(self, nodes: list[Node], words: list[str | None], *, sure: bool) -> None:
        start, end = self._span(nodes[0].start_byte, nodes[min(len(nodes), 2) - 1].end_byte)
        self.calls.append(ProgramCall(tuple(words), sure, start, end - start))

    def use(self, path: str, kind: str, node: Node, *, sure: bool) -> FileUse:
        start, end = self._span(node.start_byte, node.end_byte)
        return FileUse(path, kind, sure, start, end - start)

    def _span(self, start: int, end: int) -> tuple[int, int]:
        """The span of bytes in code points."""
        if self._is_ascii:
            return start, end
        return len(self._script[:start].decode()), len(self._script[:end].decode())

    def remove(self, path: str) -> None:
        self.writes = [write for write in self.writes if write.path != path and not write.path.startswith(f"{path}/")]


def _statements(nodes: Iterable[Node], state: State, record: _Record, *, sure: bool) -> None:
    for node in nodes:
        is_background = node.next_sibling is not None and node.next_sibling.type == "&"
        _statement(node, state, record, sure=sure and not is_background and not state.has_ended)


def _statement(node: Node, state: State, record: _Record, *, sure: bool) -> None:
    match node.type:
        case "command":
            _command(node, state, record, sure=sure)
        case "redirected_statement":
            _redirected(node, state, record, sure=sure)
        case "list":
            _list(node, state, record, sure=sure)
        case "pipeline" | "subshell":
            _apart(node.named_children, state, record, sure=sure, is_pipeline=node.type == "pipeline")
        case "compound_statement" | "negated_command" | "do_group":
            _statements(node.named_children, state, record, sure=sure)
        case "variable_assignment" | "variable_assignments" | "declaration_command":
            _assignments(node, state, record, sure=sure)
        case "if_statement" | "case_statement" | "while_statement":
            _branches(node, state, record, sure=sure)
        case "for_statement" | "c_style_for_statement":
            _maybe(node.named_children, state, record, forgets=True)
        case "function_definition":
            _maybe(node.named_children, State(None, {}), record, forgets=True)
        case _:
            _substitutions(node, state, record, sure=sure)


def _apart(nodes: Iterable[Node], state: State, record: _Record, *, sure: bool, is_pipeline: bool) -> None:
    """Commands in shells of their own: what they change is lost."""
    inner = state.copy()
    for node in nodes:
        _statement(node, inner, record, sure=sure)
        if is_pipeline:
            inner = state.copy()


def _maybe(nodes: Iterable[Node], state: State, record: _Record, *, forgets: bool = False) -> None:
    """Commands that need not be executed, or more than once (`forgets`: then variables are unknown inside)."""
    inner = State(state.directory, {}) if forgets else state.copy()
    before = inner.copy()
    _statements(nodes, inner, record, sure=False)
    if inner.directory != before.directory:
        state.directory = None
    for name in inner.variables:
        if inner.variables[name] != before.variables.get(name):
            state.variables[name] = None


def _branches(node: Node, state: State, record: _Record, *, sure: bool) -> None:
    conditions = node.children_by_field_name("condition")
    if node.type == "while_statement":
        _maybe(node.named_children, state, record, forgets=True)
        return
    _statements(conditions, state, record, sure=sure)
    for child in node.named_children:
        if child not in conditions:
            _maybe(child.named_children if child.type.endswith(("_clause", "_item")) else [child], state, record)


def _list(node: Node, state: State, record: _Record, *, sure: bool) -> None:
    """`a && b`, `a || b`: the right side is sure only behind a command that ends well whenever the script does."""
    left, right = node.named_children[0], node.named_children[-1]
    _statement(left, state, record, sure=sure)
    if any(child.type == "&&" for child in node.children) and _goes_on(left):
        _statement(right, state, record, sure=sure)
        return
    inner = state.copy()
    _statement(right, inner, record, sure=False)
    state.forget_changes(inner)


def _goes_on(node: Node) -> bool:
    """Whether what follows behind `&&` is meant always, not under a condition."""
    if node.type == "list":
        return any(child.type == "&&" for child in node.children) and all(map(_goes_on, node.named_children))
    if node.type == "redirected_statement":
        body = node.child_by_field_name("body")
        return body is not None and _goes_on(body)
    if node.type == "command":
        name = node.child_by_field_name("name")
        return name is not None and name.text in {b"cd", b"mkdir", b"echo", b"printf", b"touch", b"cp", b"mv", b"rm"}
    return node.type in {"variable_assignment", "declaration_command"}


def _redirected(node: Node, state: State, record: _Record, *, sure: bool) -> None:
    body = node.child_by_field_name("body")
    if body is None or body.type not in {"list", "pipeline"}:
        _redirects(node, state, record, sure=sure)
        if body is not None:
            _statement(body, state, record, sure=sure)
        return
    # The grammar hangs a redirection on the whole list; for the shell it belongs to the last command.
    _statement(body, state, record, sure=sure)
    is_last_sure = body.type == "pipeline" or (
        any(child.type == "&&" for child in body.children) and _goes_on(body.named_children[0])
    )
    _redirects(node, state, record, sure=sure and is_last_sure)


def _redirects(node: Node, state: State, record: _Record, *, sure: bool) -> None:
    for child in node.named_children:
        if child.type == "file_redirect":
            _file_redirect(child, state, record, sure=sure)
        elif child.type == "heredoc_redirect":
            _redirects(child, state, record, sure=sure)
            inner = [part for part in child.named_children if part.type in {"pipeline", "command", "list"}]
            _apart(inner, state, record, sure=False, is_pipeline=True)


def _file_redirect(node: Node, state: State, record: _Record, *, sure: bool) -> None:
    target = node.child_by_field_name("destination")
    operator = next((child.type for child in node.children if not child.is_named), "")
    if target is None or operator in {">&", "<&", ">&-", "<&-"} or target.text in {b"/dev/null", b"/dev/stderr"}:
        return
    if target.type == "process_substitution":
        _substitutions(node, state, record, sure=sure)
        return
    path = _path(text_of(target, state), state)
    if operator.startswith("<"):
        if path is not None:
            record.reads.append(record.use(path, "file", target, sure=sure))
    elif path is None:
        record.is_closed = False
    else:
        record.writes.append(record.use(path, "file", target, sure=sure))


def _assignments(node: Node, state: State, record: _Record, *, sure: bool) -> None:
    _substitutions(node, state, record, sure=sure)
    for part in [node] if node.type == "variable_assignment" else node.named_children:
        if part.type == "variable_assignment":
            name, value = part.child_by_field_name("name"), part.child_by_field_name("value")
            text = "" if value is None else text_of(value, state)
            is_sum = any(child.type == "+=" for child in part.children)
            state.variables[source_of(name)] = None if is_sum else text


def _substitutions(node: Node, state: State, record: _Record, *, sure: bool) -> None:
    """Run the commands inside the words below a node, each in a shell of its own."""
    for child in node.named_children:
        if child.type in _SUBSTITUTIONS:
            _apart(child.named_children, state, record, sure=sure, is_pipeline=False)
        elif child.named_child_count:
            _substitutions(child, state, record, sure=sure)


def _command(node: Node, state: State, record: _Record, *, sure: bool) -> None:
    _substitutions(node, state, record, sure=sure)
    name = node.child_by_field_name("name")
    if name is None:
        return
    for child in node.named_children:
        if child.type == "file_redirect":
            _file_redirect(child, state, record, sure=sure)
    nodes = [name, *node.children_by_field_name("argument")]
    words = [text_of(word, state) for word in nodes]
    start = without_prefixes(words)
    if start < len(words):
        _call(nodes[start:], words[start:], state, record, sure=sure)


def _call(nodes: list[Node], words: list[str | None], state: State, record: _Record, *, sure: bool) -> None:
    program = _path(words[0], state) if words[0] and "/" in words[0] else None
    if program is not None:
        record.reads.append(record.use(program, "file", nodes[0], sure=sure))
    name = (words[0] or "").rpartition("/")[2]
    arguments = parse_arguments(name, words[1:])
    call = _Call(name, nodes[1:], words[1:], arguments)
    if name in NEUTRAL:
        return
    if name in CLIENTS:
        record.call(nodes, [name, *words[1:]], sure=sure and not _is_excused(nodes[0]))
    if name == "exit":
        state.has_ended = sure or state.has_ended
    elif name in {"cd", "pushd", "popd"}:
        _change_directory(call, state)
    elif name in READERS and "-o" not in arguments.flags:
        _use_operands(call, state, record.reads, record, kind="any", sure=sure)
    elif name in _FILE_COMMANDS:
        _FILE_COMMANDS[name](call, state, record, sure)
    else:
        record.is_closed = False
        _unknown_command(call, state, record)


def _is_excused(node: Node) -> bool:
    """Whether a script goes on if a command in it fails: a condition, `command || true`, `$(command)`."""
    child, parent = node, node.parent
    while parent is not None:
        if parent.type in {"negated_command", *_SUBSTITUTIONS}:
            return True
        if parent.type == "list" and child == parent.named_children[0]:
            if any(each.type == "||" for each in parent.children):
                return True
        elif child in parent.children_by_field_name("condition"):
            return True
        child, parent = parent, parent.parent
    return False


class _Call:
    """A simple command: its name, the nodes and texts (None: unknown) behind it, and what they are."""

    __slots__ = ("arguments", "name", "nodes", "words")

    def __init__(self, name: str, nodes: list[Node], words: list[str | None], arguments: Arguments) -> None:
        self.name = name
        self.nodes = nodes
        self.words = words
        self.arguments = arguments

    def operands(self) -> Iterator[tuple[Node, str | None]]:
        return ((self.nodes[position], self.words[position]) for position in self.arguments.operands)


def _change_directory(call: _Call, state: State) -> None:
    targets = [word for _, word in call.operands()]
    if call.name == "popd" or not call.arguments.is_known or len(targets) > 1 or targets == ["-"]:
        state.directory = None
    else:
        state.directory = _path(targets[0], state) if targets else "~"


def _use_operands(call: _Call, state: State, into: list[FileUse], record: _Record, *, kind: str, sure: bool) -> None:
    for node, word in call.operands():
        path = _path(word, state)
        if path is not None and word != "-":
            into.append(record.use(path, kind, node, sure=sure))


def _create(call: _Call, state: State, record: _Record, sure: bool) -> None:
    kind = {"mkdir": "directory", "touch": "any"}.get(call.name, "file")
    _use_operands(call, state, record.writes, record, kind=kind, sure=sure)
    _open_unless(record, all(_path(word, state) is not None for _, word in call.operands()))


def _copy(call: _Call, state: State, record: _Record, sure: bool) -> None:
    """`cp`, `mv`, `ln`: into a directory if there is one of the last operand's name, else to that name."""
    operands = list(call.operands())
    target, word = operands[-1] if operands else (None, None)
    sources = operands[:-1]
    path = _path(word, state)
    _open_unless(record, call.arguments.is_known and path is not None and "-t" not in call.arguments.flags)
    if target is None or word is None or path is None or not sources:
        return
    is_directory = (
        len(sources) > 1
        or word.endswith(("/", "/.", "/.."))
        or word in {".", ".."}
        or any(write.path == path and write.kind == "directory" for write in record.writes)
    )
    if not is_directory:
        # The name exists afterwards in both cases: as the copy, or as the directory that holds it.
        record.writes.append(record.use(path, "any", target, sure=sure))
    for node, source in sources:
        origin = _path(source, state)
        if origin is None:
            record.is_closed = False
            continue
        if call.name != "ln":
            record.reads.append(record.use(origin, "any", node, sure=sure))
        inside = resolve_path(path, origin.rpartition("/")[2])
        if inside is not None:
            record.writes.append(record.use(inside, "any", node, sure=sure and is_directory))
        if call.name == "mv" and sure:
            record.remove(origin)


def _remove(call: _Call, state: State, record: _Record, sure: bool) -> None:  # noqa: ARG001 - all of one shape
    for _, word in call.operands():
        path = _path(word, state)
        if path is not None:
            record.remove(path)


def _download(call: _Call, state: State, record: _Record, sure: bool) -> None:
    flags = {"curl": ("-o", "--output"), "wget": ("-O", "--output-document")}[call.name]
    position = next((call.arguments.values[flag] for flag in flags if flag in call.arguments.values), None)
    if position is None:
        _open_unless(record, call.name == "curl" and not call.arguments.flags & {"-O", "--remote-name", "--output"})
        return
    path = _path(call.words[position], state)
    if path is None:
        record.is_closed = False
    elif call.words[position] != "-":
        record.writes.append(record.use(path, "file", call.nodes[position], sure=sure))


def _archive(call: _Call, state: State, record: _Record, sure: bool) -> None:
    """`tar`: the file behind the bundle of letters that ends in `f`; extracting may write anything."""
    letters = (call.words[0] or "").lstrip("-") if call.words else ""
    path = _path(call.words[1], state) if len(call.words) > 1 else None
    if path is None or letters.startswith("-") or not letters.endswith("f") or letters.count("c") != 1:
        record.is_closed = False
        _unknown_command(call, state, record)
    else:
        record.writes.append(record.use(path, "file", call.nodes[1], sure=sure))


def _source_file(call: _Call, state: State, record: _Record, sure: bool) -> None:
    record.is_closed = False
    for node, word in list(call.operands())[:1]:
        path = _path(word, state)
        if path is not None:
            record.reads.append(record.use(path, "file", node, sure=sure))
    state.variables = dict.fromkeys(state.variables)


def _unknown_command(call: _Call, state: State, record: _Record) -> None:
    if call.name == "eval":
        state.directory = None
        state.variables = dict.fromkeys(state.variables)
    for position, (node, word) in enumerate(zip(call.nodes, call.words, strict=True)):
        value = word.partition("=")[2] if word is not None and word.startswith("-") else word
        path = _path(value, state) if value else None
        if path is None:
            continue
        is_output = position > 0 and call.words[position - 1] in {"-o", "--output", "--out", "-out", "--outfile"}
        (record.writes if is_output else record.mentions).append(record.use(path, "any", node, sure=False))


_FILE_COMMANDS: dict[str, Callable[[_Call, State, _Record, bool], None]] = {
    "touch": _create,
    "mkdir": _create,
    "tee": _create,
    "cp": _copy,
    "mv": _copy,
    "ln": _copy,
    "rm": _remove,
    "rmdir": _remove,
    "curl": _download,
    "wget": _download,
    "tar": _archive,
    "source": _source_file,
    ".": _source_file,
}


def _open_unless(record: _Record, is_understood: bool) -> None:
    if not is_understood:
        record.is_closed = False


def _path(word: str | None, state: State) -> str | None:
    return None if not word else resolve_path(state.directory, word)
