"""Settings of the automated tests: fast, silent, nothing leaves the machine."""

import atexit
import shutil
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, STORAGES

DEBUG = False
SECRET_KEY = "only-for-the-automated-tests-and-never-anywhere-else"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WAGTAIL_CACHE = False
# Locking out has tests of its own, which switch it on.
AXES_ENABLED = False
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
SILENCED_SYSTEM_CHECKS = ["axes.W003"]
# Only `make lint` uses this one; its options stand in the Makefile.
INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]

_TEST_FILES = Path(tempfile.mkdtemp(prefix="site-test-"))
atexit.register(shutil.rmtree, _TEST_FILES, ignore_errors=True)
STATIC_ROOT = _TEST_FILES / "static"
STATIC_ROOT.mkdir()
MEDIA_ROOT = _TEST_FILES / "media"
PRIVATE_MEDIA_ROOT = _TEST_FILES / "private"
STORAGES = {
    **STORAGES,
    "private": {
        "BACKEND": "core.storage.PrivateStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT},
    },
}
# Port 9 is "discard": a test that forgets to fake the geocoder fails at once and reaches nobody.
GEOCODER_URL = "http://127.0.0.1:9"
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"handlers": [], "level": "CRITICAL"}}

DEMO_LOGINS = True
