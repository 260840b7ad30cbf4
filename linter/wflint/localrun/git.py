"""Git as a process: its commands, away from the user's own settings that could change a repository or run programs."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from wflint.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROGRAM = "git"

_SETTINGS = (
    # No hook, no daemon and no prompt of the user's.
    ("core.hooksPath", os.devnull),
    ("core.fsmonitor", "false"),
    ("advice.addEmbeddedRepo", "false"),
    ("gc.auto", "0"),
)


class Git:
    """Git for the repository or work tree at a place; `variables` are put over the user's environment."""

    def __init__(self, directory: str, variables: Mapping[str, str] | None = None) -> None:
        self._directory = directory
        self._environment = {
            # A hook of git's that starts us says by such variables which repository it is for.
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_LFS_SKIP_SMUDGE": "1",
            "LC_ALL": "C",
            **(variables or {}),
        }

    def run(self, *arguments: str, lines: Sequence[str] = ()) -> str:
        """What a command prints, without the last newline; `lines` are its input. Raises `ToolError` if it fails."""
        code, out, errors = self.attempt(*arguments, lines=lines)
        if code:
            reason = errors.strip().splitlines()
            raise ToolError(f"`git {arguments[0]}` failed: {reason[-1] if reason else f'exit code {code}'}")
        return out

    def attempt(self, *arguments: str, lines: Sequence[str] = ()) -> tuple[int, str, str]:
        """Exit code, what a command prints, without the last newline, and what it says about errors."""
        command = [PROGRAM, *(part for name, value in _SETTINGS for part in ("-c", f"{name}={value}")), *arguments]
        done = subprocess.run(  # noqa: S603 -- git, with arguments of ours
            command,
            cwd=self._directory,
            env=self._environment,
            input=os.fsencode("".join(f"{line}\n" for line in lines)),
            capture_output=True,
            check=False,
        )
        return done.returncode, os.fsdecode(done.stdout).removesuffix("\n"), os.fsdecode(done.stderr)


def has_git() -> bool:
    """Whether git is installed."""
    return shutil.which(PROGRAM) is not None
