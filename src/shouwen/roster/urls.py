"""Addresses of rosters."""

from __future__ import annotations

from django.urls import path

from shouwen.roster.views import own, sheets, team

app_name = "roster"
urlpatterns = [
    path("", own.index, name="index"),
    path("acknowledge/<int:pk>/", own.acknowledge, name="acknowledge"),
    path("teams/<slug:key>/", team.team, name="team"),
    path("teams/<slug:key>/coverage/", sheets.coverage, name="coverage"),
    path("teams/<slug:key>/sheet/", sheets.sheet, name="sheet"),
    path("teams/<slug:key>/book/", sheets.book, name="book"),
    path("teams/<slug:key>/cell/", team.cell, name="cell"),
    path("teams/<slug:key>/put/", team.put, name="put"),
    path("teams/<slug:key>/begin/", team.begin, name="begin"),
    path("teams/<slug:key>/shifts/", team.templates, name="templates"),
    path("teams/<slug:key>/publish/<int:pk>/", team.publish, name="publish"),
]
