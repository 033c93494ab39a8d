"""Addresses of the studio."""

from __future__ import annotations

from django.urls import path

from shouwen.studio import assistant_page, change_page, file_page, shaping_page, todo_page, views

app_name = "studio"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/reading/", views.reading, name="reading"),
    path("<int:pk>/original/", views.original, name="original"),
    path("<int:pk>/again/", views.read_again, name="read_again"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("texts/<int:pk>/", views.text, name="text"),
    path("texts/<int:pk>/draft/", views.draft, name="draft"),
    path("texts/<int:pk>/introductory/", views.note_introductory, name="note_introductory"),
    path("texts/<int:pk>/file/", file_page.file, name="file"),
    path("texts/<int:pk>/file/typed/", file_page.keep, name="file_typed"),
    path("texts/<int:pk>/todo/", todo_page.todo, name="todo"),
    path("texts/<int:pk>/assistant/", assistant_page.page, name="assistant"),
    path("texts/<int:pk>/assistant/askings/", assistant_page.askings, name="askings"),
    path("rules/<int:pk>/decide/", views.decide, name="decide"),
    path("rules/<int:pk>/change/", change_page.change, name="change"),
    path("rules/<int:pk>/typed/", change_page.keep, name="typed"),
    path("rules/<int:pk>/split/", shaping_page.split, name="split"),
    path("rules/<int:pk>/join/", shaping_page.join, name="join"),
    path("rules/<int:pk>/undo/", shaping_page.undo, name="undo"),
    path("sentences/<int:pk>/decide/", views.decide_sentence, name="decide_sentence"),
]
