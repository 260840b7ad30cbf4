"""What well-known commands do to the files among their arguments."""

from __future__ import annotations

from wflint.records import NamedTuple

NEUTRAL = frozenset(
    {
        "echo", "printf", "true", "false", ":", "pwd", "sleep", "date", "whoami", "uname", "id", "hostname", "set",
        "shopt", "local", "unset", "read", "shift", "break", "continue", "wait", "kill", "type", "which", "umask",
        "ulimit", "nproc", "free", "df", "du", "ls", "test", "[", "basename", "dirname", "seq", "tr", "cut", "grep",
        "egrep", "fgrep", "rev", "expr", "getconf", "groups", "tty", "chmod", "chown", "printenv", "stat", "file",
        "realpath", "readlink",
    }
)  # fmt: skip
"""They create no file, redirections aside, and nothing follows from what they name."""

READERS = frozenset(
    {
        "cat", "head", "tail", "wc", "sort", "uniq", "md5sum", "sha1sum", "sha256sum", "sha512sum", "nl", "tac", "cmp",
        "diff", "od", "base64",
    }
)  # fmt: skip
"""All their operands are files or directories that have to exist."""

CLIENTS = frozenset({"docker", "docker-compose"})
"""Programs of which every call is told."""

VALUED_FLAGS = {
    "head": "nc", "tail": "nc", "sort": "koStT", "uniq": "fsw", "cmp": "in", "diff": "IUW", "od": "ANjtw",
    "base64": "w", "nl": "bdfhilnsvw", "touch": "drt", "mkdir": "m", "cp": "St", "mv": "St", "ln": "St", "curl":
    "AbcCdDeEFhHKmoQrTuUwxXyYz", "wget": "aAeiIlnoOPQRtTUwX", "sudo": "ugphCDRrtT", "env": "uCS", "exec": "a",
}  # fmt: skip
"""Their one-letter flags that take a value."""

PREFIXES = frozenset({"sudo", "time", "nohup", "exec", "command", "builtin", "env"})
"""Words before a command that do not change what it does to files."""


class Arguments(NamedTuple):
    """The arguments of a command: its flags (`-p`, `--parents`), the values of some, and the positions of the rest.

    `values` maps a flag to the position of the argument that is its value.
    `is_known` is False where an argument of unknown text may be a flag or several words.
    """

    flags: frozenset[str]
    values: dict[str, int]
    operands: tuple[int, ...]
    is_known: bool


def parse_arguments(name: str, words: list[str | None]) -> Arguments:
    """Sort the arguments of a command; `words` begin behind its name."""
    valued = VALUED_FLAGS.get(name, "")
    flags: set[str] = set()
    values: dict[str, int] = {}
    rest: list[int] = []
    pending: str | None = None
    only_operands = False
    for position, word in enumerate(words):
        if pending is not None:
            values[pending] = position
            pending = None
        elif word is None or only_operands or not word.startswith("-") or word == "-":
            rest.append(position)
        elif word == "--":
            only_operands = True
        elif word.startswith("--"):
            flags.add(word.partition("=")[0])
            pending = word if word in {"--output", "--output-document", "--user"} else None
        else:
            pending = _short_flags(word, valued, flags)
    return Arguments(frozenset(flags), values, tuple(rest), all(word is not None for word in words))


def without_prefixes(words: list[str | None]) -> int:
    """The position of the command behind `sudo`, `env A=b` and the like; the number of words if there is none."""
    position = 0
    while position < len(words) and (word := words[position]) in PREFIXES and word is not None:
        arguments = parse_arguments(word, words[position + 1 :])
        start = position + 1
        position = len(words)
        for operand in arguments.operands:
            text = words[start + operand]
            if text is None or "=" not in text:
                position = start + operand
                break
    return position


def _short_flags(word: str, valued: str, flags: set[str]) -> str | None:
    """Add the letters of `-xyz`; the flag whose value is the next word, if any."""
    for position, letter in enumerate(word[1:], start=1):
        flags.add(f"-{letter}")
        if letter in valued:
            return f"-{letter}" if position == len(word) - 1 else None
    return None
