"""Every address of the house."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from shouwen.site import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    # Chinese or English is chosen before signing in, too.
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("", include("shouwen.ui.urls")),
    path("", include("shouwen.desk.urls")),
    path("", include("shouwen.enforcement.urls")),
    path("", include("shouwen.insight.urls")),
    path("people/", include("shouwen.people.urls")),
    path("access/", include("shouwen.access.urls")),
    path("appeals/", include("shouwen.appeals.urls")),
    path("calls/", include("shouwen.calls.urls")),
    path("cases/", include("shouwen.cases.urls")),
    path("chat/", include("shouwen.chat.urls")),
    path("customers/", include("shouwen.customers.urls")),
    path("files/", include("shouwen.files.urls")),
    path("knowledge/", include("shouwen.knowledge.urls")),
    path("channels/", include("shouwen.channels.urls")),
    path("mail/", include("shouwen.mail.urls")),
    path("office/", include("shouwen.office.urls")),
    path("org/", include("shouwen.org.urls")),
    path("portal/", include("shouwen.portal.urls")),
    path("quality/", include("shouwen.quality.urls")),
    path("reception/", include("shouwen.reception.urls")),
    path("registers/", include("shouwen.registers.urls")),
    path("rounds/", include("shouwen.rounds.urls")),
    path("handover/", include("shouwen.handover.urls")),
    path("roster/", include("shouwen.roster.urls")),
    path("search/", include("shouwen.search.urls")),
    path("signoff/", include("shouwen.signoff.urls")),
    path("regulations/", include("shouwen.adoption.urls")),
    path("studio/", include("shouwen.studio.urls")),
    path("trial/", include("shouwen.trial.urls")),
    path("regulations/", include("shouwen.regulations.urls")),
    path("statement/", include("shouwen.pay.urls")),
    path("webhooks/", include("shouwen.webhooks.urls")),
    path("api/v1/", include("shouwen.site.api")),
    path("api/", include("shouwen.api.urls")),
    # Answers 404 wherever one-click sign-in is not allowed.
    path("demo/", include("shouwen.site.demo.urls")),
]
