"""Addresses of rosters."""

from __future__ import annotations

from django.urls import path

from shouwen.roster.views import (
    asking,
    demand,
    demand_past,
    overtime,
    own,
    presence,
    sheets,
    solving,
    team,
)

app_name = "roster"
urlpatterns = [
    path("", own.index, name="index"),
    path("acknowledge/<int:pk>/", own.acknowledge, name="acknowledge"),
    path("teams/<slug:key>/", team.team, name="team"),
    path("requests/", asking.requests, name="requests"),
    path("shifts/<int:pk>/swap/", asking.swap, name="swap"),
    path("shifts/<int:pk>/take/", asking.take, name="take"),
    path("shifts/<int:pk>/correct/", asking.correct, name="correct"),
    path("swaps/<int:pk>/answer/", asking.answer, name="answer"),
    path("swaps/<int:pk>/withdraw/", asking.withdraw_swap, name="withdraw_swap"),
    path("leave/", asking.leave, name="leave"),
    path("leave/<int:pk>/withdraw/", asking.withdraw_leave, name="withdraw_leave"),
    path("overtime/", overtime.ask, name="overtime"),
    path("overtime/<int:pk>/withdraw/", overtime.withdraw, name="withdraw_overtime"),
    path("punch/", presence.punch, name="punch"),
    path("seat/<str:token>/", presence.seat, name="seat"),
    path("subscription/", presence.subscription, name="subscription"),
    path("feed/<str:token>.ics", presence.calendar, name="feed"),
    path("runs/<int:pk>/", solving.run, name="run"),
    path("runs/<int:pk>/stop/", solving.stop, name="stop"),
    path("teams/<slug:key>/solve/<int:pk>/", solving.solve, name="solve"),
    path("teams/<slug:key>/repair/", solving.repair, name="repair"),
    path("teams/<slug:key>/attendance/", presence.attendance, name="attendance"),
    path("teams/<slug:key>/attendance/import/", presence.import_rows, name="import"),
    path("teams/<slug:key>/code/", presence.code, name="code"),
    path("teams/<slug:key>/coverage/", sheets.coverage, name="coverage"),
    path("teams/<slug:key>/sheet/", sheets.sheet, name="sheet"),
    path("teams/<slug:key>/book/", sheets.book, name="book"),
    path("teams/<slug:key>/cell/", team.cell, name="cell"),
    path("teams/<slug:key>/put/", team.put, name="put"),
    path("teams/<slug:key>/begin/", team.begin, name="begin"),
    path("teams/<slug:key>/shifts/", team.templates, name="templates"),
    path("teams/<slug:key>/demand/", demand.demand_of, name="demand"),
    path("teams/<slug:key>/demand/new/", demand.new_stream, name="new_stream"),
    path("teams/<slug:key>/demand/days/", demand.special, name="special_days"),
    path("teams/<slug:key>/demand/days/drop/", demand.drop_special, name="drop_special"),
    path("demand/<int:pk>/", demand.stream, name="stream"),
    path("demand/<int:pk>/day/", demand.typed, name="typed"),
    path("demand/<int:pk>/past/", demand_past.history, name="history"),
    path("demand/<int:pk>/forecast/", demand_past.forecast, name="forecast"),
    path("forecasts/<int:pk>/", demand_past.forecasting, name="forecasting"),
    path("forecasts/<int:pk>/take/", demand_past.take, name="take_forecast"),
    path("teams/<slug:key>/publish/<int:pk>/", team.publish, name="publish"),
]
