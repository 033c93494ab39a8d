"""Addresses of the shelf, of one regulation, and of the calendar."""

from __future__ import annotations

from django.urls import path

from shouwen.regulations import review_page, views

app_name = "regulations"
urlpatterns = [
    path("", views.index, name="index"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/day/", views.set_day, name="set_day"),
    path("calendar/week/", views.set_week, name="set_week"),
    path("review/", review_page.review, name="review"),
    path("review/conflicts/", review_page.badge, name="review_badge"),
    path("<slug:slug>/", views.current, name="current"),
    path("<slug:slug>/versions/", views.versions, name="versions"),
    path("<slug:slug>/v<int:number>/", views.version, name="version"),
    path("<slug:slug>/v<int:number>/cases/", views.cases, name="cases"),
    path("<slug:slug>/v<int:number>/file/", views.download, name="download"),
]
