"""Addresses of the office."""

from __future__ import annotations

from django.urls import path

from shouwen.office.views import home, meetings, notices, sheets

app_name = "office"

urlpatterns = [
    path("", home.home, name="home"),
    path("desk/", home.for_desk, name="for_desk"),
    path("meetings/", meetings.show_all, name="meetings"),
    path("meetings/new/", meetings.new, name="new_meeting"),
    path("meetings/<int:pk>/", meetings.show, name="meeting"),
    path("meetings/<int:pk>/change/", meetings.change, name="change_meeting"),
    path("meetings/<int:pk>/attendance/", meetings.attendance, name="attendance"),
    path("meetings/<int:pk>/minutes/", meetings.minutes, name="minutes"),
    path("meetings/<int:pk>/resolve/", meetings.resolve, name="resolve"),
    path("meetings/<int:pk>/file/", meetings.file_minutes, name="file"),
    path("meetings/<int:pk>/cancel/", meetings.cancel, name="cancel"),
    path("meetings/<int:pk>/record/<slug:kind>/", meetings.further, name="further"),
    path("meetings/<int:pk>/print/", meetings.sheet, name="minutes_sheet"),
    path("resolutions/<int:pk>/done/", meetings.carry_out, name="carry_out"),
    path("notices/", notices.show_all, name="notices"),
    path("notices/new/", notices.new, name="new_notice"),
    path("notices/<int:pk>/", notices.show, name="notice"),
    path("notices/<int:pk>/read/", notices.confirm, name="confirm"),
    path("notices/<int:pk>/withdraw/", notices.withdraw, name="withdraw"),
    path("notices/<int:pk>/print/", notices.poster, name="poster"),
    path("reports/", sheets.show_all, name="sheets"),
    path("reports/new/", sheets.new, name="new_sheet"),
    path("reports/<int:pk>/", sheets.show, name="sheet"),
    path("reports/<int:pk>/write/", sheets.write, name="write_sheet"),
    path("reports/<int:pk>/check/", sheets.check, name="check_sheet"),
    path("reports/<int:pk>/rows/<slug:sort>/<slug:key>/", sheets.rows, name="rows"),
    path("reports/<int:pk>/print/", sheets.paper, name="sheet_paper"),
]
