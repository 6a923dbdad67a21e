"""Production: everything that differs per installation comes from the environment (docs/operations.md)."""

import os
import sys
from urllib.parse import urlsplit, urlunsplit

# Checked before anything else is read, so that a forgotten variable is one clear line and not a traceback.
_REQUIRED = {
    "SECRET_KEY": (
        "at least 50 random characters; make one with: "
        'python3 -c "import secrets; print(secrets.token_urlsafe(60))"'
    ),
    "SITE_URL": "the public address of the site, such as https://www.example.org",
    "DATABASE_URL": "where the data is, such as postgres://user:password@host:5432/name",
    "EMAIL_URL": "the mail server, such as smtp+tls://user:password@host:587",
}
_missing = [f"{name} is not set: {hint}." for name, hint in _REQUIRED.items() if not os.environ.get(name)]
if not _missing and len(os.environ["SECRET_KEY"]) < 50:
    _missing.append(f"SECRET_KEY is too short: {_REQUIRED['SECRET_KEY']}.")
if not _missing and urlsplit(os.environ["SITE_URL"]).scheme not in ("http", "https"):
    _missing.append(f"SITE_URL does not start with https://. It is {_REQUIRED['SITE_URL']}.")
if _missing:
    sys.exit("\n".join(_missing))

from .base import *  # noqa: E402, F403
from .base import CACHES, SERVED_OVER_HTTPS, SITE_URL, STORAGES, VAR_DIR, env  # noqa: E402

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
# Older keys stay valid for reading, so that a key can be replaced without breaking links in mails.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# HTTPS: the reverse proxy ends TLS. Only a proxy that is said to be there is believed about it.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Without the proxy's word every request seems to be plain HTTP, and a redirect would go round for ever.
SECURE_SSL_REDIRECT = SERVED_OVER_HTTPS and BEHIND_PROXY
# The health check asks the process itself, inside the container.
SECURE_REDIRECT_EXEMPT = [r"^gezond/$"]
if SERVED_OVER_HTTPS:
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=60 * 60 * 24 * 365)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=False)
    SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
# W005, W021: subdomains and the preload list are a decision of who owns the domain. W019: the editors' screen
# shows previews in a frame of our own. W008: the redirect may be the proxy's.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W019", "security.W021"]
if not SECURE_SSL_REDIRECT:
    SILENCED_SYSTEM_CHECKS.append("security.W008")

# Caches: shared by all processes, so that a publication is seen everywhere at once.
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    _parts = urlsplit(REDIS_URL)
    _number = int(_parts.path.strip("/") or 0)
    for _offset, _name in enumerate(("default", "pages", "renditions")):
        # Emptying a cache empties its whole numbered database: pages get one of their own.
        CACHES[_name] = {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": urlunsplit(_parts._replace(path=f"/{_number + _offset}")),
            "TIMEOUT": CACHES[_name].get("TIMEOUT", 300),
        }
else:
    for _name in ("default", "pages", "renditions"):
        CACHES[_name] |= {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache" / _name,
        }

# Static files: collected once, hashed and compressed.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "config.storage.StaticStorage"}}

# E-mail
DEFAULT_FROM_EMAIL = (
    env.str("DEFAULT_FROM_EMAIL", default="") or f"niet-beantwoorden@{urlsplit(SITE_URL).hostname}"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
for _key, _value in env.email_url("EMAIL_URL").items():
    globals()[_key] = _value
