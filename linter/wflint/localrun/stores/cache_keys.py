"""Keys of caches at run time: templates filled in.

Source: https://circleci.com/docs/guides/optimize/caching/#using-keys-and-templates
"""

from __future__ import annotations

import base64
import platform
import posixpath
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from wflint.localrun.paths import at_home, inside
from wflint.localrun.stores.capture import captured
from wflint.localrun.stores.protocol import StepError
from wflint.pipeline.caches import MOST_KEY_CHARACTERS, tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.localrun.sandbox.protocol import Sandbox
    from wflint.pipeline.caches import Token

NO_VALUE = "<no value>"
"""What Go's templates print for a variable that is not there."""

LOCAL_CHECKOUT_KEY = "local"
"""`{{ .CheckoutKey }}` here: no SSH key fetches the code."""

_FIELDS = {"Branch": "CIRCLE_BRANCH", "Revision": "CIRCLE_SHA1", "BuildNum": "CIRCLE_BUILD_NUM"}
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What the key of a step depends on: its sandbox and `directory`, the `variables` it can read, the `time`.

    The time is seconds since the epoch; `directory` may begin with `~`.
    """

    sandbox: Sandbox
    directory: str
    variables: Mapping[str, str]
    time: float


async def filled_key(template: str, moment: Moment) -> str:
    """A key with its templates filled in; raises `StepError` for one that cannot be."""
    key = "".join([await _filled(template, token, moment) for token in tokenize(template)])
    if not key:
        raise StepError("error computing cache key: the key is empty")
    if len(key) > MOST_KEY_CHARACTERS:
        raise StepError(
            f"error computing cache key: the key has {len(key)} characters, {MOST_KEY_CHARACTERS} at most are allowed"
        )
    return key


def architecture() -> str:
    """What `{{ arch }}` gives: the system, the architecture, and the family and model of the processor."""
    machine = platform.machine()
    name = f"{platform.system().lower()}-{_ARCHITECTURES.get(machine, machine)}"
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
            lines = dict(_fact(line) for line in file.read().partition("\n\n")[0].splitlines())
    except OSError:
        return name
    if "cpu family" in lines and "model" in lines:
        return f"{name}-{lines['cpu family']}_{lines['model']}"
    return name


async def _filled(template: str, token: Token, moment: Moment) -> str:
    match token.kind, token.text:
        case "literal", text:
            return text
        case "checksum", file:
            return await _checksum(token, file, moment)
        case "function", "arch":
            return architecture()
        case "function", "epoch":
            return str(int(moment.time))
        case "field", "CheckoutKey":
            return LOCAL_CHECKOUT_KEY
        case "field", name if name in _FIELDS:
            return moment.variables.get(_FIELDS[name], "")
        case "environment", name:
            return moment.variables.get(name, NO_VALUE)
        case "broken", _:
            raise StepError(f"error computing cache key: template: cacheKey:1: unclosed action in `{template}`")
        case "word", name:
            raise StepError(f'error computing cache key: template: cacheKey:1: function "{name}" not defined')
    raise StepError(f"error computing cache key: template: cacheKey:1: cannot evaluate `{{{{ {token.text} }}}}`")


async def _checksum(token: Token, file: str, moment: Moment) -> str:
    """The Base64 text of a file's SHA-256; the file is looked for from the step's directory on."""
    home = moment.sandbox.home
    path = posixpath.normpath(at_home(inside(moment.directory, file), home))
    code, content = await captured(moment.sandbox, ["cat", "--", path], directory=home)
    with content:
        if code:
            reason = content.read(4096).decode("utf-8", "replace").strip().rpartition(": ")[2].lower()
            raise StepError(
                f"error computing cache key: template: cacheKey:1:{token.offset + 1}: executing "
                f'"cacheKey" at <checksum "{file}">: error calling checksum: open {path}: '
                f"{reason or 'no such file or directory'}"
            )
        digest = sha256()
        while block := content.read(1 << 20):
            digest.update(block)
    return base64.b64encode(digest.digest()).decode()


def _fact(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()
