"""Addresses of calls."""

from __future__ import annotations

from django.urls import path

from shouwen.calls import views

app_name = "calls"
urlpatterns = [
    path("exchanges/<slug:key>/events/", views.tell, name="tell"),
]
