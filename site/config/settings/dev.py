"""Local development and `make start`: everything embedded, e-mail readable on the site itself."""

from django.core.management.utils import get_random_secret_key

from .base import *  # noqa: F403
from .base import STATIC_ROOT, VAR_DIR, env


def _local_secret_key() -> str:
    """Return this machine's own secret key; made at first use, so that none is in the repository."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text().strip()


DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env.str("SECRET_KEY", default="") or _local_secret_key()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# Files come straight from their folders here, but the middleware misses the folder of collected ones.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
INTERNAL_IPS = ["127.0.0.1"]

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
DEV_MAILBOX = True
WAGTAIL_CACHE = env.bool("PAGE_CACHE", default=False)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django brings a console handler of its own; with ours beside it every line would appear twice.
    "loggers": {"django": {"handlers": [], "level": "WARNING"}},
}

DEMO_LOGINS = True
