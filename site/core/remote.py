"""Asking another server something, without trusting it: it may hang, send too much, or send us elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterable

import requests
from urllib3.exceptions import HTTPError


class RemoteError(Exception):
    """The server gave no usable answer. The text says why, and never what was asked."""


def fetch(
    url: str,
    query: Iterable[tuple[str, str]] = (),
    *,
    timeout: float,
    most_bytes: int,
    accept: str = "application/json",
) -> bytes:
    """Return the body of an answer with status 200.

    `timeout` in seconds is for the whole answer, however slowly it comes. Redirects are not followed: the
    address is ours to choose. Raises RemoteError.
    """
    deadline = time.monotonic() + timeout
    parts: list[bytes] = []
    size = 0
    try:
        with requests.get(
            url,
            params=list(query),
            # Not compressed, so that a small answer cannot unfold into a huge one.
            headers={"Accept": accept, "Accept-Encoding": "identity"},
            timeout=timeout,
            stream=True,
            allow_redirects=False,
        ) as response:
            if response.status_code != requests.codes.ok:
                raise RemoteError(f"status {response.status_code}")
            # Whatever has come is read at once: a service that sends byte by byte stays within the time
            # allowed for each single read, and would keep us waiting for ever.
            while chunk := response.raw.read1(65536):
                parts.append(chunk)
                size += len(chunk)
                if size > most_bytes or time.monotonic() > deadline:
                    raise RemoteError("answer too long or too slow")
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        raise RemoteError(type(error).__name__) from error
    return b"".join(parts)
