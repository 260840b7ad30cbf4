"""Parts of a split source in the editor: checked together with the files beside them, as they are open or on disk."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wflint.errors import FileError
from wflint.packed import PackedAnalysis
from wflint.splits import part_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.diagnostic import Diagnostic
    from wflint.errors import RuleError
    from wflint.lsp.documents import OpenDocument
    from wflint.source import Source


def split_of(document: OpenDocument) -> str | None:
    """The root of the split source that a text is a part of; None for a whole config or orb."""
    root = document.project.split_root
    return None if root is None or not document.uri.startswith("file:") else root


def found_in_part(
    document: OpenDocument, source: Source, root: str, on_crash: Callable[[RuleError], None]
) -> tuple[Diagnostic, ...]:
    """What is found in a part, `source` being its text, together with the other files below the root."""
    project = document.project
    sources: dict[tuple[str, ...], Source] = {}
    try:
        for file in part_files(root):
            read = source if file.path == document.path else project.source(file.path)
            if read is not None:
                sources[file.names] = read
    except FileError as error:
        project.surroundings.complain(str(error))
    if source not in sources.values():
        # A text that was never saved has its place in the directory nevertheless.
        sources[tuple(os.path.relpath(document.path, root).split(os.sep))] = source
    analysis = PackedAnalysis(
        sources,
        os.path.basename(root),
        include=lambda path: project.source(os.path.join(root, path)),
        orbs=project.find_orb,
    )
    rules, facts = project.rules(document.path), project.facts(document.path)
    found = analysis.diagnostics(rules, facts, on_crash=on_crash)
    return tuple(diagnostic for diagnostic in found if diagnostic.place.source is source)
