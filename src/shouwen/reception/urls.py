"""Addresses of the front desk."""

from __future__ import annotations

from django.urls import path

from shouwen.reception import views

app_name = "reception"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("here/", views.lists, name="lists"),
    path("arrive/", views.arrive, name="arrive"),
    path("next/", views.call_next, name="call_next"),
    path("screen/", views.screen, name="screen"),
    path("log/", views.log, name="log"),
    path("<int:pk>/call/", views.call, name="call"),
    path("<int:pk>/finish/", views.finish, name="finish"),
    path("<int:pk>/leave/", views.leave, name="leave"),
    path("<int:pk>/case/", views.case, name="case"),
]
