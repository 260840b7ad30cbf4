"""The orb registry: CircleCI's GraphQL interface as the vendor's command line uses it.

A POST of `query` and `variables` to `HOST/graphql-unstable`; the answer is `data.orbVersion`, null for an orb that
does not exist or may not be seen, or `errors`. The token is the whole `Authorization` header. Not documented; seen in
the public sources of https://github.com/CircleCI-Public/circleci-cli and circleci-yaml-language-server.

The standard library's client is enough for one request: it takes proxies and certificates from the environment.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from wflint import __version__
from wflint.errors import OrbError
from wflint.orbs.reference import newest, parse_reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from http.client import HTTPMessage, HTTPResponse
    from typing import IO, Any

    from wflint.orbs.reference import Reference

DEFAULT_HOST = "https://circleci.com"
ENDPOINT = "graphql-unstable"
MOST_BYTES = 16 * 1024 * 1024
"""More than any orb: CircleCI refuses a compiled config beyond 8 MB."""

QUERY = "query($orbVersionRef: String!) { orbVersion(orbVersionRef: $orbVersionRef) { id version orb { id } source } }"

_BACKOFF = (0.5, 1.0, 2.0)
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Where the registry is and how to speak to it; times in seconds.

    `timeout` bounds one attempt as a whole, `backoff` holds the pauses before further attempts.
    """

    host: str = DEFAULT_HOST
    token: str | None = None
    timeout: float = 30.0
    backoff: tuple[float, ...] = _BACKOFF
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Published:
    """An orb's source as the registry has it, under the exact version that a reference stands for."""

    reference: Reference
    source: str


def registry_from(environment: Mapping[str, str], *, timeout: float = 30.0) -> Registry:
    """The registry that `CIRCLECI_CLI_HOST` and `CIRCLECI_CLI_TOKEN` name. Raises `OrbError` for an unusable host."""
    host = (environment.get("CIRCLECI_CLI_HOST") or DEFAULT_HOST).rstrip("/")
    parts = urlsplit(host)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise OrbError(f"`CIRCLECI_CLI_HOST` is `{host}`, which is no address such as `{DEFAULT_HOST}`")
    return Registry(host=host, token=environment.get("CIRCLECI_CLI_TOKEN") or None, timeout=timeout)


def fetch_orb(reference: Reference, registry: Registry) -> Published:
    """Fetch one orb. Raises `OrbError` if there is none, or the registry does not answer as it should."""
    version = _answer(reference, registry)
    if version is None:
        advice = "" if registry.token else "; a private one needs `CIRCLECI_CLI_TOKEN`"
        raise OrbError(f"there is no orb `{reference}` at {registry.host}{advice}")
    number, source = version.get("version"), version.get("source")
    exact = parse_reference(str(reference.at(number))) if isinstance(number, str) else None
    if (
        exact is None
        or not (exact.is_exact or exact.is_development)
        or newest(reference.version, [exact.version]) is None
    ):
        raise OrbError(f"{registry.host} answers `{reference}` with version `{number}`")
    if not isinstance(source, str) or not source.strip():
        raise OrbError(f"{registry.host} has no source of `{reference}`")
    return Published(exact, source)


def _answer(reference: Reference, registry: Registry) -> dict[str, Any] | None:
    """`data.orbVersion` of the answer."""
    body = _send(reference, registry)
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise OrbError(f"the answer of {registry.host} for `{reference}` is no JSON") from error
    answer = answer if isinstance(answer, dict) else {}
    errors = answer.get("errors")
    if errors:
        said = [str(error.get("message", "")) for error in errors if isinstance(error, dict)]
        words = " ".join("; ".join(said).split()) or "an error"
        raise OrbError(f"{registry.host} answers `{reference}` with: {words}")
    data = answer.get("data")
    if not isinstance(data, dict) or "orbVersion" not in data:
        raise OrbError(f"the answer of {registry.host} for `{reference}` is none of a registry")
    version = data["orbVersion"]
    return version if isinstance(version, dict) else None


def _send(reference: Reference, registry: Registry) -> bytes:
    """The body of the registry's answer; passing faults are tried again."""
    fault = ""
    for pause in (*registry.backoff, None):
        try:
            return _attempt(reference, registry)
        except _PassingFault as error:
            fault = str(error)
        if pause is not None:
            registry.sleep(pause)
    attempts = len(registry.backoff) + 1
    raise OrbError(f"cannot fetch `{reference}` from {registry.host}: {fault} (tried {attempts} times)")


class _PassingFault(Exception):  # noqa: N818 -- what may be over a moment later is no error yet
    """What may be over a moment later."""


class _NoRedirects(HTTPRedirectHandler):
    """Follow nothing: a redirected POST would become a GET, and take the token along to another host."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        del msg, headers
        fp.close()
        parts = urlsplit(newurl)
        host = f"{parts.scheme}://{parts.netloc}"
        raise OrbError(
            f"{req.host} answers with a redirection ({code}) to {host}; if that is right set `CIRCLECI_CLI_HOST` to it"
        )


def _attempt(reference: Reference, registry: Registry) -> bytes:
    deadline = time.monotonic() + registry.timeout
    try:
        # Built anew, it reads the proxies that the environment names now.
        with build_opener(_NoRedirects).open(_request(reference, registry), timeout=registry.timeout) as response:
            return _read(response, registry, deadline)
    except HTTPError as error:
        with error:
            status = error.code
        raise _refusal(status, registry) from error
    except TimeoutError as error:
        raise _PassingFault(f"no answer within {registry.timeout:g} seconds") from error
    except URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise _PassingFault(f"no answer within {registry.timeout:g} seconds") from error
        raise _PassingFault(_words(error.reason)) from error
    except HTTPException as error:
        raise _PassingFault("the answer breaks off") from error
    except OSError as error:
        raise _PassingFault(_words(error)) from error


def _request(reference: Reference, registry: Registry) -> Request:
    body = json.dumps({"query": QUERY, "variables": {"orbVersionRef": str(reference)}}).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Accept": "application/json; charset=utf-8",
        "User-Agent": f"wflint/{__version__}",
    }
    if registry.token is not None:
        headers["Authorization"] = registry.token
    try:
        return Request(f"{registry.host}/{ENDPOINT}", data=body, headers=headers, method="POST")  # noqa: S310 -- checked
    except ValueError as error:
        raise OrbError(f"`{registry.host}` is no address") from error


def _read(response: HTTPResponse, registry: Registry, deadline: float) -> bytes:
    """The whole body, within the time and a bound: a socket's own time-out begins anew with each piece."""
    announced = response.length
    pieces = []
    size = 0
    while piece := response.read1(_CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise OrbError(f"the answer of {registry.host} is larger than {MOST_BYTES // 1024 // 1024} MB")
        if time.monotonic() > deadline:
            raise TimeoutError
    if announced is not None and size < announced:
        raise _PassingFault("the answer breaks off")
    return b"".join(pieces)


def _refusal(status: int, registry: Registry) -> Exception:
    if status in _PASSING:
        return _PassingFault(f"it answers with status {status}")
    if status in {401, 403}:
        what = "does not accept the token in" if registry.token else "needs a token in"
        return OrbError(f"{registry.host} {what} `CIRCLECI_CLI_TOKEN` (status {status})")
    if status == 407:
        return OrbError("the proxy wants a user and a password (status 407)")
    return OrbError(f"{registry.host} answers with status {status}; is it the address of a CircleCI server?")


def _words(reason: object) -> str:
    text = reason.strerror if isinstance(reason, OSError) and reason.strerror else str(reason)
    text = " ".join(text.split()) or "the connection fails"
    return text[:1].lower() + text[1:]
