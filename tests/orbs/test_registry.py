"""Speaking to the registry, whatever it does."""

from __future__ import annotations

import socket

import pytest
from tests.orbs.playing import Answer, Played, found, said

from wflint.errors import OrbError
from wflint.orbs.reference import Reference
from wflint.orbs.registry import MOST_BYTES, Published, Registry, fetch_orb, registry_from

NODE = Reference("circleci", "node", "5")
SOURCE = "version: 2.1\ndescription: grüße\n"


def fetch(played: Played, wanted: Reference = NODE, *, token: str | None = None, timeout: float = 5) -> Published:
    """Fetch without pauses between attempts."""
    registry = Registry(host=played.host, token=token, timeout=timeout, backoff=(0, 0), sleep=lambda _: None)
    return fetch_orb(wanted, registry)


def refused(played: Played, wanted: Reference = NODE, *, token: str | None = None, timeout: float = 5) -> str:
    """What is said when nothing comes of it, with the server's address left out."""
    with pytest.raises(OrbError) as caught:
        fetch(played, wanted, token=token, timeout=timeout)
    text = str(caught.value).replace(played.host, "HOST")
    assert "\n" not in text
    return text


def test_a_selector_gets_the_version_that_the_registry_says(played: Played) -> None:
    played.sources = {"circleci/node@5.1.0": SOURCE}

    assert fetch(played) == Published(Reference("circleci", "node", "5.1.0"), SOURCE)


def test_the_question_goes_where_the_vendors_tool_sends_it(played: Played) -> None:
    played.sources = {"circleci/node@5.1.0": SOURCE}
    fetch(played)

    (seen,) = played.seen
    assert (seen.path, seen.reference) == ("/graphql-unstable", "circleci/node@5")
    assert seen.headers["content-type"].startswith("application/json")
    assert "authorization" not in seen.headers


def test_a_token_is_the_whole_authorization(played: Played) -> None:
    played.sources = {"circleci/node@5.1.0": SOURCE}
    fetch(played, token="secret")

    assert played.seen[0].headers["authorization"] == "secret"


def test_an_orb_that_is_not_there_is_said_to_be_so(played: Played) -> None:
    assert refused(played) == "there is no orb `circleci/node@5` at HOST; a private one needs `CIRCLECI_CLI_TOKEN`"
    assert refused(played, token="secret") == "there is no orb `circleci/node@5` at HOST"


def test_an_error_of_the_registry_is_passed_on(played: Played) -> None:
    played.answers = [said({"errors": [{"message": "Cannot\n parse"}, {"message": "that"}], "data": None})]

    assert refused(played) == "HOST answers `circleci/node@5` with: Cannot parse; that"


@pytest.mark.parametrize(
    ("status", "token", "message"),
    [
        (401, None, "HOST needs a token in `CIRCLECI_CLI_TOKEN` (status 401)"),
        (403, "secret", "HOST does not accept the token in `CIRCLECI_CLI_TOKEN` (status 403)"),
        (404, None, "HOST answers with status 404; is it the address of a CircleCI server?"),
        (407, None, "the proxy wants a user and a password (status 407)"),
    ],
)
def test_a_refusal_is_final(played: Played, status: int, token: str | None, message: str) -> None:
    played.answers = [Answer(status)]

    assert refused(played, token=token) == message
    assert len(played.seen) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_fault_is_tried_again(played: Played, status: int) -> None:
    played.sources = {"circleci/node@5.1.0": SOURCE}
    played.answers = [Answer(status)]

    assert fetch(played).source == SOURCE
    assert len(played.seen) == 2


def test_a_lasting_fault_is_given_up(played: Played) -> None:
    played.answers = [Answer(500)] * 3

    assert refused(played) == "cannot fetch `circleci/node@5` from HOST: it answers with status 500 (tried 3 times)"


def test_the_pauses_grow(played: Played) -> None:
    played.answers = [Answer(500)] * 4
    slept: list[float] = []
    with pytest.raises(OrbError):
        fetch_orb(NODE, Registry(host=played.host, sleep=slept.append))

    assert slept == [0.5, 1.0, 2.0]


def test_a_refused_connection_is_given_up() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        host = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(OrbError) as caught:
            fetch_orb(NODE, Registry(host=host, backoff=(0,), sleep=lambda _: None))

    expected = f"cannot fetch `circleci/node@5` from {host}: connection refused (tried 2 times)"
    assert str(caught.value) == expected


def test_a_server_that_does_not_answer_is_given_up(played: Played) -> None:
    played.answers = [Answer(pause=1)] * 3

    assert "no answer within 0.1 seconds (tried 3 times)" in refused(played, timeout=0.1)


def test_a_server_that_sends_byte_by_byte_is_given_up(played: Played) -> None:
    played.answers = [Answer(body=b" " * 1000, drip=0.05)] * 3

    assert "no answer within 0.2 seconds (tried 3 times)" in refused(played, timeout=0.2)


def test_an_answer_that_breaks_off_is_tried_again(played: Played) -> None:
    whole = found("5.1.0", SOURCE)
    played.answers = [whole._replace(body=whole.body[:40], announced=len(whole.body)), whole]

    assert fetch(played).source == SOURCE


@pytest.mark.parametrize("body", [b'{"data": {"orbVersion": {"id"', b"<html>", b"", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused(played: Played, body: bytes) -> None:
    played.answers = [Answer(body=body)]

    assert refused(played) == "the answer of HOST for `circleci/node@5` is no JSON"


@pytest.mark.parametrize("data", [[], {}, {"data": None}, {"data": {"orb": 1}}, 7])
def test_what_is_no_answer_is_refused(played: Played, data: object) -> None:
    played.answers = [said(data)]

    assert refused(played) == "the answer of HOST for `circleci/node@5` is none of a registry"


@pytest.mark.parametrize("version", ["6.0.0", "5", "../../../x", None, 5])
def test_a_version_that_does_not_fit_is_refused(played: Played, version: object) -> None:
    played.answers = [found(version, SOURCE)]

    assert refused(played) == f"HOST answers `circleci/node@5` with version `{version}`"


@pytest.mark.parametrize("source", [None, "", " \n", 7])
def test_an_orb_without_source_is_refused(played: Played, source: object) -> None:
    played.answers = [found("5.1.0", source)]

    assert refused(played) == "HOST has no source of `circleci/node@5`"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirection_is_not_followed(played: Played, status: int) -> None:
    played.answers = [Answer(status, headers=(("Location", "https://ci.example.com/graphql-unstable"),))]

    assert refused(played, token="secret") == (
        f"127.0.0.1:{played.port} answers with a redirection ({status}) to https://ci.example.com;"
        " if that is right set `CIRCLECI_CLI_HOST` to it"
    )


def test_a_huge_answer_is_not_read_to_its_end(played: Played) -> None:
    played.answers = [Answer(body=b" " * (MOST_BYTES + 1), announced=1 << 40)]

    assert refused(played, timeout=60) == "the answer of HOST is larger than 16 MB"


def test_the_proxy_of_the_environment_is_asked(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", played.host)
    played.sources = {"circleci/node@5.1.0": SOURCE}
    published = fetch_orb(NODE, Registry(host="http://registry.invalid", backoff=()))

    assert published.source == SOURCE
    assert played.seen[0].path == "http://registry.invalid/graphql-unstable"


def test_hosts_without_proxy_are_asked_themselves(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    played.sources = {"circleci/node@5.1.0": SOURCE}

    assert fetch(played).source == SOURCE


def test_host_and_token_come_from_the_environment() -> None:
    registry = registry_from({"CIRCLECI_CLI_HOST": "https://ci.example.com/", "CIRCLECI_CLI_TOKEN": "secret"})

    assert (registry.host, registry.token) == ("https://ci.example.com", "secret")
    assert registry_from({"CIRCLECI_CLI_TOKEN": ""}) == Registry(host="https://circleci.com", token=None)


@pytest.mark.parametrize("host", ["ci.example.com", "file:///etc/passwd", "https://"])
def test_a_host_that_is_no_address_is_refused(host: str) -> None:
    with pytest.raises(OrbError, match="which is no address such as"):
        registry_from({"CIRCLECI_CLI_HOST": host})
