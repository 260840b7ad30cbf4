/** A session with the server through the library that VS Code's client is built on. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import {
  CodeActionRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExecuteCommandRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentEdit,
} from "vscode-languageserver-protocol/node.js";

const COMMAND = (process.env["WFLINT"] ?? "wflint").split(" ");
const URI = "file:///nowhere/.circleci/config.yml";
const TEXT = `version: 2.1
jobs:
  build: {docker: [{image: "cimg/base:2026.01"}], steps: [checkout]}
workflows:
  main:
    jobs:
      - build
      - build: {name: "🚀", requires: [build, build]}
`;

async function session(use: (connection: ProtocolConnection) => Promise<void>): Promise<number | null> {
  const server = spawn(COMMAND[0] ?? "", [...COMMAND.slice(1), "lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  const ended = new Promise<number | null>((resolve) => server.once("exit", resolve));
  try {
    await use(connection);
    await connection.sendRequest(ShutdownRequest.type);
    await connection.sendNotification(ExitNotification.type);
    return await ended;
  } finally {
    connection.dispose();
    server.kill();
  }
}

test("the server shows a diagnostic behind an emoji, fixes it, explains it and draws the graph", async () => {
  const code = await session(async (connection) => {
    const { capabilities } = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
      initializationOptions: { run: "onType" },
    });
    assert.deepEqual(capabilities.executeCommandProvider?.commands.slice().sort(), [
      "wflint.process",
      "wflint.showGraph",
      "wflint.simulate",
    ]);
    const shown = new Promise<PublishDiagnosticsParams>((resolve) => {
      connection.onNotification(PublishDiagnosticsNotification.type, resolve);
    });
    await connection.sendNotification(InitializedNotification.type, {});
    const textDocument = { uri: URI, languageId: "yaml", version: 1, text: TEXT };
    await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });

    const { diagnostics, version } = await shown;
    const line = TEXT.split("\n")[7] ?? "";
    const character = line.lastIndexOf("build");
    assert.equal(version, 1);
    assert.deepEqual(
      diagnostics.map((each) => [each.code, each.range.start]),
      [["duplicate-requires", { line: 7, character }]],
    );

    const range = diagnostics[0]?.range ?? assert.fail();
    const context = { diagnostics, only: ["quickfix"] };
    const actions = (await connection.sendRequest(CodeActionRequest.type, { textDocument, range, context })) ?? [];
    const fix = actions[0] ?? assert.fail();
    assert.ok("edit" in fix);
    const change = fix.edit?.documentChanges?.[0] as TextDocumentEdit;
    assert.equal(change.textDocument.version, 1);
    const edit = change.edits[0] ?? assert.fail();
    assert.ok("newText" in edit);
    assert.equal(edit.range.start.line, 7);
    // JavaScript counts characters as the protocol does.
    const fixed = line.slice(0, edit.range.start.character) + edit.newText + line.slice(edit.range.end.character);
    assert.equal(fixed, line.replace("[build, build]", "[build]"));

    // What is typed next shows in what is shown next.
    const again = new Promise<PublishDiagnosticsParams>((resolve) => {
      connection.onNotification(PublishDiagnosticsNotification.type, resolve);
    });
    await connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: URI, version: 2 },
      contentChanges: [{ range: edit.range, text: edit.newText }],
    });
    assert.deepEqual(await again, { uri: URI, version: 2, diagnostics: [] });

    const position = { line: 7, character: line.indexOf("[build") + 1 };
    const hover = await connection.sendRequest(HoverRequest.type, { textDocument, position });
    assert.match(JSON.stringify(hover?.contents), /\*\*runs\*\*/);

    const graph: unknown = await connection.sendRequest(ExecuteCommandRequest.type, {
      command: "wflint.showGraph",
      arguments: [URI],
    });
    assert.match(String(graph), /<\/svg>/);
  });
  assert.equal(code, 0);
});
