"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from shouwen.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("desk/counts/", views.counts, name="counts"),
    path("desk/beside/", views.beside, name="beside"),
]
