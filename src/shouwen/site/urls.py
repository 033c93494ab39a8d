"""Every address of the house."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from shouwen.site import views

# Where each room's addresses begin; a room may be named twice if it has two sets.
ROOMS = (
    ("", "shouwen.ui.urls"),
    ("", "shouwen.desk.urls"),
    ("", "shouwen.enforcement.urls"),
    ("people/", "shouwen.people.urls"),
    ("cases/", "shouwen.cases.urls"),
    ("customers/", "shouwen.customers.urls"),
    ("regulations/", "shouwen.adoption.urls"),
    ("regulations/", "shouwen.regulations.urls"),
    ("approvals/", "shouwen.approvals.urls"),
    ("statement/", "shouwen.pay.urls"),
    ("demo/", "shouwen.site.demo.urls"),
)


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None and bool(import_module(module))
    except ImportError as fault:  # goes as soon as every room's pages stand
        sys.stderr.write(f"{module} is left out: {fault}\n")
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    # Chinese or English is chosen before signing in, too.
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    *[path(prefix, include(module)) for prefix, module in ROOMS if _is_there(module)],
]
