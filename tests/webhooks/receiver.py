"""A real program on loopback that is told things, and answers as a test wants it to."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One call as it came in."""

    path: str
    head: Mapping[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True)
class Receiver:
    """What was told so far; ``answers`` are the next statuses, then 204 for ever."""

    port: int = 0
    calls: list[Told] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    head: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def sequences(self) -> list[int]:
        return [call.said["sequence"] for call in self.calls]


@contextlib.contextmanager
def listening() -> Iterator[Receiver]:
    """Answer calls until the block ends."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.calls.append(Told(path=self.path, head=dict(self.headers), body=body))
            self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
            for name, value in receiver.head.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(receiver.body)))
            self.end_headers()
            self.wfile.write(receiver.body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def dribbling(first: bytes, piece: bytes) -> Iterator[int]:
    """Answer one call with ``first``, then ``piece`` again and again; yield the port."""
    door = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        with contextlib.suppress(OSError):
            caller, _ = door.accept()
            with caller:
                caller.recv(65_536)
                caller.sendall(first)
                while not stop.wait(0.02):
                    caller.sendall(piece)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield door.getsockname()[1]
    finally:
        stop.set()
        with contextlib.suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)
        door.close()
        thread.join()
