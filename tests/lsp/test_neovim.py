"""Neovim, without a screen: our diagnostic behind an emoji at the right column, and its fix applied."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.lsp.editing import repository

CONFIG = """\
version: 2.1
jobs:
  build: {docker: [{image: "cimg/base:2026.01"}], steps: [checkout]}
workflows:
  main:
    jobs:
      - build
      - build: {name: "🚀 é", requires: [build, build]}
"""
SCRIPT = """\
local given = vim.json.decode(vim.env.WFLINT_TEST)
local seen = {}
local function fail(message)
  seen.error = message
end
vim.lsp.start_client_id = vim.lsp.start_client({ name = "wflint", cmd = given.command, root_dir = given.root })
vim.lsp.buf_attach_client(0, vim.lsp.start_client_id)
if not vim.wait(30000, function() return #vim.diagnostic.get(0) > 0 end, 50) then
  fail("no diagnostic")
else
  local one = vim.diagnostic.get(0)[1]
  seen.line, seen.column, seen.code = one.lnum, one.col, one.code
  local params = vim.lsp.util.make_given_range_params({ one.lnum + 1, one.col }, { one.lnum + 1, one.col })
  params.context = { diagnostics = {}, only = { "quickfix" } }
  local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 30000)
  local client = vim.lsp.get_client_by_id(vim.lsp.start_client_id)
  for _, answer in pairs(answers or {}) do
    seen.title = answer.result[1].title
    vim.lsp.util.apply_workspace_edit(answer.result[1].edit, client.offset_encoding)
  end
  seen.text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\\n")
  if not vim.wait(30000, function() return #vim.diagnostic.get(0) == 0 end, 50) then
    fail("the diagnostic stays")
  end
end
local file = assert(io.open(given.result, "w"))
file:write(vim.json.encode(seen))
file:close()
vim.cmd("qall!")
"""


ON_SAVE = """\
local given = vim.json.decode(vim.env.WFLINT_TEST)
-- SNIPPET
local id = vim.lsp.start_client({ name = "wflint", cmd = given.command, root_dir = given.root })
vim.lsp.buf_attach_client(0, id)
vim.wait(30000, function() return #vim.diagnostic.get(0) > 0 end, 50)
local seen = { shown = #vim.diagnostic.get(0) }
vim.cmd("write")
local file = assert(io.open(given.result, "w"))
file:write(vim.json.encode(seen))
file:close()
vim.cmd("qall!")
"""


def test_neovim_shows_our_diagnostic_and_applies_its_fix(tmp_path: Path) -> None:
    config = repository(tmp_path, CONFIG)

    seen = neovim(config, SCRIPT)

    assert "error" not in seen, seen
    # Neovim counts bytes.
    line = CONFIG.splitlines()[7]
    assert (seen["line"], seen["column"]) == (7, len(line[: line.rindex("build")].encode()))
    assert seen["code"] == "duplicate-requires"
    assert 'name: "🚀 é", requires: [build]' in seen["text"]


def test_neovim_applies_all_safe_fixes_on_save_as_documented(tmp_path: Path) -> None:
    config = repository(tmp_path, CONFIG)
    page = (Path(__file__).parents[2] / "docs/editors/neovim.md").read_text()
    snippet = next(block for block in re.findall(r"```lua\n(.*?)```", page, re.DOTALL) if "BufWritePre" in block)

    seen = neovim(config, ON_SAVE.replace("-- SNIPPET", snippet))

    assert seen == {"shown": 1}
    assert config.read_text() == CONFIG.replace("[build, build]", "[build]")


def neovim(config: Path, script: str) -> dict[str, Any]:
    """What a script that runs in Neovim with a config open has seen."""
    program = shutil.which("nvim")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Debian's package `neovim` is missing")
        pytest.skip("Neovim is not installed")
    directory = config.parents[1]
    file, result = directory / "session.lua", directory / "result.json"
    file.write_text(script)
    given = {
        "command": [sys.executable, "-m", "wflint", "lsp"],
        "root": str(directory),
        "result": str(result),
    }
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(directory), "WFLINT_TEST": json.dumps(given)}

    done = subprocess.run(
        [program, "--headless", "--clean", str(config), "-c", f"luafile {file}"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert result.exists(), done.stderr
    seen: dict[str, Any] = json.loads(result.read_text())
    return seen
