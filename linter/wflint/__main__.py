"""The console entry. A plain `wflint check [PATH...]` goes straight to the check: a hook pays for no option parser."""

from __future__ import annotations

import gc
import sys
from io import TextIOWrapper

from wflint.deferred import await_import
from wflint.errors import RuleError, WflintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return the exit code; nothing is raised but `SystemExit` by the interpreter itself."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if arguments is None:
        # The values of 10,000 lines are 150,000 objects, and few of them garbage: looking for some only costs time.
        gc.set_threshold(400_000)
        if given[:1] == ["check"]:
            # PyYAML compiles what its pure loader looks for: 10 ms, and a check uses the C parser.
            await_import("yaml")
        _open_missing_streams()
        sys.stderr = _Messages(sys.stderr.buffer, sys.stderr.encoding, sys.stderr.errors, line_buffering=True)
    try:
        return _run(given)
    except WflintError as error:
        _say(str(error))
        if isinstance(error, RuleError):
            _say("this is a bug in the rule; please report it, with the config if you can")
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 -- a bug of ours must not look like a result
        if isinstance(error, FileNotFoundError) and not _has_directory():
            _say("the current directory does not exist any more")
            return 2
        _say_bug(error)
        return 3
    finally:
        if arguments is None:
            # Nor does the interpreter have to look through it at its end.
            gc.freeze()


def _run(arguments: list[str]) -> int:
    if arguments[:1] == ["check"] and not any(argument.startswith("-") for argument in arguments):
        from wflint.cli.checking import check_paths

        return check_paths(arguments[1:])
    from wflint.cli.app import run

    return run(arguments)


def _open_missing_streams() -> None:
    """Let what nobody can read go nowhere; Python has no stream for a descriptor that the caller has closed."""
    if sys.stdout is None or sys.stderr is None:
        import os

        nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 -- open as long as the process
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere


class _Messages(TextIOWrapper):
    """A standard error whose disk is full or whose reader is gone; results and the exit code are worth more."""

    def write(self, text: str, /) -> int:
        try:
            return super().write(text)
        except OSError:
            return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError:
            return


def _has_directory() -> bool:
    import os

    try:
        os.getcwd()
    except FileNotFoundError:
        return False
    return True


def _say(text: str) -> None:
    sys.stderr.write(f"wflint: {text}\n")


def _say_bug(error: Exception) -> None:
    import os
    import traceback

    if os.environ.get("WFLINT_TRACEBACK"):
        traceback.print_exception(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    _say(f"bug: {reason} ({os.path.basename(frame.filename)}:{frame.lineno})")
    _say("please report it, with the config if you can; WFLINT_TRACEBACK=1 shows where it happened")


if __name__ == "__main__":
    sys.exit(main())
