"""Addresses of bringing a regulation in; they stand before those of the regulations."""

from __future__ import annotations

from django.urls import path

from shouwen.adoption import views

app_name = "adoption"
urlpatterns = [
    path("adopt/", views.index, name="index"),
    path("adopt/<int:pk>/", views.draft, name="draft"),
    path("adopt/<int:pk>/rules/", views.rules, name="rules"),
    path("adopt/<int:pk>/cases/", views.cases, name="cases"),
    path("adopt/<int:pk>/readings/", views.readings, name="readings"),
    path("adopt/<int:pk>/adopt/", views.adopt, name="adopt"),
    path("adopt/<int:pk>/discard/", views.discard, name="discard"),
    path("<slug:slug>/v<int:number>/next/", views.next_version, name="next_version"),
    path("<slug:slug>/retire/", views.retire, name="retire"),
]
