"""The texts that are open in the editor: the one mutable table of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from wflint.analysis import Analysis
from wflint.lsp.convert import to_offset, to_position, to_range, to_span
from wflint.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wflint.diagnostic import Edit
    from wflint.lsp.projects import Project
    from wflint.model.config import Config
    from wflint.source import Place

T = TypeVar("T")


class OpenDocument:
    """One text in the editor. A change replaces the source and its analysis; the values in them never change.

    `version` counts as the editor does. `typed` is where the last change ended if it was typed: an insertion within
    one line; None otherwise. `project` is what is known of the directory it lies in.
    """

    def __init__(self, uri: str, text: str, version: int, encoding: str, project: Project) -> None:
        self.uri = uri
        self.path = path_of(uri)
        self.version = version
        self.encoding = encoding
        self.project = project
        self.typed: int | None = None
        self._kept: dict[object, object] = {}
        self._sound: Config | None = None
        self._replace(text)

    def __repr__(self) -> str:
        return f"OpenDocument({self.path!r}, version {self.version})"

    def change(self, changes: Iterable[types.TextDocumentContentChangeEvent], version: int) -> None:
        """Apply changes in their order; one without a range is the whole text."""
        text = self.source.text
        typed: int | None = None
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                source = self.source if text is self.source.text else Source(text, self.path)
                start, end = to_span(source, change.range, self.encoding)
                text = text[:start] + change.text + text[end:]
                typed = start + len(change.text) if "\n" not in change.text else None
            else:
                text, typed = change.text, None
        # Only a config that was looked at counts: nobody parses a text that is already gone.
        config = self.analysis.__dict__.get("config")
        if config is not None and config.root is not None:
            self._sound = config
        self.version = version
        self.typed = typed
        self._replace(text)

    def renew(self, project: Project) -> None:
        """Work everything out anew, because something outside of the text changed."""
        self.project = project
        self._replace(self.source.text)

    @property
    def config(self) -> Config:
        """The config as written; of a text that holds nothing, the last one that held something."""
        config = self.analysis.config
        return self._sound if config.root is None and self._sound is not None else config

    def keep(self, key: object, make: Callable[[], T]) -> T:
        """A value that is worked out once for each state of the text."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[return-value] # of one key, one function makes the values

    def offset(self, position: types.Position) -> int:
        """The offset of a position of the editor."""
        return to_offset(self.source, position, self.encoding)

    def position(self, offset: int) -> types.Position:
        """The editor's position of an offset."""
        return to_position(self.source, offset, self.encoding)

    def range(self, span: Span) -> types.Range:
        """The editor's range of a span."""
        return to_range(self.source, span, self.encoding)

    def span(self, given: types.Range) -> Span:
        """The span of the editor's range."""
        return to_span(self.source, given, self.encoding)

    def text_edits(self, edits: Iterable[Edit]) -> list[types.TextEdit]:
        """Edits as the editor takes them."""
        return [types.TextEdit(self.range(edit.span), edit.text) for edit in edits]

    def workspace_edit(self, edits: Iterable[Edit]) -> types.WorkspaceEdit:
        """Edits of this version of the text, and of no other."""
        identifier = types.OptionalVersionedTextDocumentIdentifier(uri=self.uri, version=self.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, self.text_edits(edits))])

    def location(self, place: Place, path: str | None = None) -> types.Location | None:
        """The location of a place in this text or in a file; None for a text that is no file.

        `path` is the file that a source of another name was read from.
        """
        if place.source is self.source:
            return types.Location(self.uri, self.range(place.span))
        uri = uri_of(place.source.path if path is None else path)
        return None if uri is None else types.Location(uri, to_range(place.source, place.span, self.encoding))

    def _replace(self, text: str) -> None:
        self.source = Source(text, self.path)
        self.analysis = Analysis(self.source, orbs=self.project.find_orb)
        self._kept.clear()


def path_of(uri: str) -> str:
    """The path that a text is known under: the file's, or what an editor calls a text that is none."""
    path = to_fs_path(uri) if uri.startswith("file:") else None
    return unquote(urlsplit(uri).path) or uri if path is None else path


def uri_of(path: str) -> str | None:
    """The address of a file; None for a name that is no absolute path."""
    return from_fs_path(path) if path.startswith(("/", "\\")) or path[1:3] in {":\\", ":/"} else None
