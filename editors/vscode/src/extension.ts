/** The client of `wflint lsp` in VS Code, with panels for the graph, the compiled config and the plan. */

import * as fs from "node:fs";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";
import { graphPage } from "./page";
import { findProgram } from "./program";

const SCHEME = "wflint";
const SELECTOR = [
  { scheme: "file", language: "yaml", pattern: "**/.circleci/**" },
  { scheme: "file", language: "yaml", pattern: "**/@orb.{yml,yaml}" },
];

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const texts = new Texts();
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, texts),
    vscode.commands.registerCommand("wflint.openGraph", () => withActive((uri) => openGraph(uri, {}))),
    vscode.commands.registerCommand("wflint.openCompiled", () =>
      withActive(async (uri) => texts.show(uri, "compiled.yml", await execute("wflint.process", uri, {}))),
    ),
    vscode.commands.registerCommand("wflint.openPlan", () => withActive((uri) => openPlan(uri, texts))),
    vscode.commands.registerCommand("wflint.showReferences", showReferences),
    vscode.commands.registerCommand("wflint.runLocally", runLocally),
    vscode.commands.registerCommand("wflint.restart", restart),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("wflint")) {
        await restart();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function restart(): Promise<void> {
  await client?.stop();
  await start();
}

async function start(): Promise<void> {
  const program = theProgram();
  const server: ServerOptions = { command: program, args: ["lsp"] };
  const settings = vscode.workspace.getConfiguration("wflint");
  const options: LanguageClientOptions = {
    documentSelector: SELECTOR,
    initializationOptions: {
      run: settings.get("run"),
      minSeverity: settings.get("minSeverity"),
      clientCommands: ["wflint.showReferences", "wflint.runLocally"],
    },
    middleware: {
      // The server's own command answers with a picture; here it is shown.
      executeCommand: async (command, given, next) => {
        const answer: unknown = await next(command, given);
        if (command === "wflint.showGraph" && typeof answer === "string") {
          showGraph(answer);
        }
        return answer;
      },
    },
  };
  client = new LanguageClient("wflint", "wflint", server, options);
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const choice = await vscode.window.showErrorMessage(
      `wflint: \`${program} lsp\` does not start: ${error instanceof Error ? error.message : String(error)}`,
      "Open Settings",
    );
    if (choice !== undefined) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "wflint.path");
    }
  }
}

function theProgram(): string {
  return findProgram({
    setting: vscode.workspace.getConfiguration("wflint").get("path", "").trim(),
    folders: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
    environment: process.env["VIRTUAL_ENV"],
    platform: process.platform,
    exists: fs.existsSync,
  });
}

async function execute(command: string, uri: vscode.Uri, options: object): Promise<string> {
  if (client === undefined) {
    throw new Error("the server is not running");
  }
  const given = { command, arguments: [client.code2ProtocolConverter.asUri(uri), options] };
  return client.sendRequest<string>("workspace/executeCommand", given);
}

async function withActive(action: (uri: vscode.Uri) => Promise<void>): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || vscode.languages.match(SELECTOR, editor.document) === 0) {
    await vscode.window.showInformationMessage("wflint: open a CircleCI config first");
    return;
  }
  try {
    await action(editor.document.uri);
  } catch (error) {
    await vscode.window.showErrorMessage(`wflint: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function openGraph(uri: vscode.Uri, options: object): Promise<void> {
  showGraph(await execute("wflint.showGraph", uri, options));
}

function showGraph(svg: string): void {
  const title = "Workflow Graph";
  const panel = vscode.window.createWebviewPanel("wflint.graph", title, vscode.ViewColumn.Beside, {});
  panel.webview.html = graphPage(svg, title);
}

async function openPlan(uri: vscode.Uri, texts: Texts): Promise<void> {
  const placeHolder = "the branch of the checkout";
  const branch = await vscode.window.showInputBox({ prompt: "Branch that is pushed", placeHolder });
  if (branch !== undefined) {
    const name = branch.trim();
    const plan = await execute("wflint.simulate", uri, name === "" ? {} : { branch: name });
    await texts.show(uri, `push${name === "" ? "" : ` to ${name.replaceAll("/", "-")}`}.txt`, plan);
  }
}

async function showReferences(address: string, place: { line: number; character: number }): Promise<void> {
  const uri = vscode.Uri.parse(address);
  const position = new vscode.Position(place.line, place.character);
  const found = await vscode.commands.executeCommand("vscode.executeReferenceProvider", uri, position);
  await vscode.commands.executeCommand("editor.action.showReferences", uri, position, found);
}

function runLocally(address: string, job: string): void {
  const uri = vscode.Uri.parse(address);
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  // Given as an argument list, so that no shell reads the job's name.
  const shellArgs = ["run", uri.fsPath, "--job", job];
  const terminal = vscode.window.createTerminal({
    name: `wflint run ${job}`,
    shellPath: theProgram(),
    shellArgs,
    cwd: folder?.uri,
  });
  terminal.show();
}

/** Texts that are shown and not kept. */
class Texts implements vscode.TextDocumentContentProvider {
  private readonly contents = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.contents.get(uri.toString()) ?? "";
  }

  async show(config: vscode.Uri, name: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `${config.path}/${name}` });
    this.contents.set(uri.toString(), text);
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  }
}
