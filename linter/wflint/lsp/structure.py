"""The structure of a text: symbols, folding, selections, links."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from lsprotocol import types

from wflint.model.executable import steps_of
from wflint.source import Span
from wflint.syntax.blocks import block_lines
from wflint.syntax.nodes import Alias, Mapping, Scalar, Sequence, resolve
from wflint.syntax.path import locate, node_by_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.lsp.documents import OpenDocument
    from wflint.source import Source
    from wflint.syntax.nodes import Entry, Node

_KINDS = {
    "jobs": types.SymbolKind.Class,
    "commands": types.SymbolKind.Function,
    "executors": types.SymbolKind.Object,
    "orbs": types.SymbolKind.Package,
    "parameters": types.SymbolKind.Variable,
    "workflows": types.SymbolKind.Module,
    "job-groups": types.SymbolKind.Module,
}


def document_symbols(document: OpenDocument, _: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    """The sections with what they define; steps, parameters and invocations below."""
    root = document.analysis.config.root
    if root is None:
        return []
    return [_section(document, entry) for entry in root.entries if entry.name is not None]


def workspace_symbols(documents: Iterable[OpenDocument], query: str) -> list[types.WorkspaceSymbol]:
    """The definitions of all open texts whose name has the letters of a query in their order."""
    found = []
    for document in documents:
        root = document.analysis.config.root
        for section, kind in _KINDS.items():
            body = root.get(section) if root is not None else None
            for key, _ in body.items() if isinstance(body, Mapping) else ():
                if key.source is document.source and _has_letters(key.value, query):
                    where = types.Location(document.uri, document.range(key.span))
                    found.append(types.WorkspaceSymbol(where, key.value, kind, container_name=section))
    return found


def folding_ranges(document: OpenDocument, _: types.FoldingRangeParams) -> list[types.FoldingRange]:
    """Every collection and script of several lines, and comments that follow each other."""
    source = document.source
    starts = source.line_starts
    last_lines: dict[int, int] = {}
    for entry in _entries(document.analysis.document.root):
        first = bisect_right(starts, entry.key.start)
        last = bisect_right(starts, _end(entry.value))
        # Of those that begin on one line the longest counts.
        if first < last and last_lines.get(first, 0) < last:
            last_lines[first] = last
    folds = {first: types.FoldingRange(first - 1, last - 1) for first, last in last_lines.items()}
    block: list[int] = []
    for comment in document.analysis.document.comments:
        line = bisect_right(starts, comment.span.start)
        if source.text[starts[line - 1] : comment.span.start].strip():
            continue
        if block and line != block[-1] + 1:
            _fold_comments(folds, block)
            block = []
        block.append(line)
    _fold_comments(folds, block)
    return [folds[line] for line in sorted(folds)]


def selection_ranges(document: OpenDocument, params: types.SelectionRangeParams) -> list[types.SelectionRange]:
    """For each position the ranges around it, from the word to the whole text."""
    return [_selection(document, document.offset(position)) for position in params.positions]


def document_links(document: OpenDocument, _: types.DocumentLinkParams) -> list[types.DocumentLink]:
    """Docker images and registry orbs, each to its page."""
    links = []
    config = document.analysis.config
    for orb in config.orbs.values():
        reference = orb.reference
        if reference is not None and reference.source is document.source and "@" in reference.value:
            name = reference.value.partition("@")[0]
            if "<<" not in name and "://" not in name:
                page = f"https://circleci.com/developer/orbs/orb/{name}"
                links.append(types.DocumentLink(_text_range(document, reference), page))
    for image in _images(document.analysis.document.root):
        target = image_page(image.value)
        if target is not None:
            links.append(types.DocumentLink(_text_range(document, image), target))
    return links


def image_page(image: str) -> str | None:
    """The page of a Docker Hub image; None for one of another registry, or whose name is not known."""
    name = image.partition("@")[0]
    repository, _, tag = name.rpartition(":")
    if not repository or "/" in tag:
        repository = name
    first, slash, rest = repository.partition("/")
    if "<<" in repository or "$" in repository or not repository:
        return None
    if slash and ("." in first or ":" in first or first == "localhost"):
        return f"https://hub.docker.com/r/{rest}" if first == "docker.io" and "/" in rest else None
    return f"https://hub.docker.com/r/{repository}" if slash else f"https://hub.docker.com/_/{repository}"


def _section(document: OpenDocument, entry: Entry) -> types.DocumentSymbol:
    name = entry.name or ""
    body = entry.value
    kind = _KINDS.get(name)
    children: list[types.DocumentSymbol] = []
    if kind is not None and isinstance(body, Mapping):
        children = [
            _symbol(document, each.name or "?", kind, each, list(_inside(document, each)))
            for each in body.entries
            if each.name != "<<"
        ]
    detail = body.value if isinstance(body, Scalar) and "\n" not in body.value else None
    return _symbol(document, name, types.SymbolKind.Namespace, entry, children, detail)


def _inside(document: OpenDocument, definition: Entry) -> Iterator[types.DocumentSymbol]:
    """The parameters, steps and invocations of a definition."""
    body = definition.value
    for entry in body.entries if isinstance(body, Mapping) else ():
        if entry.name == "parameters" and isinstance(entry.value, Mapping):
            for each in entry.value.entries:
                yield _symbol(document, each.name or "?", types.SymbolKind.Variable, each, [])
        elif entry.name == "steps" and isinstance(entry.value, Sequence):
            for step in steps_of(entry.value):
                title = step.body.get("name") if isinstance(step.body, Mapping) else None
                detail = title.value if isinstance(title, Scalar) else None
                yield _item(document, step.name.value, types.SymbolKind.Method, step.node, step.name, detail)
        elif entry.name == "jobs" and isinstance(entry.value, Sequence):
            for item in entry.value.items:
                value = resolve(item)
                key = resolve(value.entries[0].key) if isinstance(value, Mapping) and value.entries else value
                if isinstance(key, Scalar) and key.value:
                    yield _item(document, key.value, types.SymbolKind.Event, item, key, None)


def _symbol(
    document: OpenDocument,
    name: str,
    kind: types.SymbolKind,
    entry: Entry,
    children: list[types.DocumentSymbol],
    detail: str | None = None,
) -> types.DocumentSymbol:
    whole = document.range(Span(entry.key.start, max(entry.key.end, _end(entry.value))))
    return types.DocumentSymbol(name or "?", kind, whole, document.range(entry.key.span), detail, children=children)


def _item(
    document: OpenDocument, name: str, kind: types.SymbolKind, node: Node, key: Scalar, detail: str | None
) -> types.DocumentSymbol:
    is_inside = key.source is node.source and node.start <= key.start and key.end <= node.end
    selected = key.span if is_inside else node.span
    return types.DocumentSymbol(name, kind, document.range(node.span), document.range(selected), detail)


def _has_letters(name: str, query: str) -> bool:
    letters = iter(name.casefold())
    return all(letter in letters for letter in query.casefold())


def _entries(root: Node | None) -> Iterator[Entry]:
    waiting = [] if root is None else [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Sequence):
            waiting += node.items
        elif isinstance(node, Mapping):
            for entry in node.entries:
                yield entry
                waiting.append(entry.value)


def _end(node: Node) -> int:
    """Where a value's last letter stands: a script's last line that is not blank."""
    if isinstance(node, Scalar) and node.style in {"|", ">"}:
        lines = block_lines(node)
        return lines[-1].content.end if lines else node.start
    return node.end


def _fold_comments(folds: dict[int, types.FoldingRange], lines: list[int]) -> None:
    """Fold 1-based lines that follow each other."""
    if len(lines) > 1:
        folds[lines[0]] = types.FoldingRange(lines[0] - 1, lines[-1] - 1, kind=types.FoldingRangeKind.Comment)


def _selection(document: OpenDocument, offset: int) -> types.SelectionRange:
    parsed = document.analysis.document
    found = locate(parsed, offset)
    spans = [Span(0, len(document.source.text))]
    if parsed.root is not None and found is not None:
        for length in range(len(found.path) + 1):
            node = node_by_path(parsed, found.path[:length])
            # Behind an alias the value stands elsewhere.
            if node is not None and node.source is document.source and node.start <= offset <= node.end:
                spans.append(Span(node.start, _end(node)))
        spans += [Span(found.node.start, _end(found.node))]
        if isinstance(found.node, Scalar):
            spans.append(_word(document.source, offset))
    chain: types.SelectionRange | None = None
    inner = spans[0]
    for span in spans:
        if chain is None or (inner.start <= span.start and span.end <= inner.end and span != inner):
            chain = types.SelectionRange(document.range(span), chain)
            inner = span
    assert chain is not None  # noqa: S101 -- the whole text is always there
    return chain


def _word(source: Source, offset: int) -> Span:
    text = source.text
    start = end = offset
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_-"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] in "_-"):
        end += 1
    return Span(start, end)


def _text_range(document: OpenDocument, scalar: Scalar) -> types.Range:
    quote = 1 if scalar.style in {"'", '"'} else 0
    return document.range(Span(scalar.start + quote, scalar.end - quote))


def _images(root: Node | None) -> Iterator[Scalar]:
    """The images of Docker executors."""
    for entry in _entries(root):
        docker = entry.value
        if entry.name != "docker" or isinstance(docker, Alias):
            continue
        for item in docker.items if isinstance(docker, Sequence) else ():
            if isinstance(item, Mapping):
                for each in item.entries:
                    if each.name == "image" and isinstance(each.value, Scalar) and each.value.value:
                        yield each.value
