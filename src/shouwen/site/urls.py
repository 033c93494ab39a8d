"""Every address of the house."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

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
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    *[path(prefix, include(module)) for prefix, module in ROOMS if _is_there(module)],
]
