"""Addresses of tokens and of the reference."""

from __future__ import annotations

from django.urls import path

from shouwen.api import views

app_name = "api"
urlpatterns = [
    path("docs/", views.reference, name="reference"),
    path("docs/problems/", views.problem_types, name="problems"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/all/", views.everybody, name="everybody"),
    path("tokens/<int:pk>/revoke/", views.revoke, name="revoke"),
]
