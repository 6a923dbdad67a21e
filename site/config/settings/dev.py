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


# The site as visitors see it, with its own pages for errors. DEBUG=1 shows Django's, and reloads templates.
DEBUG = env.bool("DEBUG", default=False)
# The middleware finds each file in its own folder, so nothing has to be collected.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SECRET_KEY = env.str("SECRET_KEY", default="") or _local_secret_key()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# The middleware misses the folder of collected files, also when it does not need it.
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
