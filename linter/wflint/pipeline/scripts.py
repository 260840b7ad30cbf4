"""What a `run` script surely reads and writes, as far as its text alone tells.

The shell's grammar is imported only when a script is analysed, which takes tens of milliseconds: ask `words_of` first.
"""

from __future__ import annotations

from functools import lru_cache

from wflint.deferred import regex
from wflint.records import NamedTuple

PLACEHOLDER = "\ue000"
"""Stands for each character of a `<< >>` template: a letter of a word whose text is not known."""

_TEMPLATE = regex(r"(?<!<)<<\s*(?:parameters|pipeline|matrix|job|command|executor)\.[\w.\[\]-]+\s*>>")
_SHELL = regex(r"(?:\S*/)?(?:ba|da|z|k)?sh(?:\s+-\S+|\s+(?:pipefail|errexit|nounset))*\s*")
_WORD = regex(r"[\w.~+@%,/-]+")


class FileUse(NamedTuple):
    """A file or directory that a script names.

    `path` is resolved (`directories`). `kind` is `file`, `directory` or `any`. `is_sure`: it happens whenever the
    script ends well, not only in a branch. `offset` and `length` are the word in the script, in code points.
    """

    path: str
    kind: str
    is_sure: bool
    offset: int
    length: int


class ProgramCall(NamedTuple):
    """A call of a program of interest: its words (None: unknown), the name first, without directories.

    `is_sure`: the script comes to it always, and does not end well if the call does not. `offset` and `length` are
    the call in the script, in code points.
    """

    words: tuple[str | None, ...]
    is_sure: bool
    offset: int
    length: int


class Effects(NamedTuple):
    """What a script does to files, and its calls of Docker.

    `mentions` are the paths among the arguments of programs nobody here knows. `is_closed`: every command and word
    was understood, so that the script writes nothing but `writes`.
    """

    writes: tuple[FileUse, ...] = ()
    reads: tuple[FileUse, ...] = ()
    mentions: tuple[FileUse, ...] = ()
    is_closed: bool = False
    calls: tuple[ProgramCall, ...] = ()


UNKNOWN = Effects()
"""Nothing is known of a script."""


def effects_of(script: str, *, directory: str | None, shell: str | None) -> Effects:
    """What a script does when it is started in a resolved directory (None: an unknown one).

    `shell` is the `shell` key that counts for the step, None for the default one.
    Scripts for other shells, and those with syntax errors, are unknown.
    """
    if shell is not None and not _SHELL.fullmatch(shell):
        return UNKNOWN
    from wflint.pipeline.shell import analyse

    return analyse(hide_templates(script), directory)


def hide_templates(script: str) -> str:
    """The script with every `<< >>` template as a word of the same length, so that no shell sees a heredoc."""
    return _TEMPLATE.sub(lambda match: PLACEHOLDER * len(match.group()), script)


@lru_cache(maxsize=512)
def words_of(script: str) -> frozenset[str]:
    """Everything in a script that looks like a path or its end; cheap, for deciding whether to look closer."""
    return frozenset(_WORD.findall(script))
