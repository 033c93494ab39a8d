"""Addresses of statements."""

from __future__ import annotations

from django.urls import path

from shouwen.pay import settlement_views, views

app_name = "pay"
urlpatterns = [
    path("", views.own, name="statement"),
    path("csv/", views.own_csv, name="statement_csv"),
    path("all/", views.everybody, name="everybody"),
    path("all/csv/", views.everybody_csv, name="everybody_csv"),
    path("of/<str:key>/", views.of_member, name="of_member"),
    path("of/<str:key>/csv/", views.of_member_csv, name="of_member_csv"),
    path("periods/", settlement_views.index, name="settlements"),
    path("periods/<str:period>/", settlement_views.settlement, name="settlement"),
    path("periods/<str:period>/settle/", settlement_views.settle, name="settle"),
    path("periods/<str:period>/export/", settlement_views.export, name="settlement_export"),
]
