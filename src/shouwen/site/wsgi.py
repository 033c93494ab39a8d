"""The application that a web server calls."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.site.settings")
application = get_wsgi_application()
# Every address with its code is read now, and not while the first visitor waits.
_ADDRESSES = get_resolver().url_patterns
# What is loaded stays; the processes that are copied from this one go on sharing it.
gc.collect()
gc.freeze()
