/** The server's program is found where people install it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { findProgram, type Surroundings } from "../src/program.ts";

const around: Surroundings = {
  setting: "",
  folders: ["/work", "/other"],
  environment: undefined,
  platform: "linux",
  exists: () => false,
};

test("the setting goes first", () => {
  const exists = (): boolean => true;
  assert.equal(findProgram({ ...around, exists, setting: "/opt/wflint" }), "/opt/wflint");
  assert.equal(findProgram({ ...around, exists, setting: "wflint-dev" }), "wflint-dev");
  assert.equal(findProgram({ ...around, exists, setting: "tools/wflint" }), "/work/tools/wflint");
});

test("the workspace's environment goes before the active one, that before PATH", () => {
  const has = (...files: string[]) => ({ ...around, environment: "/env", exists: (file: string) => files.includes(file) });
  assert.equal(findProgram(has("/other/venv/bin/wflint", "/env/bin/wflint")), "/other/venv/bin/wflint");
  assert.equal(findProgram(has("/env/bin/wflint")), "/env/bin/wflint");
  assert.equal(findProgram(has()), "wflint");
});

test("Windows keeps programs elsewhere", () => {
  const found = findProgram({ ...around, platform: "win32", exists: (file) => file.includes("Scripts") });
  assert.match(found, /\.venv.Scripts.wflint\.exe$/);
});
