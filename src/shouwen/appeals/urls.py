"""Addresses of appeals."""

from __future__ import annotations

from django.urls import path

from shouwen.appeals import views

app_name = "appeals"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("waiting/", views.waiting, name="waiting"),
    path("all/", views.everybody, name="everybody"),
    path("question/<str:sort>/<int:number>/", views.question, name="question"),
    path("<int:pk>/", views.appeal, name="appeal"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
