"""A server on this machine that plays the orb registry, faults included."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Seen(NamedTuple):
    """A request that arrived: its path, headers and the reference it asks for."""

    path: str
    headers: dict[str, str]
    reference: str


class Answer(NamedTuple):
    """What the server sends: `announced` is the length it claims, `pause` how long it waits, in seconds.

    With `drip` the body goes out byte by byte with that pause between.
    """

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    announced: int | None = None
    pause: float = 0
    drip: float = 0


class Played:
    """The server: `sources` by exact reference, and answers that come first, whatever is asked."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}
        self.answers: list[Answer] = []
        self.seen: list[Seen] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.host = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def asked(self) -> list[str]:
        return [seen.reference for seen in self.seen]

    def answer(self, reference: str) -> Answer:
        if self.answers:
            return self.answers.pop(0)
        orb, _, wanted = reference.partition("@")
        versions = [exact.partition("@")[2] for exact in self.sources if exact.startswith(f"{orb}@")]
        version = max((one for one in versions if f"{one}.".startswith(f"{wanted}.")), default=None)
        return found(version, self.sources[f"{orb}@{version}"]) if version else said({"data": {"orbVersion": None}})


def found(version: object, source: object) -> Answer:
    """The answer for an orb that is there."""
    return said({"data": {"orbVersion": {"id": "1", "version": version, "orb": {"id": "2"}, "source": source}}})


def said(data: object) -> Answer:
    """An answer in JSON."""
    return Answer(body=json.dumps(data).encode())


def _handler(played: Played) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reference = body["variables"]["orbVersionRef"]
            played.seen.append(Seen(self.path, {key.lower(): value for key, value in self.headers.items()}, reference))
            self._send(played.answer(reference))

        def _send(self, answer: Answer) -> None:
            time.sleep(answer.pause)
            try:
                self.send_response(answer.status)
                for name, value in answer.headers:
                    self.send_header(name, value)
                length = len(answer.body) if answer.announced is None else answer.announced
                self.send_header("Content-Length", str(length))
                self.end_headers()
                for piece in _pieces(answer):
                    self.wfile.write(piece)
                    self.wfile.flush()
                    time.sleep(answer.drip)
            except OSError:
                return

        log_message: Callable[..., None] = lambda *_: None

    return Handler


def _pieces(answer: Answer) -> list[bytes]:
    return [bytes([byte]) for byte in answer.body] if answer.drip else [answer.body]
