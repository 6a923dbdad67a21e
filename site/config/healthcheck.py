"""Ask the running site for its health: `python -m config.healthcheck` ends with 0 when all is well."""

import os
import sys
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

TIMEOUT = 5  # seconds


def main() -> int:
    """Ask this machine's own server, under the name by which the site is known."""
    port = os.environ.get("BIND", "0.0.0.0:8000").rpartition(":")[2]  # noqa: S104 - only its port is used
    host = urlsplit(os.environ.get("SITE_URL", "")).hostname or "localhost"
    request = Request(f"http://127.0.0.1:{port}/gezond/", headers={"Host": host})  # noqa: S310 - a fixed address
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            return 0 if answer.status == 200 else 1
    except (URLError, OSError):
        return 1


if __name__ == "__main__":
    sys.exit(main())
