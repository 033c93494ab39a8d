"""Addresses of webhooks."""

from __future__ import annotations

from django.urls import path

from shouwen.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("", views.subscription_list, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/log/", views.log, name="log"),
    path("<int:pk>/pause/", views.pause, name="pause"),
    path("<int:pk>/start/", views.start, name="start"),
    path("<int:pk>/end/", views.end, name="end"),
    path("<int:pk>/test/", views.test, name="test"),
    path("<int:pk>/secret/", views.rotate, name="rotate"),
    path("<int:pk>/take-over/", views.take_over, name="take_over"),
    path("<int:pk>/replay/", views.replay, name="replay"),
    path("<int:pk>/deliveries/<int:sequence>/", views.delivery, name="delivery"),
]
