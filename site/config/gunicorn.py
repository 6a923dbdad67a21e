"""How gunicorn serves the site: `gunicorn --config site/config/gunicorn.py config.wsgi`."""

import gc
import os
import sys
from pathlib import Path
from typing import Any

_SITE = Path(__file__).resolve().parents[1]
for _root in (_SITE.parent, _SITE):
    if str(_root) not in sys.path:
        sys.path.insert(0, str(_root))
pythonpath = f"{_SITE.parent},{_SITE}"

bind = os.environ.get("BIND", "0.0.0.0:8000")  # noqa: S104 - in a container; a proxy stands before it
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
# Loaded once, before the workers start: less memory, and a wrong setting stops the start.
preload_app = True
timeout = 60  # seconds
graceful_timeout = 30  # seconds
keepalive = 5  # seconds
# A worker that has served this many requests is replaced, so that a slow leak never becomes a failure.
max_requests = int(os.environ.get("WEB_MAX_REQUESTS", "20000"))
max_requests_jitter = max_requests // 10
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - the heartbeat needs no disk
control_socket_disable = True


def when_ready(_server: Any) -> None:
    """Look for garbage seldom, and never among what was loaded: a pause of 50 ms is a third of a page.

    A page of figures makes some hundred thousand objects and forgets them without help.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


# One JSON object a line, with neither addresses of visitors nor query strings.
access_log_format = "%(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "core.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
