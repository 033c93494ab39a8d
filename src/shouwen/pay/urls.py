"""Addresses of statements."""

from __future__ import annotations

from django.urls import path

from shouwen.pay.views import as_of, settlements, sheets, statements

app_name = "pay"
urlpatterns = [
    path("", statements.own, name="statement"),
    path("csv/", statements.own_csv, name="statement_csv"),
    path("pdf/", sheets.own, name="statement_pdf"),
    path("team/", statements.team, name="team"),
    path("all/", statements.everybody, name="everybody"),
    path("all/csv/", statements.everybody_csv, name="everybody_csv"),
    path("of/<str:key>/", statements.of_member, name="of_member"),
    path("of/<str:key>/csv/", statements.of_member_csv, name="of_member_csv"),
    path("of/<str:key>/pdf/", sheets.of_member, name="of_member_pdf"),
    path("of/<str:key>/as-of/", as_of.page, name="as_of"),
    path("periods/", settlements.index, name="settlements"),
    path("periods/<str:period>/", settlements.settlement, name="settlement"),
    path("periods/<str:period>/settle/", settlements.settle, name="settle"),
    path("periods/<str:period>/check/", settlements.check, name="check"),
    path("periods/<str:period>/export/", settlements.export, name="settlement_export"),
]
