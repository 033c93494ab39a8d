"""Addresses of the directory and of a member's settings."""

from __future__ import annotations

from django.urls import path

from shouwen.people import views

app_name = "people"
urlpatterns = [
    path("", views.directory, name="directory"),
    path("add/", views.add, name="add"),
    path("posts/", views.posts, name="posts"),
    path("posts/add/", views.add_part, name="add_part"),
    path("posts/of/<slug:key>/", views.set_grants, name="set_grants"),
    path("posts/of/<slug:key>/quiet/", views.set_quiet_hours, name="set_quiet_hours"),
    path("posts/of/<slug:key>/appoint/", views.appoint_to, name="appoint_to"),
    path("my/", views.my, name="my"),
    path("my/language/", views.my_language, name="my_language"),
    path("my/contact/", views.my_contact, name="my_contact"),
    path("my/substitute/", views.my_substitute, name="my_substitute"),
    path("my/back/", views.my_return, name="my_return"),
    path("of/<str:key>/", views.member, name="member"),
    path("of/<str:key>/appoint/", views.appoint, name="appoint"),
    path("of/<str:key>/superior/", views.set_superior, name="set_superior"),
    path("of/<str:key>/end/<int:pk>/", views.end, name="end"),
    path("of/<str:key>/close/", views.close, name="close"),
]
