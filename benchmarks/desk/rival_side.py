"""Runs in the rival's own environment: its settings, its data, its web application."""

from __future__ import annotations

import os
import random
import sys
from datetime import timedelta
from typing import Any

PORT = os.environ.get("RIVAL_PORT") or (sys.argv[1] if len(sys.argv) > 1 else "5432")


def configure() -> None:
    """Set it up the way its own documentation does, with PostgreSQL and production settings."""
    from django.conf import settings

    apps = ["admin", "auth", "contenttypes", "sessions", "sites", "messages", "staticfiles",
            "humanize"]  # fmt: skip
    settings.configure(
        DEBUG=False, SECRET_KEY="x" * 50, ALLOWED_HOSTS=["*"], ROOT_URLCONF="rival_urls",
        INSTALLED_APPS=[*(f"django.contrib.{app}" for app in apps), "rest_framework",
                        "helpdesk"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
            "OPTIONS": {"context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]},
        }],
        DATABASES={"default": {
            "ENGINE": "django.db.backends.postgresql", "NAME": "rival", "USER": "shouwen",
            "HOST": "127.0.0.1", "PORT": PORT, "CONN_MAX_AGE": 600,
        }},
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend", SITE_ID=1, USE_TZ=True,
        STATIC_URL="/static/", DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        HELPDESK_TEAMS_MODE_ENABLED=False, HELPDESK_ACTIVATE_API_ENDPOINT=False,
    )  # fmt: skip
    import django

    django.setup()


def load(number: int) -> None:
    """Write the same number of tickets with two updates each, and say what to ask for."""
    configure()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _write(number)


def _write(number: int) -> None:
    from desk_words import COMMON, RARE, RARELY_SAID, said, spread, titled
    from django.contrib.auth import get_user_model
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import connection
    from django.utils import timezone
    from helpdesk.models import FollowUp, Queue, Ticket
    from helpdesk.query import query_to_base64

    users = [get_user_model().objects.create(username=f"m{n}", is_staff=True, is_superuser=True)
             for n in range(50)]  # fmt: skip
    queues = [Queue.objects.create(title=f"队列 {n}", slug=f"q{n}", allow_public_submission=True)
              for n in range(20)]  # fmt: skip
    dice, now, rare = random.Random(5), timezone.now(), set(spread(number))
    for begin in range(0, number, 2000):
        rows = range(begin, min(begin + 2000, number))
        tickets = Ticket.objects.bulk_create([
            Ticket(
                title=titled(dice, n), queue=queues[n % 20],
                description=said(dice) + (RARELY_SAID if n in rare else ""),
                assigned_to=users[n % 50], submitter_email="a@example.com",
                created=now - timedelta(minutes=number - n),
                modified=now - timedelta(minutes=number - n),
                status=4 if n < number * 9 // 10 else 1,
            )
            for n in rows
        ])  # fmt: skip
        FollowUp.objects.bulk_create([
            FollowUp(ticket=ticket, date=now, title="x", comment=said(dice),
                     user=users[0], public=True)
            for ticket in tickets for _ in range(2)
        ])  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    store: Any = SessionStore()
    store["_auth_user_id"] = str(users[0].pk)
    store["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    store["_auth_user_hash"] = users[0].get_session_auth_hash()
    store.save()
    plain = {"filtering": {"status__in": [1, 2]}, "filtering_null": {}, "sorting": "created",
             "sortreverse": True, "search_string": ""}  # fmt: skip
    last = Ticket.objects.order_by("-pk").values_list("pk", flat=True)[:200]
    print(f"session={store.session_key}")
    print(f"queue={queues[0].pk}")
    print(f"tickets={','.join(str(pk) for pk in last)}")
    print(f"open={query_to_base64(plain)}")
    for name, word in (("search", COMMON), ("rare", RARE)):
        told = query_to_base64({**plain, "filtering": {}, "search_string": word})
        print(f"{name}={told}")


if __name__ == "__main__":
    load(int(sys.argv[2]))
else:
    configure()
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
