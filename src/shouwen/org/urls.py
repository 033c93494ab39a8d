"""Addresses of the chart, of one post, and of scope, principles and functions."""

from __future__ import annotations

from django.urls import path

from shouwen.org import views

app_name = "org"
urlpatterns = [
    path("", views.chart, name="chart"),
    path("scope/", views.scope, name="scope"),
    path("posts/<str:key>/", views.post, name="post"),
]
