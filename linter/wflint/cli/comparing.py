"""Compare two versions of a config: from two names to a report and an exit code. Knows nothing of Typer."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from wflint.analysis import Analysis
from wflint.cli.faults import say_errors
from wflint.cli.files import STDIN, config_path, read_config, write_result
from wflint.cli.revisions import read_revision, split_revision
from wflint.errors import UsageError
from wflint.orbs.finding import orb_resolver, settings_orb_paths
from wflint.pipeline.difference import Side, difference
from wflint.report.color import wants_color

if TYPE_CHECKING:
    from wflint.pipeline.difference import Difference
    from wflint.source import Source


class CompareOptions(NamedTuple):
    """The options of `wflint diff`, as the command line gives them."""

    format: str = "text"
    output: str | None = None
    color: str = "auto"
    settings: str | None = None
    stdin_name: str = "<stdin>"


def compare_configs(old: str | None, new: str | None, options: CompareOptions) -> int:
    """Print what a change means; the exit code is 1 if it means anything, else 0.

    Raises `WflintError` for what lies outside the configs' texts.
    """
    if old == new == STDIN:
        raise UsageError("only one version can come from the standard input")
    after = _read(new, options)
    # One name that is the repository's own config stands for its change: against itself nothing could differ.
    is_own = new is None and (old is None or (os.path.exists(old) and _is_config(old, after.path)))
    before = read_revision("HEAD", _from_here(after.path)) if is_own or old is None else _read(old, options)
    first, second = _analysis(before, options), _analysis(after, options)
    for analysis in (first, second):
        say_errors(analysis, options.settings, options.color)
    found = difference(Side(first.compiled, first.orbs), Side(second.compiled, second.orbs))
    write_result(_report(found, options), options.output)
    return int(not found.is_empty)


def _is_config(name: str, path: str) -> bool:
    """Whether a name that exists is a config, or the directory that has it."""
    return os.path.samefile(config_path(name), path)


def _from_here(path: str) -> str:
    """A path as git counts it from the current directory."""
    return f"./{os.path.relpath(path)}".replace(os.sep, "/")


def _read(name: str | None, options: CompareOptions) -> Source:
    """The config of a path, a revision or the standard input; a file that exists is no revision."""
    revision = None if name is None or os.path.exists(name) else split_revision(name)
    return read_config(name, stdin_name=options.stdin_name) if revision is None else read_revision(*revision)


def _analysis(source: Source, options: CompareOptions) -> Analysis:
    """Both versions find the same orbs: those of the directory the config is in now."""
    revision = split_revision(source.path)
    path = source.path if revision is None or os.path.exists(source.path) else revision[1]
    directory = os.path.dirname(path) or os.curdir
    paths = None if options.settings is None else settings_orb_paths(directory, options.settings)
    return Analysis(source, orbs=orb_resolver(directory, paths))


def _report(found: Difference, options: CompareOptions) -> str:
    if options.format == "json":
        from wflint.report.diff_json import diff_json

        return diff_json(found)
    if options.format == "markdown":
        from wflint.report.diff_markdown import diff_markdown

        return diff_markdown(found)
    from wflint.report.diff_text import diff_text

    is_terminal = sys.stdout.isatty() and options.output in {None, STDIN}
    return diff_text(found, color=wants_color(options.color, os.environ, is_terminal=is_terminal))
