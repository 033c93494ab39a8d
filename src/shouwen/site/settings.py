"""Settings, read from the environment; docs/operating/settings.md explains every variable."""

from __future__ import annotations

import os
from datetime import timedelta

from csp.constants import NONE, SELF

from shouwen.site import environment, logs

ENV = environment.read(os.environ)
PRODUCTION = ENV.production
HTTPS = ENV.switch("HTTPS", otherwise=PRODUCTION)

# Names are found by their sound sign by sign; the table of whole words would take 40 MB more in
# every process. documents/names.py loads it where words are spelt.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")

# ── the installation ─────────────────────────────────────────────────────────────────────────
SHOUWEN_MODE = ENV["MODE"]
SHOUWEN_DATA_DIR = ENV["DATA_DIR"]
SHOUWEN_DATA_DIR.mkdir(parents=True, exist_ok=True)
SHOUWEN_DEMO_SIGN_IN = ENV.switch("DEMO_SIGN_IN", otherwise=ENV["MODE"] == "demo")
SHOUWEN_WATCH_SECONDS = ENV["WATCH_SECONDS"]
SHOUWEN_REACTIONS = "shouwen.site.reactions.REACTIONS"
DEBUG = ENV["DEBUG"]
SECRET_KEY = ENV["SECRET_KEY"] or environment.kept_secret(SHOUWEN_DATA_DIR)
ALLOWED_HOSTS = ENV["ALLOWED_HOSTS"] or ["localhost", "127.0.0.1", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = ENV["TRUSTED_ORIGINS"]

# ── rooms ────────────────────────────────────────────────────────────────────────────────────
ROOMS = (
    "ui", "documents", "people", "api", "regulations", "files", "search", "journal",
    "obligations", "approvals", "ledger", "enforcement", "access", "appeals", "adoption",
    "customers", "knowledge", "org", "roster", "webhooks", "live",
    "seats", "cases", "calls", "registers", "rounds", "handover", "office", "signoff",
    "pay", "insight", "desk", "portal", "chat", "mail", "reception", "channels",
    "quality", "studio", "trial", "site",
)  # fmt: skip
INSTALLED_APPS = [
    # Rooms first: their templates and wordings win over those of the libraries.
    *[f"shouwen.{room}" for room in ROOMS],
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",  # for the files of its reference page
]
AUTH_USER_MODEL = "people.Member"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "shouwen.site.urls"
WSGI_APPLICATION = "shouwen.site.wsgi.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "shouwen.live.addresses.LiveAddressMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shouwen.site.middleware.RequestLogMiddleware",
    "shouwen.site.middleware.SentLaterMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "shouwen.people.middleware.MemberMiddleware",
    "shouwen.people.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "shouwen.site.middleware.RefusedSignInMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shouwen.site.middleware.OnlyForSendingMiddleware",
    "shouwen.site.middleware.NoSuchNumberMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",  # last, as it asks: it turns a lock-out into its page
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shouwen.site.demo.roles.demo_roles",
            ],
        },
    },
]
FORM_RENDERER = "shouwen.ui.forms.HouseRenderer"

# ── database ─────────────────────────────────────────────────────────────────────────────────
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": SHOUWEN_DATA_DIR / "shouwen.sqlite3",
    "OPTIONS": {
        # A writer takes its place at BEGIN, so a transaction never fails halfway for want of it.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # FULL: an acknowledged fact is on the disk, whatever happens to the power.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    },
}
POSTGRES = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": ENV["DB_NAME"],
    "USER": ENV["DB_USER"],
    "PASSWORD": ENV["DB_PASSWORD"],
    "HOST": ENV["DB_HOST"],
    "PORT": ENV["DB_PORT"],
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
}
DATABASES = {"default": POSTGRES if ENV["DB"] == "postgres" else SQLITE}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# ── words and time ───────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
FORMAT_MODULE_PATH = "shouwen.site.formats"
TIME_ZONE = ENV["TIME_ZONE"]
USE_TZ = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS

# ── files ────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "static/"
STATIC_ROOT = SHOUWEN_DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = SHOUWEN_DATA_DIR / "media"
MEDIA_URL = "media/"  # never served as files: a view asks the gate first
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Outside production the files are served from the rooms, so nothing needs collecting.
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
SHOUWEN_UPLOAD_MB = ENV["UPLOAD_MB"]
SHOUWEN_CAPACITY = ENV["CAPACITY"]
SHOUWEN_SEAT_LEASE_SECONDS = ENV["SEAT_LEASE_SECONDS"]
SHOUWEN_CALL_SILENCE_MINUTES = ENV["CALL_SILENCE_MINUTES"]
SHOUWEN_CHATS_AT_ONCE = ENV["CHATS_AT_ONCE"]
SHOUWEN_LIVE_PORT = ENV["LIVE_PORT"]
SHOUWEN_REDIS_URL = ENV["REDIS_URL"]
SHOUWEN_UNDO_SECONDS = ENV["UNDO_SECONDS"]
SHOUWEN_LIKELY_DAYS = ENV["LIKELY_DAYS"]
SHOUWEN_OPEN_CHILDREN_BLOCK = ENV["OPEN_CHILDREN_BLOCK"]
SHOUWEN_PHOTO_MEGAPIXELS = ENV["PHOTO_MEGAPIXELS"]
SHOUWEN_WEBHOOK_HTTP = ENV.switch("WEBHOOK_HTTP", otherwise=not PRODUCTION)
SHOUWEN_WEBHOOK_PORTS = ENV["WEBHOOK_PORTS"]
SHOUWEN_WEBHOOK_INTERNAL_HOSTS = ENV["WEBHOOK_INTERNAL_HOSTS"]
SHOUWEN_WEBHOOK_SECONDS = ENV["WEBHOOK_SECONDS"]
SHOUWEN_WEBHOOK_LOG_DAYS = ENV["WEBHOOK_LOG_DAYS"]
SHOUWEN_ASSISTANT_URL = ENV["ASSISTANT_URL"]
SHOUWEN_ASSISTANT_MODEL = ENV["ASSISTANT_MODEL"]
SHOUWEN_ASSISTANT_KEY = ENV["ASSISTANT_KEY"]
SHOUWEN_ASSISTANT_SECONDS = ENV["ASSISTANT_SECONDS"]
SHOUWEN_ASSISTANT_INTERNAL_HOSTS = ENV["ASSISTANT_INTERNAL_HOSTS"]
SHOUWEN_FILE_GATE = "shouwen.site.file_gate.may_see"

# ── signing in ───────────────────────────────────────────────────────────────────────────────
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: a locked-out name is refused before it is read
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "shouwen.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_USER_DISPLAY = "shouwen.site.accounts.display"
# Wrong passwords are counted by axes, in the database and for all processes; it answers first.
# This count is for wrong one-time codes. A whole office may sign in from one address at half past
# eight, so there is no narrow limit by address.
ACCOUNT_RATE_LIMITS = {
    "login_failed": f"{2 * ENV['SIGN_IN_ATTEMPTS']}/{60 * ENV['LOCK_OUT_MINUTES']}s/key",
    "login": "600/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENV["BEHIND_PROXY"] else 0
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Shouwen 首问"
# The department entered the address itself, so nobody can lock its owner out with a strange one.
MFA_ALLOW_UNVERIFIED_EMAIL = True
SHOUWEN_REVEAL_MINUTES = ENV["REVEAL_MINUTES"]
SHOUWEN_ASKING_HOURS = ENV["ASKING_HOURS"]
SHOUWEN_ASKINGS_PER_HOUR = ENV["ASKINGS_PER_HOUR"]
AXES_FAILURE_LIMIT = ENV["SIGN_IN_ATTEMPTS"]
AXES_COOLOFF_TIME = timedelta(minutes=ENV["LOCK_OUT_MINUTES"])
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "shouwen.people.adapter.sign_in_name"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "shouwen.site.accounts.locked_out"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False

# ── the API ──────────────────────────────────────────────────────────────────────────────────
SHOUWEN_API_PER_MINUTE = ENV["API_PER_MINUTE"]
SHOUWEN_API_BODY_KB = ENV["API_BODY_KB"]
SHOUWEN_API_ANSWER_HOURS = ENV["API_ANSWER_HOURS"]
SHOUWEN_API_TOKEN_DAYS = ENV["API_TOKEN_DAYS"]

# ── the customers' own door ──────────────────────────────────────────────────────────────────
# Without a real gateway a code would reach nobody, so in production there is none unless named.
SHOUWEN_SMS_GATEWAY = ENV["SMS_GATEWAY"] or ("" if PRODUCTION else "console")
SHOUWEN_PORTAL_SHOWS_CODES = not PRODUCTION
SHOUWEN_PORTAL_CODE_MINUTES = ENV["PORTAL_CODE_MINUTES"]
SHOUWEN_PORTAL_CODE_TRIES = ENV["PORTAL_CODE_TRIES"]
SHOUWEN_PORTAL_CODES_PER_HOUR = ENV["PORTAL_CODES_PER_HOUR"]
SHOUWEN_PORTAL_TRIES_PER_NUMBER = ENV["PORTAL_TRIES_PER_NUMBER"]
SHOUWEN_PORTAL_DEEDS_PER_HOUR = ENV["PORTAL_DEEDS_PER_HOUR"]
SHOUWEN_PORTAL_PER_ADDRESS = ENV["PORTAL_PER_ADDRESS"]
SHOUWEN_PORTAL_PER_HOUR = ENV["PORTAL_PER_HOUR"]
SHOUWEN_PORTAL_VISIT_MINUTES = ENV["PORTAL_VISIT_MINUTES"]

# ── sessions, cookies, headers ───────────────────────────────────────────────────────────────
SESSION_COOKIE_AGE = ENV["SESSION_HOURS"] * 3600
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV["BEHIND_PROXY"] else None
AXES_CLIENT_IP_CALLABLE = "shouwen.site.accounts.client_address"
SHOUWEN_BEHIND_PROXY = ENV["BEHIND_PROXY"]
X_FRAME_OPTIONS = "DENY"
# Subdomains and the browsers' preload list are the domain owner's to decide, not ours.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the component kit draws its arrows as data
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# ── messages and logs ────────────────────────────────────────────────────────────────────────
EMAIL_BACKEND = "django.core.mail.backends.{}.EmailBackend".format(
    "smtp" if ENV["EMAIL_HOST"] else "console"
)
EMAIL_HOST = ENV["EMAIL_HOST"]
EMAIL_PORT = ENV["EMAIL_PORT"]
EMAIL_HOST_USER = ENV["EMAIL_USER"]
EMAIL_HOST_PASSWORD = ENV["EMAIL_PASSWORD"]
EMAIL_USE_TLS = ENV["EMAIL_TLS"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = ENV["EMAIL_FROM"]
SHOUWEN_MAIL_ADDRESS = ENV["MAIL_ADDRESS"]
SHOUWEN_MAIL_PLUS = ENV["MAIL_PLUS"]
SHOUWEN_MAIL_SECONDS = ENV["MAIL_SECONDS"]
SHOUWEN_MAIL_PER_HOUR = ENV["MAIL_PER_HOUR"]
SHOUWEN_MAIL_MB = ENV["MAIL_MB"]
SHOUWEN_WECHAT_ADDRESS = ENV["WECHAT_ADDRESS"].rstrip("/")
SHOUWEN_IMAP_HOST = ENV["IMAP_HOST"]
SHOUWEN_IMAP_PORT = ENV["IMAP_PORT"]
SHOUWEN_IMAP_TLS = ENV["IMAP_TLS"]
SHOUWEN_IMAP_USER = ENV["IMAP_USER"]
SHOUWEN_IMAP_PASSWORD = ENV["IMAP_PASSWORD"]
SHOUWEN_IMAP_FOLDER = ENV["IMAP_FOLDER"]
LOGGING_CONFIG = None
logs.configure(level=ENV["LOG_LEVEL"], form=ENV["LOG_FORMAT"])
