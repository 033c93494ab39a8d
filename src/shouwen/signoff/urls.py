"""Addresses of the queue, of one request, and of asking for approval."""

from __future__ import annotations

from django.urls import path

from shouwen.signoff import views

app_name = "signoff"
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("mine/", views.asked, name="asked"),
    path("decided/", views.decided, name="decided"),
    path("together/", views.together, name="together"),
    path("ask/", views.kinds, name="kinds"),
    path("ask/<slug:slug>/<slug:rule>/", views.ask, name="ask"),
    path("<int:pk>/", views.request_page, name="request"),
    path("<int:pk>/decide/", views.decide, name="decide"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
