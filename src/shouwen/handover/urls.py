"""Addresses of handovers."""

from __future__ import annotations

from django.urls import path

from shouwen.handover import views

app_name = "handover"
urlpatterns = [
    path("", views.index, name="index"),
    path("begin/", views.begin, name="begin"),
    path("<int:pk>/", views.handover, name="handover"),
    path("<int:pk>/prepare/", views.prepare, name="prepare"),
    path("<int:pk>/take/", views.take, name="take"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/unclear/", views.unclear, name="unclear"),
    path("<int:pk>/sheet/", views.sheet, name="sheet"),
]
