"""Addresses of the gallery of components and of what works without network."""

from django.urls import path

from shouwen.ui import views

app_name = "ui"
urlpatterns = [
    path("manifest.webmanifest", views.manifest, name="manifest"),
    # At the root, so that it may keep pages of the whole house.
    path("worker.js", views.worker, name="worker"),
    path("offline/", views.no_network, name="offline"),
    path("waiting/", views.waiting, name="waiting"),
    path("ui/", views.gallery, name="gallery"),
    path("ui/why/", views.gallery_why, name="gallery_why"),
    path("ui/live/", views.gallery_live, name="gallery_live"),
]
