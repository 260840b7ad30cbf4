"""Errors about what lies outside a config's text; what is wrong inside it is a problem, never an exception.

WflintError          exit code
├── UsageError       2   wrong flags, names or values on the command line
├── FileError        2   a path that is missing, unreadable or of the wrong kind
├── SettingsError    2   a settings file that cannot be used
├── PackError        2   no rule pack, or one that does not load
├── OrbError         2   an orb cannot be fetched, or is not what the lock file says
├── ToolError        2   a program that is needed is missing or fails
└── RuleError        3   a rule raised: a bug in it
"""

from __future__ import annotations


class WflintError(Exception):
    """The base of all errors that wflint raises on purpose; its text is one line for people."""

    exit_code = 2


class UsageError(WflintError):
    """The command line asks for something that is not there."""


class FileError(WflintError):
    """A path is missing, unreadable or of the wrong kind."""


class SettingsError(WflintError):
    """A settings file cannot be used."""


class PackError(WflintError):
    """No rule pack was found, or one does not load."""


class OrbError(WflintError):
    """An orb cannot be fetched, or is not what the lock file says."""


class ToolError(WflintError):
    """A program that is needed is missing or fails."""


class RuleError(WflintError):
    """A rule raised: names the rule, its pack and the place it looked at."""

    exit_code = 3
