"""Addresses of the gallery of components, for development and demonstration."""

from django.urls import path

from shouwen.ui import views

app_name = "ui"
urlpatterns = [
    path("ui/", views.gallery, name="gallery"),
    path("ui/why/", views.gallery_why, name="gallery_why"),
    path("ui/live/", views.gallery_live, name="gallery_live"),
]
