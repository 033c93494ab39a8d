"""Addresses of the studio."""

from __future__ import annotations

from django.urls import path

from shouwen.studio import views

app_name = "studio"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/original/", views.original, name="original"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("texts/<int:pk>/", views.text, name="text"),
    path("texts/<int:pk>/draft/", views.draft, name="draft"),
    path("rules/<int:pk>/decide/", views.decide, name="decide"),
    path("rules/<int:pk>/change/", views.change, name="change"),
    path("sentences/<int:pk>/decide/", views.decide_sentence, name="decide_sentence"),
]
