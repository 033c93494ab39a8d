"""Addresses of calls."""

from __future__ import annotations

from django.urls import path

from shouwen.calls import (
    views,
    views_call,
    views_floor,
    views_menu,
    views_orders,
    views_recording,
    views_report,
    views_seat,
)

app_name = "calls"
urlpatterns = [
    path("", views_seat.seat, name="seat"),
    path("state/", views_seat.state, name="state"),
    path("heard/", views_seat.heard, name="heard"),
    path("floor/", views_floor.watch, name="floor"),
    path("board/<slug:key>/", views_floor.board, name="board"),
    path("<int:pk>/", views_call.page, name="call"),
    path("<int:pk>/note/", views_call.note, name="note"),
    path("<int:pk>/case/", views_call.case, name="case"),
    path("<int:pk>/returned/", views_call.returned, name="returned"),
    path("<int:pk>/situation/", views_call.situation, name="situation"),
    path("<int:pk>/command/", views_orders.command, name="command"),
    path("<int:pk>/listen/", views_recording.listen, name="listen"),
    path("<int:pk>/sound/", views_recording.sound, name="sound"),
    path("<int:pk>/hold-back/", views_recording.hold, name="hold_back"),
    path("<int:pk>/release/", views_recording.release, name="release"),
    path("plays/<slug:key>/", views_orders.play, name="play"),
    path("plays/<slug:key>/begin/", views_orders.begin_play, name="begin_play"),
    path("plays/<slug:key>/end/", views_orders.end_play, name="end_play"),
    path("menus/", views_menu.menu_list, name="menus"),
    path("menus/new/", views_menu.write, name="new_menu"),
    path("menus/<slug:key>/", views_menu.show, name="menu"),
    path("menus/<slug:key>/write/", views_menu.write, name="write_menu"),
    path("menus/<slug:key>/asterisk/", views_menu.for_asterisk, name="menu_for_asterisk"),
    path("report/", views_report.report, name="report"),
    path("report/export/<str:form>/", views_report.export, name="report_export"),
    path("report/mail/", views_report.mail, name="report_mail"),
    path("report/calls/", views_report.behind, name="behind"),
    path("exchanges/<slug:key>/events/", views.tell, name="tell"),
    path("exchanges/<slug:key>/recordings/", views.keep_recording, name="keep_recording"),
]
