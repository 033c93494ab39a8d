"""What may be set from the environment: every variable, its default, and how it is read."""

from __future__ import annotations

import difflib
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

PREFIX = "SHOUWEN_"


class SettingsFault(ImproperlyConfigured):
    """The environment cannot be used; the message is one sentence that says how to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One variable: ``name`` without prefix, ``default`` as typed, ``read`` its reader."""

    name: str
    default: str
    read: Callable[[str], Any]
    means: str

    @property
    def variable(self) -> str:
        """The name as it is written in the environment."""
        return PREFIX + self.name


def text(value: str) -> str:
    """Take any text."""
    return value


def yes_no(value: str) -> bool:
    """Take yes or no."""
    return one_of("yes", "no")(value) == "yes"


def whole(least: int, most: int) -> Callable[[str], int]:
    """Take a whole number from ``least`` to ``most``."""

    def read(value: str) -> int:
        if not value.isdecimal() or not least <= int(value) <= most:
            raise ValueError(f"Use a whole number from {least} to {most}.")
        return int(value)

    return read


def one_of(*allowed: str) -> Callable[[str], str]:
    """Take one of the words given."""

    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"Use one of: {', '.join(allowed)}.")
        return value

    return read


def words(value: str) -> list[str]:
    """Take words separated by commas or spaces."""
    return value.replace(",", " ").split()


def ports(value: str) -> list[int]:
    """Take numbers of ports, separated by commas or spaces."""
    read = whole(1, 65535)
    try:
        return [read(each) for each in words(value)]
    except ValueError:
        raise ValueError("Use whole numbers from 1 to 65535 with spaces between.") from None


def folder(value: str) -> Path:
    """Take a folder; a relative one is counted from where the program was started."""
    return Path(value).absolute()


def zone(value: str) -> str:
    """Take the name of a time zone."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError("Use a name such as Asia/Shanghai.") from None
    return value


def _setting(name: str, default: str, read: Callable[[str], Any], means: str) -> Setting:
    return Setting(name=name, default=default, read=read, means=means)


SETTINGS: tuple[Setting, ...] = (
    _setting("MODE", "development", one_of("demo", "development", "production"),
             "demo shows the demonstration department, production keeps every lock shut"),
    _setting("SECRET_KEY", "", text,
             "signs sessions; outside production one is made and kept in the data folder"),
    _setting("DEBUG", "no", yes_no, "shows Django's fault pages; never in production"),
    _setting("DEMO_SIGN_IN", "", one_of("", "yes", "no"),
             "one-click sign-in per role; empty means yes in demo mode and no elsewhere"),
    _setting("ALLOWED_HOSTS", "", words, "host names the pages are served under"),
    _setting("TRUSTED_ORIGINS", "", words,
             "origins such as https://desk.example.cn that forms may be sent from"),
    _setting("HTTPS", "", one_of("", "yes", "no"),
             "secure cookies, redirect and HSTS; empty means yes in production and no elsewhere"),
    _setting("BEHIND_PROXY", "no", yes_no,
             "a reverse proxy sets X-Forwarded-Proto and X-Forwarded-For"),
    _setting("DATA_DIR", "var", folder, "folder for the SQLite file, uploads and collected files"),
    _setting("DB", "sqlite", one_of("sqlite", "postgres"), "which database"),
    _setting("DB_NAME", "shouwen", text, "PostgreSQL database name"),
    _setting("DB_USER", "shouwen", text, "PostgreSQL user"),
    _setting("DB_PASSWORD", "", text, "PostgreSQL password"),
    _setting("DB_HOST", "127.0.0.1", text, "PostgreSQL host or socket folder"),
    _setting("DB_PORT", "5432", whole(1, 65535), "PostgreSQL port"),
    _setting("HOST", "127.0.0.1", text, "address that `shouwen run` listens on"),
    _setting("PORT", "8000", whole(1, 65535), "port that `shouwen run` listens on"),
    _setting("LIVE_PORT", "0", whole(0, 65535),
             "port of the sockets that tell open pages what happens; 0: the next free after PORT"),
    _setting("REDIS_URL", "", text,
             "Redis that wakes the sockets of several machines, such as redis://127.0.0.1:6379/0; "
             "empty: they look by themselves"),
    _setting("WEB_WORKERS", "2", whole(1, 64), "web processes"),
    _setting("WEB_THREADS", "4", whole(1, 64), "threads in each web process"),
    _setting("WATCH_SECONDS", "5", whole(1, 300), "how often the watcher looks for due times"),
    _setting("TIME_ZONE", "Asia/Shanghai", zone, "zone that pages and regulations count in"),
    _setting("SESSION_HOURS", "12", whole(1, 720), "a sign-in ends after this many idle hours"),
    _setting("SIGN_IN_ATTEMPTS", "5", whole(1, 100), "wrong passwords before the lock-out"),
    _setting("LOCK_OUT_MINUTES", "15", whole(1, 1440), "how long a lock-out lasts"),
    _setting("REVEAL_MINUTES", "5", whole(1, 60), "how long covered fields stay shown"),
    _setting("ASKING_HOURS", "24", whole(1, 168),
             "how long an asking waits for a second person, and a granted export to be fetched"),
    _setting("ASKINGS_PER_HOUR", "30", whole(1, 1000),
             "how often one member may ask to see, tell or export within an hour"),
    _setting("EMAIL_HOST", "", text, "SMTP host; empty prints messages instead of sending"),
    _setting("EMAIL_PORT", "587", whole(1, 65535), "SMTP port"),
    _setting("EMAIL_USER", "", text, "SMTP user"),
    _setting("EMAIL_PASSWORD", "", text, "SMTP password"),
    _setting("EMAIL_TLS", "yes", yes_no, "SMTP with STARTTLS"),
    _setting("EMAIL_FROM", "shouwen@localhost", text, "sender of messages"),
    _setting("MAIL_ADDRESS", "", text,
             "address that customers write to; empty: letters are neither fetched nor answered"),
    _setting("MAIL_PLUS", "yes", yes_no,
             "whether answers to name+token@… reach the mailbox of MAIL_ADDRESS"),
    _setting("MAIL_SECONDS", "60", whole(5, 3600), "how often the mailbox is asked"),
    _setting("MAIL_PER_HOUR", "30", whole(1, 10_000),
             "letters taken from one address within an hour; more are left in the mailbox"),
    _setting("MAIL_MB", "25", whole(1, 100), "largest letter that is taken, in megabytes"),
    _setting("IMAP_HOST", "", text, "IMAP host of the mailbox; empty: none is asked"),
    _setting("IMAP_PORT", "993", whole(1, 65535), "IMAP port"),
    _setting("IMAP_TLS", "tls", one_of("tls", "starttls", "no"),
             "how the line to the mailbox is closed to others"),
    _setting("IMAP_USER", "", text, "IMAP user"),
    _setting("IMAP_PASSWORD", "", text, "IMAP password"),
    _setting("IMAP_FOLDER", "INBOX", text, "folder that is asked"),
    _setting("WECHAT_ADDRESS", "https://api.weixin.qq.com", text,
             "where WeChat's platform is called; another only for a stand-in"),
    _setting("CAPACITY", "0", whole(0, 10_000),
             "open cases in hand beyond which nobody is assigned one automatically; 0 is no limit"),
    _setting("SEAT_LEASE_SECONDS", "90", whole(15, 3600),
             "how long a seat counts as taken without being heard of"),
    _setting("CALL_SILENCE_MINUTES", "120", whole(5, 1440),
             "a call of which its exchange tells nothing for this long counts as over"),
    _setting("CHATS_AT_ONCE", "5", whole(1, 100),
             "conversations that one seat is given at the same time"),
    _setting("UNDO_SECONDS", "10", whole(0, 120),
             "how long an answer to a customer waits and can be taken back; 0 sends at once"),
    _setting("LIKELY_DAYS", "30", whole(1, 365),
             "days back in which likely duplicates and hot issues are looked for"),
    _setting("OPEN_CHILDREN_BLOCK", "yes", yes_no,
             "whether a case with open parts may not end where no rule in force judges this"),
    _setting("UPLOAD_MB", "15", whole(1, 200), "largest file that may be sent, in megabytes"),
    _setting("PHOTO_MEGAPIXELS", "60", whole(1, 200),
             "largest photograph that is unpacked, in million dots"),
    _setting("WEBHOOK_HTTP", "", one_of("", "yes", "no"),
             "webhooks may go to http:// addresses; empty: no in production, yes elsewhere"),
    _setting("WEBHOOK_PORTS", "80,443,8443", ports, "ports that webhooks may call"),
    _setting("WEBHOOK_INTERNAL_HOSTS", "", words,
             "internal hosts that webhooks may call, as host or host:port"),
    _setting("WEBHOOK_SECONDS", "10", whole(1, 60), "how long a receiver may take to answer"),
    _setting("WEBHOOK_LOG_DAYS", "30", whole(1, 3650), "how long the log of webhooks is kept"),
    _setting("API_PER_MINUTE", "1200", whole(10, 1_000_000),
             "requests that one token may send to the API in a minute"),
    _setting("API_BODY_KB", "1000", whole(16, 5000),
             "largest body that the API reads, in kilobytes; files are bound by UPLOAD_MB"),
    _setting("API_ANSWER_HOURS", "48", whole(1, 720),
             "how long an answer is kept for a request sent again with its idempotency key"),
    _setting("API_TOKEN_DAYS", "365", whole(1, 3650), "how long a token of the API may be valid"),
    _setting("SMS_GATEWAY", "", text,
             "what hands text messages on: package.module:function, or console; empty means "
             "console, and none in production"),
    _setting("PORTAL_CODE_MINUTES", "10", whole(1, 60), "how long a customer's code is valid"),
    _setting("PORTAL_CODE_TRIES", "5", whole(1, 20), "wrong codes before a code is used up"),
    _setting("PORTAL_CODES_PER_HOUR", "5", whole(1, 100),
             "codes sent to one number or address within an hour"),
    _setting("PORTAL_TRIES_PER_NUMBER", "10", whole(1, 100),
             "follow codes tried for one matter within a quarter of an hour"),
    _setting("PORTAL_DEEDS_PER_HOUR", "20", whole(1, 1000),
             "matters filed and added to by one customer within an hour"),
    _setting("PORTAL_PER_ADDRESS", "120", whole(1, 100_000),
             "attempts of a sort from one address of the network within an hour"),
    _setting("PORTAL_PER_HOUR", "3000", whole(1, 1_000_000),
             "attempts of a sort from everywhere within an hour"),
    _setting("PORTAL_VISIT_MINUTES", "30", whole(1, 240),
             "how long a customer stays known after the last code"),
    _setting("ASSISTANT_URL", "", text,
             "base address of an OpenAI-compatible endpoint that may propose rules; empty means "
             "none, nothing leaves the machine"),
    _setting("ASSISTANT_MODEL", "", text, "the model that is asked there"),
    _setting("ASSISTANT_KEY", "", text, "its key"),
    _setting("ASSISTANT_SECONDS", "60", whole(5, 600), "how long it may take to answer"),
    _setting("ASSISTANT_INTERNAL_HOSTS", "", words,
             "internal hosts it may be at, as host or host:port; these may be called by http"),
    _setting("LOG_LEVEL", "info", one_of("debug", "info", "warning", "error"), "least log level"),
    _setting("LOG_FORMAT", "console", one_of("console", "json"), "how log lines are written"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings as read; ``env["DB_PORT"]`` is an int, ``env["ALLOWED_HOSTS"]`` a list."""

    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        """Return one setting by its name without the prefix."""
        return self.values[name]

    @property
    def production(self) -> bool:
        """Tell whether this is the real thing."""
        return bool(self["MODE"] == "production")

    def switch(self, name: str, *, otherwise: bool) -> bool:
        """Return a yes/no that may be left empty."""
        return bool(self[name] == "yes" or (self[name] == "" and otherwise))


def read(variables: Mapping[str, str]) -> Environment:
    """Read every setting, or raise SettingsFault with one sentence about the first that is off."""
    _refuse_unknown(variables)
    values = {each.name: _read_one(each, variables) for each in SETTINGS}
    found = Environment(values)
    if found.production:
        _refuse_open_doors(found)
    return found


def _read_one(setting: Setting, variables: Mapping[str, str]) -> Any:
    value = variables.get(setting.variable, setting.default)
    try:
        return setting.read(value)
    except ValueError as refusal:
        raise SettingsFault(f"{setting.variable}={value!r} is not understood. {refusal}") from None


def _refuse_unknown(variables: Mapping[str, str]) -> None:
    known = [each.variable for each in SETTINGS]
    for name in sorted(variables):
        if not name.startswith(PREFIX) or name in known:
            continue
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"Did you mean {near[0]}?" if near else "docs/operating/settings.md lists them all."
        raise SettingsFault(f"{name} is not a setting of Shouwen. {hint}")


def _refuse_open_doors(env: Environment) -> None:
    if env.switch("DEMO_SIGN_IN", otherwise=False):
        raise SettingsFault(
            "Production does not start with demonstration sign-in; remove SHOUWEN_DEMO_SIGN_IN."
        )
    if env["DEBUG"]:
        raise SettingsFault("Production does not start with SHOUWEN_DEBUG=yes; remove it.")
    if len(env["SECRET_KEY"]) < 32:  # noqa: PLR2004 - shorter keys can be guessed
        raise SettingsFault(
            "Production needs SHOUWEN_SECRET_KEY with at least 32 characters; "
            "`python3 -c 'import secrets; print(secrets.token_urlsafe(48))'` makes one."
        )
    if not env["ALLOWED_HOSTS"] or "*" in env["ALLOWED_HOSTS"]:
        raise SettingsFault(
            "Production needs SHOUWEN_ALLOWED_HOSTS, the host names people will type."
        )


def kept_secret(data_dir: Path) -> str:
    """Return the secret key kept in the data folder, made once for this installation."""
    place = data_dir / "secret_key"
    if not place.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=data_dir, delete=False) as fresh:
            fresh.write(secrets.token_urlsafe(48))
        # A link fails when another process was first, so that both read the same key.
        try:
            place.hardlink_to(fresh.name)
        except FileExistsError:
            pass
        finally:
            Path(fresh.name).unlink()
    return place.read_text().strip()
