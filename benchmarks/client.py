"""A small load client: a few connections that stay open and ask again as soon as they have their answer.

It speaks just enough HTTP to time answers that have a Content-Length, so that it is not itself what is
measured.
"""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass
from statistics import quantiles
from urllib.parse import urlsplit

CONNECTIONS = 4
ROUNDS = 2  # the better one counts: what disturbs a measurement only ever makes it slower
TIMEOUT = 30  # seconds


@dataclass(frozen=True)
class Measurement:
    """What a period of load gave. Times in milliseconds, body in bytes as sent."""

    per_second: float
    p50: float
    p95: float
    body: int
    status: int
    cached: bool

    @classmethod
    def of(cls, took: list[float], seconds: float, head: bytes, body: int) -> Measurement:
        """Sum up answers that took so many seconds each, in a period of so many seconds."""
        twentieths = quantiles(took, n=20) if len(took) > 1 else took * 19
        return cls(
            per_second=len(took) / seconds,
            p50=twentieths[9] * 1000,
            p95=twentieths[18] * 1000,
            body=body,
            status=int(head.split(b" ", 2)[1]),
            cached=b"\r\nx-cache: hit" in head.lower(),
        )


class Connection:
    """One connection that is kept open."""

    def __init__(self, url: str, path: str) -> None:
        address = urlsplit(url)
        host, port = address.hostname or "localhost", address.port or 80
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request = (
            f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n"
            "Accept-Encoding: gzip\r\nConnection: keep-alive\r\n\r\n"
        ).encode()

    def ask(self) -> tuple[bytes, int]:
        """Ask once; return the head of the answer and the size of its body.

        Raises ConnectionError when the server hangs up, and ValueError for an answer without a length.
        """
        self.socket.sendall(self.request)
        received = b""
        while b"\r\n\r\n" not in received:
            part = self.socket.recv(65536)
            if not part:
                raise ConnectionError("the server closed the connection")
            received += part
        head, _, body = received.partition(b"\r\n\r\n")
        marker = head.lower().find(b"\r\ncontent-length:")
        if marker < 0:
            raise ValueError(f"no Content-Length in: {head[:200]!r}")
        length = int(head[marker + 17 :].split(b"\r\n", 1)[0])
        missing = length - len(body)
        while missing > 0:
            part = self.socket.recv(65536)
            if not part:
                raise ConnectionError("the server closed the connection")
            missing -= len(part)
        return head, length

    def close(self) -> None:
        self.socket.close()


def measure(url: str, path: str, seconds: float) -> Measurement:
    """Load one path for so many seconds, in rounds. Raises RuntimeError when a connection fails."""
    first = Connection(url, path)
    for _warm_up in range(4):
        head, body = first.ask()
    first.close()
    rounds = [_load(url, path, seconds / ROUNDS) for _ in range(ROUNDS)]
    took, elapsed = max(rounds, key=lambda one: len(one[0]) / one[1])
    return Measurement.of(took, elapsed, head, body)


def _load(url: str, path: str, seconds: float) -> tuple[list[float], float]:
    """Return how long each answer took, and how long it all took, in seconds."""
    took: list[float] = []
    failures: list[Exception] = []
    started = time.perf_counter()
    deadline = started + seconds

    def visit() -> None:
        try:
            connection = Connection(url, path)
            try:
                while (now := time.perf_counter()) < deadline:
                    connection.ask()
                    took.append(time.perf_counter() - now)
            finally:
                connection.close()
        except (OSError, ValueError) as error:
            failures.append(error)

    threads = [threading.Thread(target=visit) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(f"{path}: {failures[0]}")
    return took, time.perf_counter() - started
