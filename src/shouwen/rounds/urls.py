"""Addresses of the rounds."""

from __future__ import annotations

from django.urls import path

from shouwen.rounds.views import calendar, findings, places, rounds

app_name = "rounds"

urlpatterns = [
    path("", rounds.today, name="today"),
    path("calendar/", calendar.show, name="calendar"),
    path("begin/<slug:kind>/", rounds.begin, name="begin"),
    path("places/", places.show, name="places"),
    path("at/<slug:regulation>/<str:rule>/<slug:place>/", places.scanned, name="scanned"),
    path("findings/", findings.show_all, name="findings"),
    path("findings/new/", findings.new, name="new_finding"),
    path("findings/<int:pk>/", findings.show, name="finding"),
    path("<int:pk>/", rounds.show, name="round"),
    path("<int:pk>/look/", rounds.look, name="look"),
    path("<int:pk>/rest/", rounds.rest, name="rest"),
    path("<int:pk>/found/", findings.new, name="found"),
    path("<int:pk>/finish/", rounds.finish, name="finish"),
    path("<int:pk>/do/<str:kind>/", rounds.do, name="do"),
    path("<int:pk>/back/", rounds.send_back, name="send_back"),
]
