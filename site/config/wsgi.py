"""WSGI entry point: `gunicorn --pythonpath .,site config.wsgi`."""

import os
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
for root in (BASE_DIR, BASE_DIR / "site"):
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
