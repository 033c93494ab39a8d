"""Settings, read from the environment."""

from __future__ import annotations

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[3]
SECRET_KEY = os.environ.get("SHOUWEN_SECRET_KEY", "development-only")
DEBUG = True
ALLOWED_HOSTS = ["*"]
ROOMS = ["ui", "people", "regulations", "journal", "obligations", "approvals", "ledger", "enforcement",
         "adoption", "customers", "cases", "pay", "desk", "site"]
INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles",
    *[f"shouwen.{room}" for room in ROOMS],
]
AUTH_USER_MODEL = "people.Member"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "var" / "shouwen.sqlite3"}}
if os.environ.get("SHOUWEN_DB") == "postgres":
    DATABASES["default"] = {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ.get("SHOUWEN_DB_NAME", "shouwen"),
        "USER": os.environ.get("SHOUWEN_DB_USER", "shouwen"), "HOST": os.environ.get("SHOUWEN_DB_HOST", "127.0.0.1"),
        "PORT": os.environ.get("SHOUWEN_DB_PORT", "5432"), "PASSWORD": os.environ.get("SHOUWEN_DB_PASSWORD", "")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LANGUAGE_CODE = "zh-hans"
ROOT_URLCONF = "shouwen.site.urls"
SHOUWEN_REACTIONS = "shouwen.site.reactions.REACTIONS"
