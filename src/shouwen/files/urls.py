"""Addresses of kept files."""

from __future__ import annotations

from django.urls import path

from shouwen.files import views

app_name = "files"

urlpatterns = [
    path("<str:key>/", views.show, name="show"),
    path("<str:key>/small/", views.small, name="small"),
]
