"""The server: what clients ask for, led to the module that answers, and diagnostics as texts change."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import inspect
import logging
import time
from datetime import date
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

from wflint import __version__
from wflint.engine.packs import load_packs
from wflint.errors import WflintError
from wflint.lsp import commands, completion, hints, navigation, semantic_tokens, structure
from wflint.lsp.code_actions import OPTIONS, code_actions
from wflint.lsp.convert import UTF_16
from wflint.lsp.diagnostics import diagnose, is_foreign, settled, to_lsp
from wflint.lsp.documents import OpenDocument, path_of
from wflint.lsp.hover import hover
from wflint.lsp.navigation import REQUEST_FAILED
from wflint.lsp.options import Options, options_of
from wflint.lsp.projects import Projects, Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from wflint.diagnostic import Diagnostic
    from wflint.errors import RuleError

    DiagnosticReport = types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport

logger = logging.getLogger("wflint")

SHORTEST_WAIT = 0.03
"""Seconds from the last change to the check: enough for a paste that arrives in pieces."""
LONGEST_WAIT = 0.3
SETTLED = 1.0
"""Seconds after the last change from which on the word at the cursor counts as written."""

MOMENT = 0.002
"""Seconds in which a message that was sent already is received."""
MOST_MOMENTS = 25

WATCHED = ("**/.wflint.toml", "**/pyproject.toml", "**/.circleci/**/*.{yml,yaml}", "**/.wflint/**")
CONTENT_MODIFIED = -32801
"""The protocol's code for an answer that nobody needs, because the text changed."""
SERVER_CANCELLED = -32802
"""The protocol's code for an answer that the server gives up, so that the client asks again."""


class Protocol(LanguageServerProtocol):
    """The protocol without its own copies of the texts: they end lines where editors do not (at U+2028, form feeds).

    `received` counts the messages.
    """

    received = 0

    def handle_message(self, message: Any) -> None:
        """Count a message and handle it."""
        self.received += 1
        super().handle_message(message)

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Generator[Any, Any, None]:
        """Hand an opened text on."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Generator[Any, Any, None]:
        """Hand changes on."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Generator[Any, Any, None]:
        """Hand a closed text on."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None


class Server(LanguageServer):
    """The language server with its table of open texts, by address."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("wflint", __version__, protocol_cls=Protocol)
        self.documents: dict[str, OpenDocument] = {}
        self.options = Options()
        self.pulls = False
        self._by_path: dict[str, OpenDocument] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._cost: dict[str, float] = {}
        self._complaints: set[str] = set()
        self.projects = Projects(Surroundings(load_packs(), self._by_path, date.today, self.complain))

    def open(self, item: types.TextDocumentItem) -> OpenDocument:
        """Take a text into the table."""
        encoding = self.server_capabilities.position_encoding or UTF_16
        project = self.projects.of(path_of(item.uri))
        document = OpenDocument(item.uri, item.text, item.version, str(getattr(encoding, "value", encoding)), project)
        self.documents[item.uri] = self._by_path[document.path] = document
        return document

    def close(self, uri: str) -> None:
        """Drop a text and what is shown of it."""
        document = self.documents.pop(uri, None)
        if document is not None:
            self._by_path.pop(document.path, None)
            self._cost.pop(uri, None)
        task = self._tasks.pop(uri, None)
        if task is not None:
            task.cancel()
        if not self.pulls:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def schedule(self, document: OpenDocument, *, at_once: bool = False) -> None:
        """Check a text soon, and drop the check of its earlier state."""
        earlier = self._tasks.pop(document.uri, None)
        if earlier is not None:
            earlier.cancel()
        wait = 0.0 if at_once else min(max(SHORTEST_WAIT, self._cost.get(document.uri, 0.0)), LONGEST_WAIT)
        self._tasks[document.uri] = asyncio.ensure_future(self._check(document, wait))

    async def _check(self, document: OpenDocument, wait: float) -> None:
        try:
            await asyncio.sleep(wait)
            if self.pulls:
                await self._refresh_when_settled(document)
                return
            start = time.monotonic()
            found = await diagnose(document, self.report_crash)
            self._cost[document.uri] = time.monotonic() - start
            if found is None:
                return
            shown = list(settled(document, found))
            self._publish(document, shown)
            if len(shown) < len(found):
                await asyncio.sleep(SETTLED)
                document.typed = None
                self._publish(document, found)
        except Exception:
            logger.exception("checking %s failed", document.path)

    async def _refresh_when_settled(self, document: OpenDocument) -> None:
        """Have a client that pulls ask once more when the word at the cursor counts as written."""
        found = await diagnose(document, self.report_crash)
        if found is not None and len(list(settled(document, found))) < len(found):
            await asyncio.sleep(SETTLED)
            document.typed = None
            self.refresh()

    def _publish(self, document: OpenDocument, found: list[Diagnostic] | tuple[Diagnostic, ...]) -> None:
        shown = [to_lsp(document, one) for one in found if one.severity >= self.options.least]
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(document.uri, shown, version=document.version)
        )

    async def pulled(self, document: OpenDocument, params: types.DocumentDiagnosticParams) -> DiagnosticReport:
        """The diagnostics of a text for a client that asks, or that they are those of an earlier answer."""
        found = await diagnose(document, self.report_crash)
        if found is None:
            raise JsonRpcException("the text changed", SERVER_CANCELLED, {"retriggerRequest": True})
        shown = [to_lsp(document, one) for one in settled(document, found) if one.severity >= self.options.least]
        result = hashlib.blake2b(repr(shown).encode(errors="surrogatepass"), digest_size=8).hexdigest()
        if result == params.previous_result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(result)
        return types.RelatedFullDocumentDiagnosticReport(shown, result_id=result)

    def refresh(self) -> None:
        """Have everything that is shown asked for, or checked, again."""
        workspace = self.client_capabilities.workspace
        if self.pulls and workspace is not None and workspace.diagnostics is not None:
            if workspace.diagnostics.refresh_support:
                self.workspace_diagnostic_refresh(None)
        elif not self.pulls:
            for document in self.documents.values():
                self.schedule(document, at_once=True)

    def reload(self) -> None:
        """Read settings, orbs and other files again."""
        self.projects.forget()
        self._complaints.clear()
        for document in self.documents.values():
            document.renew(self.projects.of(document.path))
        self.refresh()

    def recheck_beside(self, saved: OpenDocument) -> None:
        """Check the other open texts anew, because a file changed that may lie beside them."""
        others = [document for document in self.documents.values() if document is not saved]
        for document in others:
            document.renew(document.project)
        if others and self.pulls:
            self.refresh()
        elif not self.pulls:
            for document in others:
                self.schedule(document)

    def complain(self, message: str) -> None:
        """Show what is wrong outside of the texts, once."""
        if message not in self._complaints:
            self._complaints.add(message)
            self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"wflint: {message}"))

    def report_crash(self, error: RuleError) -> None:
        """Log a rule that failed; the others go on."""
        logger.error("%s", error, exc_info=error)
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, f"wflint: {error}"))

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """Log what failed outside of a request; a box in the editor would help nobody."""
        logger.error("%s: %s", source.__name__, error, exc_info=error)

    async def _catch_up(self) -> None:
        """Wait until nothing was received for a moment, but not for long."""
        for _ in range(MOST_MOMENTS):
            received = self.protocol.received
            await asyncio.sleep(MOMENT)
            if self.protocol.received == received:
                break

    def answers(
        self,
        method: str,
        answer: Callable[[OpenDocument, Any], object],
        options: object = None,
        *,
        nothing: object = None,
    ) -> None:
        """Lead requests about an open text to a function; one that fails is logged, and the answer is `nothing`.

        A request waits for what the client has already sent: what is cancelled costs nothing, and the answer for a text
        that changed meanwhile is that it did.
        """

        async def handle(params: Any) -> object:
            document = self.documents.get(params.text_document.uri)
            if document is None:
                return nothing
            version = document.version
            await self._catch_up()
            # A client that pulls diagnostics wants those of the text as it is by then.
            if document.version != version and method != types.TEXT_DOCUMENT_DIAGNOSTIC:
                raise JsonRpcException("the text changed", CONTENT_MODIFIED)
            try:
                # A text that is no file yet may become a config.
                if document.uri.startswith("file:") and is_foreign(document):
                    return nothing
                found = answer(document, params)
                return await found if inspect.isawaitable(found) else found
            except JsonRpcException:
                raise
            except Exception as error:
                logger.exception("%s failed for %s", method, document.path)
                message = f"wflint: {method} failed: {type(error).__name__}: {error}"
                self.window_log_message(types.LogMessageParams(types.MessageType.Error, message))
                return nothing

        self.feature(method, options)(handle)


def make_server() -> Server:
    """A server with all its features, not yet connected. Raises `PackError` if there are no rules."""
    server = Server()
    _follow_texts(server)
    _follow_files(server)
    server.answers(
        types.TEXT_DOCUMENT_CODE_ACTION,
        lambda document, params: code_actions(document, params, server.report_crash),
        OPTIONS,
    )
    _lead_navigation(server)
    _lead_annotations(server)
    # Everything imported stays, and what a check builds is mostly freed by counting references. Looking for cycles in
    # the values of 10,000 lines, 150,000 objects, is a pause of 80 ms: not in the middle of each check.
    gc.collect()
    gc.freeze()
    gc.set_threshold(400_000)
    return server


def _lead_navigation(server: Server) -> None:
    server.answers(types.TEXT_DOCUMENT_DEFINITION, navigation.definition)
    server.answers(types.TEXT_DOCUMENT_HOVER, hover)
    server.answers(
        types.TEXT_DOCUMENT_COMPLETION,
        lambda document, params: completion.completion(document, params, snippets=_takes_snippets(server)),
        completion.OPTIONS,
    )
    server.answers(types.TEXT_DOCUMENT_REFERENCES, navigation.references)
    server.answers(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, navigation.highlights)
    server.answers(types.TEXT_DOCUMENT_PREPARE_RENAME, navigation.prepare_rename)
    server.answers(types.TEXT_DOCUMENT_RENAME, navigation.rename, types.RenameOptions(prepare_provider=True))
    server.answers(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, structure.document_symbols)
    server.answers(types.TEXT_DOCUMENT_FOLDING_RANGE, structure.folding_ranges)
    server.answers(types.TEXT_DOCUMENT_SELECTION_RANGE, structure.selection_ranges)
    server.answers(types.TEXT_DOCUMENT_DOCUMENT_LINK, structure.document_links)

    @server.feature(types.WORKSPACE_SYMBOL)
    def workspace_symbol(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        return structure.workspace_symbols(server.documents.values(), params.query)


def _takes_snippets(server: Server) -> bool:
    text = server.client_capabilities.text_document
    item = None if text is None or text.completion is None else text.completion.completion_item
    return item is not None and bool(item.snippet_support)


def _lead_annotations(server: Server) -> None:
    server.answers(types.TEXT_DOCUMENT_INLAY_HINT, hints.inlay_hints)
    server.answers(types.TEXT_DOCUMENT_CODE_LENS, lambda document, _: hints.code_lenses(document, server.options))
    server.answers(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, semantic_tokens.semantic_tokens, semantic_tokens.LEGEND)
    for name, run in commands.COMMANDS.items():
        _lead_command(server, name, run)


def _lead_command(server: Server, name: str, run: Callable[[OpenDocument, Mapping[str, Any]], str]) -> None:
    """Run a command for the open text that its first argument names, with the options in its second."""

    @server.command(name)
    def handle(*given: Any) -> str:
        document = server.documents.get(str(given[0])) if given else None
        if document is None:
            raise JsonRpcException("the first argument must be the address of an open text", REQUEST_FAILED)
        options = given[1] if len(given) > 1 and isinstance(given[1], dict) else {}
        try:
            return run(document, options)
        except WflintError as error:
            raise JsonRpcException(str(error), REQUEST_FAILED) from error


def _follow_texts(server: Server) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.options = options_of(params.initialization_options)
        text = params.capabilities.text_document
        # A client that pulls does so as the text is typed.
        server.pulls = text is not None and text.diagnostic is not None and server.options.run == "onType"
        if server.pulls:
            options = types.DiagnosticOptions(
                inter_file_dependencies=True, workspace_diagnostics=False, identifier="wflint"
            )
            nothing = types.RelatedFullDocumentDiagnosticReport([])
            server.answers(types.TEXT_DOCUMENT_DIAGNOSTIC, server.pulled, options, nothing=nothing)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.schedule(server.open(params.text_document), at_once=True)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        document = server.documents.get(params.text_document.uri)
        if document is not None:
            document.change(params.content_changes, params.text_document.version)
            if server.options.run == "onType":
                server.schedule(document)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        document = server.documents.get(params.text_document.uri)
        if document is not None:
            document.typed = None
            server.schedule(document, at_once=True)
            server.recheck_beside(document)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.close(params.text_document.uri)


def _follow_files(server: Server) -> None:
    @server.feature(types.INITIALIZED)
    def initialized(_: types.InitializedParams) -> None:
        workspace = server.client_capabilities.workspace
        watching = None if workspace is None else workspace.did_change_watched_files
        if watching is not None and watching.dynamic_registration:
            watchers = [types.FileSystemWatcher(pattern) for pattern in WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            registration = types.Registration("wflint-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            server.client_register_capability(types.RegistrationParams([registration]))

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(params: types.DidChangeWatchedFilesParams) -> None:
        # The texts that are open are followed as they are typed; their files say nothing new.
        if any(change.uri not in server.documents for change in params.changes):
            server.reload()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        settings = params.settings
        if isinstance(settings, dict) and isinstance(settings.get("wflint"), dict):
            server.options = options_of(settings["wflint"])
        server.reload()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def did_change_workspace_folders(_: types.DidChangeWorkspaceFoldersParams) -> None:
        server.reload()
