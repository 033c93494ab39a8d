"""Addresses of scripts, checklists, checks, one rule, and the hints."""

from __future__ import annotations

from django.urls import path

from shouwen.knowledge import past_page, views

app_name = "knowledge"
urlpatterns = [
    path("", views.scripts, name="scripts"),
    path("checklists/", views.checklists, name="checklists"),
    path("check/", views.check, name="check"),
    path("checks/", past_page.checks, name="checks"),
    path("checks/table/", past_page.table, name="checks_table"),
    path("checks/<int:number>/", views.checked, name="checked"),
    path("rules/<slug:slug>/<str:rule>/", views.rule, name="rule"),
    path("hints/", views.hints, name="hints"),
]
