"""Addresses of quality."""

from __future__ import annotations

from django.urls import path

from shouwen.quality import (
    views,
    views_beside,
    views_calibration,
    views_cards,
    views_coaching,
    views_samples,
    views_signals,
    views_trends,
)

app_name = "quality"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("checks/<int:pk>/", views.check, name="check"),
    path("checks/<int:pk>/draft/", views.draft, name="draft"),
    path("checks/<int:pk>/calls/<int:call>/listen/", views_beside.listen, name="listen"),
    path("checks/<int:pk>/calls/<int:call>/sound/", views_beside.sound, name="sound"),
    path("people/", views.team, name="team"),
    path("people/<str:key>/", views.person, name="person"),
    path("people/<str:key>/trend/", views_trends.person_trend, name="person_trend"),
    path("people/<str:key>/note/", views_coaching.note, name="note"),
    path("coaching/", views_coaching.open_notes, name="coaching"),
    path("coaching/<int:pk>/acknowledge/", views_coaching.acknowledge, name="acknowledge"),
    path("coaching/<int:pk>/follow-up/", views_coaching.follow, name="follow_up"),
    path("trends/", views_trends.trends_page, name="trends"),
    path("findings/", views.findings, name="findings"),
    path("findings/<int:pk>/", views.decide, name="decide"),
    path("signals/", views.signals_page, name="signals"),
    path("signals/<slug:kind>/<str:key>/", views_signals.signal, name="signal"),
    path("cards/", views_cards.cards_page, name="cards"),
    path("cards/new/", views_cards.write, name="new_card"),
    path("cards/<slug:key>/", views_cards.card, name="card"),
    path("cards/<slug:key>/write/", views_cards.write, name="write_card"),
    path("samples/", views_samples.samples, name="samples"),
    path("samples/<int:pk>/", views_samples.sample, name="sample"),
    path("plans/new/", views_samples.new_plan, name="new_plan"),
    path("plans/<int:pk>/", views_samples.plan, name="plan"),
    path("plans/<int:pk>/draw/", views_samples.draw, name="draw"),
    path("plans/<int:pk>/end/", views_samples.end_plan, name="end_plan"),
    path("calibrations/", views_calibration.calibrations, name="calibrations"),
    path("calibrations/<int:pk>/", views_calibration.calibration, name="calibration"),
    path("markings/<int:pk>/", views_calibration.mark, name="mark"),
    path("markings/<int:pk>/draft/", views_calibration.draft, name="mark_draft"),
]
