"""Values with a syntax of their own: durations, images, references, names."""

from __future__ import annotations

import re

from wflint.diagnostic import Severity
from wflint.model.names import COMMAND_NAME, JOB_NAME
from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Complaint(NamedTuple):
    """What is wrong with a text. `what` completes "`KEY` is `TEXT`, …"."""

    what: str
    kind: str = "wrong-value"
    severity: Severity | None = None
    help: str | None = None


_DURATION = r"(?:\d+(?:\.\d+)?[hms])+"
_NUMBER = r"\d+(?:\.\d+)?"
_DELAY = r"(?:10|[1-9])m|([1-9][0-9]*)s"
_DAYS = r"([1-9][0-9]?)d"
_SERIAL_GROUP = r"[A-Za-z0-9._/-]+"
_ORB_REFERENCE = r"(?P<name>[a-z][a-z0-9_-]*/[a-z][a-z0-9_-]*)@(?P<version>dev:\S+|\d+(?:\.\d+){0,2}|volatile)"
_FUNCTION_PATH = r"[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(/[A-Za-z0-9._-]+){2,}"
_FUNCTION_VERSION = r"v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?"
_STEP_ID = r"[a-z][a-z\d_-]*"
_TAG = r"[A-Za-z0-9_][A-Za-z0-9_.-]*"
_DIGEST = r"sha256:[0-9a-f]{64}"
_REPOSITORY = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*"
_LETTERS = "a letter, then letters, digits, blanks, `_` and `-`"
_LOWER = "a lower-case letter, then lower-case letters, digits, `_` and `-`"
_PARAMETER_NAME = r"[\w-]+(\.\S+)*"


def duration(text: str) -> Complaint | None:
    """`10m`, `1.5h`, `90s`."""
    if re.fullmatch(_DURATION, text):
        return None
    if re.fullmatch(_NUMBER, text):
        return Complaint("which has no unit", help=f"write `{text}s`, `{text}m` or `{text}h`")
    return Complaint("which is no duration", help="write a number and `s`, `m` or `h`, such as `20m`")


def rerun_delay(text: str) -> Complaint | None:
    """`1m` to `10m`, `1s` to `600s`."""
    match = re.fullmatch(_DELAY, text)
    if match is None:
        return Complaint("which is no delay", help="write `1s` to `600s`, or `1m` to `10m`")
    if match[1] and int(match[1]) > 600:
        return Complaint("which is more than 10 minutes", help="write `600s` or less")
    return None


def retention(text: str) -> Complaint | None:
    """`1d` to `15d`; 16 to 30 days are disputed."""
    match = re.fullmatch(_DAYS, text)
    if match is None or int(match[1]) > 30:
        return Complaint("which is no number of days from `1d` to `15d`")
    if int(match[1]) > 15:
        return Complaint("which is more than the documented `15d`", severity=Severity.WARNING)
    return None


def serial_group(text: str) -> Complaint | None:
    """Up to 512 letters, digits and `. _ - /`."""
    if not text.strip():
        return Complaint("which is blank")
    if len(text) > 512:
        return Complaint("which has more than 512 characters")
    if not re.fullmatch(_SERIAL_GROUP, text):
        return Complaint("which has characters other than letters, digits and `. _ - /`")
    return None


def override_with(text: str) -> Complaint | None:
    """`orb/job`."""
    return None if "/" in text else Complaint("which names no job of an orb", help="write `ORB/JOB`")


def orb_reference(text: str) -> Complaint | None:
    """`namespace/orb@version` or an HTTPS address."""
    if text.startswith("https://") or re.fullmatch(_ORB_REFERENCE, text):
        return None
    name, at, version = text.partition("@")
    kind = "invalid-orb-reference"
    if not at and re.fullmatch(r"[\w.-]+/[\w.-]+", name):
        return Complaint("which has no version", kind, help=f"write `{text}@VERSION`, such as `{text}@1.2.3`")
    if at and re.fullmatch(r"v\d+(\.\d+){0,2}", version):
        return Complaint("whose version begins with `v`", kind, help=f"write `{name}@{version[1:]}`")
    if at and re.fullmatch(r"[a-z][a-z0-9_-]*/[a-z][a-z0-9_-]*", name):
        return Complaint(
            f"whose version `{version}` is none",
            kind,
            help="a version is `1`, `1.2`, `1.2.3`, `volatile` or `dev:LABEL`",
        )
    return Complaint("which is no reference to an orb", kind, help="write `NAMESPACE/ORB@VERSION`")


def function_reference(text: str) -> Complaint | None:
    """`host.tld/org/name@v1.2.3`."""
    path, at, version = text.partition("@")
    if not re.fullmatch(_FUNCTION_PATH, path):
        return Complaint("which is no path of a function", help="write `HOST/ORG/NAME@vX.Y.Z`")
    if not at:
        return Complaint("which has no version", help=f"write `{path}@vX.Y.Z`")
    if not re.fullmatch(_FUNCTION_VERSION, version):
        return Complaint(f"whose version `{version}` is none", help=f"write `{path}@vX.Y.Z`")
    return None


def step_id(text: str) -> Complaint | None:
    """The `id` of a function step."""
    if re.fullmatch(_STEP_ID, text):
        return None
    return Complaint(
        "which is no id", help="an id begins with a lower-case letter, then lower-case letters, digits, `_`, `-`"
    )


def docker_image(text: str) -> Complaint | None:
    """A reference as Docker reads it; what holds `$` is not judged."""
    kind = "invalid-image"
    if any(mark in text for mark in "${["):
        return None
    if not text or any(character.isspace() for character in text):
        return Complaint("which is no image" if not text.strip() else "which has blanks in it", kind)
    name, at, digest = text.partition("@")
    if at and not re.fullmatch(_DIGEST, digest):
        return Complaint("whose digest is not `sha256:` and 64 hexadecimal digits", kind)
    host, slash, rest = name.partition("/")
    is_host = slash and ("." in host or ":" in host or host == "localhost")
    path = rest if is_host else name
    repository, colon, tag = path.partition(":")
    if colon and not re.fullmatch(_TAG, tag):
        return Complaint(f"whose tag `{tag}` is none" if tag else "whose tag is missing", kind)
    if repository != repository.lower():
        return Complaint(
            "whose name has capital letters", kind, help=f"write `{text.replace(repository, repository.lower(), 1)}`"
        )
    if not re.fullmatch(
        r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*", repository
    ):
        return Complaint("which is no image", kind)
    return _legacy_image(repository) if not is_host and repository.startswith("circleci/") else None


def machine_image(text: str) -> Complaint | None:
    """A virtual machine image that the cloud offers."""
    from wflint.data import machine_images as table

    kind = "unavailable-image"
    name, colon, tag = text.partition(":")
    if "$" in text or name.startswith(table.UNLISTED_TAGS):
        return None
    successor = table.RETIRED.get(name)
    if successor is not None:
        return Complaint("which CircleCI no longer offers", kind, help=f"use `{successor}`")
    tags = table.IMAGES.get(name)
    if tags is None:
        return _unlisted_image(text, name, table.IMAGES)
    if not colon:
        return None
    if tag not in tags:
        return Complaint(
            f"a tag that is not among the images of {table.DATE}",
            kind,
            help=f"use `{table.UNSUPPORTED.get(name) or f'{name}:{_default(tags)}'}`",
        )
    successor = table.UNSUPPORTED.get(name)
    return Complaint("which is no longer supported", kind, help=f"use `{successor}`") if successor else None


def machine_text(text: str) -> Complaint | None:
    """`machine: true` is judged with the resource class; other texts are images."""
    return None if text.lower() in {"true", "false", "yes", "no", "on", "off"} else machine_image(text)


def xcode_version(text: str) -> Complaint | None:
    """A version of Xcode that the cloud offers."""
    from wflint.data import xcode_versions as table

    kind = "unavailable-image"
    if text in table.SUPPORTED or text in table.RESOLVED:
        return None
    if text in table.DEPRECATED:
        return Complaint("which is deprecated", kind, Severity.INFO)
    return Complaint(
        f"which is not among the Xcode versions of {table.DATE}",
        kind,
        help=f"current ones: {', '.join(table.SUPPORTED)}",
    )


def remote_docker_version(text: str) -> Complaint | None:
    """A version of Docker for `setup_remote_docker`."""
    from wflint.data import remote_docker as table

    kind = "unavailable-image"
    if text in table.VERSIONS - table.ENDING:
        return None
    if text in table.ENDING:
        return Complaint("which is about to be removed", kind, Severity.INFO, "use `default`")
    if re.match(r"(?:1\d|20)\.", text):
        return Complaint("which CircleCI no longer offers", kind, help="use `default`")
    return Complaint(f"which is not among the versions of {table.DATE}", kind, help="use `default`")


def is_parameter_name(name: str) -> bool:
    """Whether `<< parameters.NAME >>` can refer to it."""
    return re.fullmatch(_PARAMETER_NAME, name) is not None


def is_alias(name: str) -> bool:
    """Whether `NAME/job` can refer to an orb of that name."""
    return re.fullmatch(r"[A-Za-z][\w-]*", name) is not None


def is_variable(name: str) -> bool:
    """Whether a shell can read an environment variable of that name."""
    return name.isascii() and name.isidentifier()


CHECKS: dict[str, Callable[[str], Complaint | None]] = {
    "docker-image": docker_image,
    "duration": duration,
    "function": function_reference,
    "machine": machine_text,
    "machine-image": machine_image,
    "orb": orb_reference,
    "override-with": override_with,
    "remote-docker": remote_docker_version,
    "rerun-delay": rerun_delay,
    "retention": retention,
    "serial-group": serial_group,
    "step-id": step_id,
    "xcode": xcode_version,
}
"""The checks that `Single.check` names; each is given the text as written, without templates."""

NAMES: dict[str, tuple[Callable[[str], object], str, str]] = {
    "job": (JOB_NAME.fullmatch, "job", _LETTERS),
    "job-group": (JOB_NAME.fullmatch, "job group", _LETTERS),
    "command": (COMMAND_NAME.fullmatch, "command", _LOWER),
    "executor": (COMMAND_NAME.fullmatch, "executor", _LOWER),
    "parameter": (is_parameter_name, "parameter", "letters, digits, `_` and `-`"),
    "pipeline-parameter": (is_parameter_name, "pipeline parameter", "letters, digits, `_`, `-` and `.`"),
    "orb": (is_alias, "orb", _LOWER),
    "environment": (is_variable, "variable", "letters, digits and `_`, not beginning with a digit"),
}
"""What `Named.names` names: the accepted form, what has such a name, and the form in words."""


def _legacy_image(repository: str) -> Complaint | None:
    from wflint.data import docker_images as table

    name = repository.removeprefix(table.LEGACY_NAMESPACE)
    if name not in table.SUCCESSORS:
        return None
    successor = table.SUCCESSORS[name]
    advice = f"use `{successor}`; look its tags up, they are others" if successor else None
    return Complaint("which has not been maintained since 2021", "legacy-image", help=advice)


def _default(tags: frozenset[str]) -> str:
    return "current" if "current" in tags else "default"


def _unlisted_image(text: str, name: str, images: dict[str, frozenset[str]]) -> Complaint | None:
    if re.fullmatch(r"linux-cuda-\d\d", name) and name > "linux-cuda-13":
        return None
    from wflint.spelling import closest_names

    close = closest_names(name, images)
    return Complaint(
        "which is not among the machine images of 2026-07-31",
        "unavailable-image",
        help=f"did you mean `{text.replace(name, close[0], 1)}`?" if close else "use `ubuntu-2404:current`",
    )
