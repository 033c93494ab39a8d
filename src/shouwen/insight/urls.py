"""Addresses of the targets."""

from __future__ import annotations

from django.urls import path

from shouwen.insight import views

app_name = "insight"
urlpatterns = [
    path("targets/", views.targets_page, name="targets"),
    path("targets/mail/", views.mail, name="mail"),
    path("targets/<slug:slug>/<str:rule>/", views.target_page, name="target"),
    path("targets/<slug:slug>/<str:rule>/export/", views.export, name="export"),
]
