"""Addresses of chats: the customer's window, and the colleagues' pages."""

from __future__ import annotations

from django.urls import path

from shouwen.chat import views_desk, views_window

app_name = "chat"
urlpatterns = [
    path("", views_window.window, name="window"),
    path("widget.js", views_window.widget, name="widget"),
    path("begin/", views_window.begin, name="begin"),
    path("news/", views_window.news, name="news"),
    path("say/", views_window.say, name="say"),
    path("seen/", views_window.seen, name="seen"),
    path("end/", views_window.end, name="end"),
    path("rate/", views_window.rate, name="rate"),
    path("file/<str:key>/", views_window.file, name="file"),
    path("desk/", views_desk.desk, name="desk"),
    path("desk/lists/", views_desk.lists, name="lists"),
    path("desk/seat/", views_desk.seat, name="seat"),
    path("desk/past/", views_desk.past, name="past"),
    path("desk/settings/", views_desk.settings, name="settings"),
    path("desk/settings/topic/", views_desk.topic, name="topic_new"),
    path("desk/settings/topic/<int:pk>/", views_desk.topic, name="topic"),
    path("desk/<int:pk>/", views_desk.conversation, name="conversation"),
    path("desk/<int:pk>/news/", views_desk.news, name="desk_news"),
    path("desk/<int:pk>/say/", views_desk.say, name="desk_say"),
    path("desk/<int:pk>/seen/", views_desk.seen, name="desk_seen"),
    path("desk/<int:pk>/suggest/", views_desk.suggest, name="suggest"),
    path("desk/<int:pk>/take/", views_desk.take, name="take"),
    path("desk/<int:pk>/hand-over/", views_desk.hand_over, name="hand_over"),
    path("desk/<int:pk>/close/", views_desk.close, name="close"),
    path("desk/<int:pk>/case/", views_desk.case, name="case"),
]
