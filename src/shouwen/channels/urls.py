"""Addresses of channels."""

from __future__ import annotations

from django.urls import path

from shouwen.channels import views

app_name = "channels"
urlpatterns = [
    path("wechat/", views.wechat, name="wechat"),
    path("settings/", views.settings, name="settings"),
]
