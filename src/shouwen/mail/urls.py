"""Addresses of the mailbox."""

from __future__ import annotations

from django.urls import path

from shouwen.mail import views

app_name = "mail"
urlpatterns = [
    path("", views.letters, name="letters"),
    path("settings/", views.settings, name="settings"),
    path("settings/signature/", views.signature, name="signature_new"),
    path("settings/signature/<int:pk>/", views.signature, name="signature"),
    path("settings/signature/<int:pk>/drop/", views.drop_signature, name="signature_drop"),
]
