/** Which program is the server: the setting's, the workspace environment's, the active environment's, then PATH's. */

import * as path from "node:path";

export interface Surroundings {
  /** The setting `wflint.path`; empty if it is not set. */
  readonly setting: string;
  /** The directories of the workspace, first the one that counts most. */
  readonly folders: readonly string[];
  /** The active virtual environment, if there is one. */
  readonly environment: string | undefined;
  readonly platform: NodeJS.Platform;
  readonly exists: (file: string) => boolean;
}

/** The program to start; a bare name is looked for on PATH. A relative setting counts from the first folder. */
export function findProgram(around: Surroundings): string {
  const { setting, folders } = around;
  if (setting !== "") {
    const isName = !/[/\\]/.test(setting);
    return isName || path.isAbsolute(setting) ? setting : path.join(folders[0] ?? "", setting);
  }
  const environments = folders.flatMap((folder) => [path.join(folder, ".venv"), path.join(folder, "venv")]);
  if (around.environment !== undefined) {
    environments.push(around.environment);
  }
  const inside = around.platform === "win32" ? path.join("Scripts", "wflint.exe") : path.join("bin", "wflint");
  return environments.map((each) => path.join(each, inside)).find(around.exists) ?? "wflint";
}
