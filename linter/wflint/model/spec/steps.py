"""The built-in steps: what stands under each name."""

from __future__ import annotations

from wflint.diagnostic import Severity
from wflint.model.spec.kinds import INTEGER, NUMBERS, STRING, Forms, Items, Key, Keyed, Kind, Single
from wflint.model.spec.values import (
    ANYTHING,
    CONDITION,
    DURATION,
    ENVIRONMENT,
    RERUNS,
    RUN_WHEN,
    STRICT_SWITCH,
    SWITCH,
    TEXT,
)
from wflint.records import NamedTuple


class BuiltIn(NamedTuple):
    """A built-in step.

    `kind` is what may stand under its name; None for a step that is only a word.
    `bare`: it may be written as a word alone. `deprecated` is what to use instead.
    """

    kind: Kind | None
    doc: str
    bare: bool = False
    since: str = "2"
    deprecated: str = ""


_NAME = Key(TEXT, "Title of the step in the web app.")
_WHEN = Key(RUN_WHEN, "After which outcome of the steps before it this one runs.", default="always")

RUN_BODY = Keyed(
    "`run`",
    {
        "command": Key(TEXT, "Shell commands to run.", required=True),
        "name": Key(TEXT, "Title of the step in the web app.", default="the command"),
        "shell": Key(TEXT, "Shell that runs the command.", default="the job's, else /bin/bash -eo pipefail"),
        "environment": Key(ENVIRONMENT, "Variables for this step; values are literal.", nullable=True),
        "background": Key(SWITCH, "Go on with the next step at once and leave this one running.", default="false"),
        "working_directory": Key(TEXT, "Directory to run in, relative to the job's.", default="."),
        "no_output_timeout": Key(
            DURATION, "How long the command may print nothing, such as `30m` or `1.5h`.", default="10m"
        ),
        "when": Key(RUN_WHEN, "After which outcome of the steps before it this one runs.", default="on_success"),
        "max_auto_reruns": Key(RERUNS, "How often a failing command is tried again, 1 to 5 times."),
        "auto_rerun_delay": Key(
            Single("a delay such as `30s`", NUMBERS, check="rerun-delay"),
            "Pause before a rerun, up to `10m`.",
            default="none",
        ),
    },
    unknown=Severity.WARNING,
    check="run",
)
RUN = Forms("a command, or a map with `command`", TEXT, None, RUN_BODY)


def _body(title: str, keys: dict[str, Key], any_of: tuple[str, ...] = (), check: str = "") -> Keyed:
    return Keyed(title, keys, unknown=Severity.WARNING, any_of=any_of, check=check)


_PATHS = Items("a list of paths", TEXT, single=Severity.WARNING)
_CONDITIONAL = {
    "condition": Key(CONDITION, "A condition, decided before anything runs.", required=True, since="2.1"),
    "steps": Key("nested-steps", "Steps that are there if the condition holds.", required=True, since="2.1"),
}

BUILT_INS: dict[str, BuiltIn] = {
    "run": BuiltIn(RUN, "Run shell commands."),
    "checkout": BuiltIn(
        _body(
            "`checkout`",
            {
                "path": Key(TEXT, "Directory to check out into.", default="the job's working directory"),
                "method": Key(
                    Single("`blobless`, `full` or `shallow`", values=("blobless", "full", "shallow")),
                    "How much of the history is fetched.",
                    default="blobless",
                ),
                "depth": Key(
                    Single("a whole number from 1", INTEGER, least=1, mismatch=Severity.ERROR),
                    "How many commits a shallow checkout fetches; only with `method: shallow`.",
                ),
                "name": _NAME,
            },
            check="checkout",
        ),
        "Fetch the repository's code.",
        bare=True,
    ),
    "setup_remote_docker": BuiltIn(
        _body(
            "`setup_remote_docker`",
            {
                "docker_layer_caching": Key(
                    STRICT_SWITCH,
                    "Keep the layers of images built here for later jobs; costs credits.",
                    default="false",
                ),
                "version": Key(
                    Single("a Docker version", NUMBERS, check="remote-docker"), "Version of Docker.", default="default"
                ),
                "prefer_same_region": Key(
                    STRICT_SWITCH, "Take a machine in the region of the job's container.", default="false"
                ),
                "reusable": Key(
                    SWITCH,
                    "Old spelling of `docker_layer_caching`.",
                    deprecated="use `docker_layer_caching`",
                ),
                "exclusive": Key(
                    SWITCH, "Without effect: a remote Docker is always exclusive.", deprecated="leave it out"
                ),
                "name": _NAME,
            },
        ),
        "Start a Docker host beside a docker executor, to build and run images.",
        bare=True,
    ),
    "save_cache": BuiltIn(
        _body(
            "`save_cache`",
            {
                "key": Key(TEXT, "Name of the cache; a cache is written once for a key.", required=True),
                "paths": Key(_PATHS, "Files and directories to save.", required=True),
                "name": _NAME,
                "when": Key(RUN_WHEN, "After which outcome the cache is saved.", default="on_success"),
            },
        ),
        "Save files under a key for later runs.",
    ),
    "restore_cache": BuiltIn(
        _body(
            "`restore_cache`",
            {
                "key": Key(TEXT, "Key, or beginning of a key, of the cache to restore."),
                "keys": Key(
                    Items("a list of keys", TEXT, least=1, single=Severity.WARNING),
                    "Keys, or beginnings of keys, tried in this order.",
                ),
                "name": _NAME,
                "when": Key(RUN_WHEN, "After which outcome the cache is restored."),
            },
            any_of=("key", "keys"),
        ),
        "Restore files that an earlier run saved.",
    ),
    "store_artifacts": BuiltIn(
        _body(
            "`store_artifacts`",
            {
                "path": Key(TEXT, "File or directory to upload.", required=True),
                "destination": Key(TEXT, "Path under which the artifacts appear.", default="the path"),
                "name": _NAME,
                "when": _WHEN,
            },
        ),
        "Upload files to be looked at after the job.",
    ),
    "store_test_results": BuiltIn(
        _body(
            "`store_test_results`",
            {
                "path": Key(TEXT, "Directory or file with JUnit XML.", required=True),
                "name": _NAME,
                "when": _WHEN,
            },
        ),
        "Upload test results, for the Tests tab and for splitting by timing.",
    ),
    "persist_to_workspace": BuiltIn(
        _body(
            "`persist_to_workspace`",
            {
                "root": Key(TEXT, "Directory that the paths are relative to.", required=True),
                "paths": Key(
                    Forms("a list of paths", TEXT, _PATHS._replace(least=1)),
                    "Files, directories or globs below the root.",
                    required=True,
                ),
                "name": _NAME,
                "when": _WHEN,
            },
        ),
        "Hand files on to the jobs of this workflow that require this one.",
    ),
    "attach_workspace": BuiltIn(
        _body(
            "`attach_workspace`",
            {"at": Key(TEXT, "Directory to unpack into.", required=True), "name": _NAME, "when": _WHEN},
        ),
        "Fetch the files that the jobs before this one persisted.",
    ),
    "add_ssh_keys": BuiltIn(
        _body(
            "`add_ssh_keys`",
            {
                "fingerprints": Key(
                    Items("a list of fingerprints", TEXT, single=Severity.WARNING),
                    "Which of the project's keys.",
                    default="all keys",
                ),
                "name": _NAME,
            },
        ),
        "Add the project's SSH keys to the agent.",
        bare=True,
    ),
    "install_signing_bundle": BuiltIn(None, "Install the signing bundles that `macos.code_signing` names.", bare=True),
    "deploy": BuiltIn(
        RUN,
        "As `run`, but only on the first of parallel nodes.",
        deprecated="use `run`",
    ),
    "when": BuiltIn(_body("`when`", _CONDITIONAL), "Steps that are there if a condition holds.", since="2.1"),
    "unless": BuiltIn(_body("`unless`", _CONDITIONAL), "Steps that are there unless a condition holds.", since="2.1"),
    "steps": BuiltIn(ANYTHING, "Insert the steps of a parameter of type `steps`.", since="2.1"),
    "with_tool_cache": BuiltIn(ANYTHING, "Not documented; known to the compiler.", bare=True),
}

FUNCTION_STEP = Keyed(
    "function step",
    {
        "id": Key(Single("an id", STRING, check="step-id"), "Name of the step, unique in the job.", since="2.1"),
        "with": Key("function-arguments", "Arguments of the function.", since="2.1", nullable=True),
    },
)
