"""Addresses of bringing a regulation in; they stand before those of the regulations."""

from __future__ import annotations

from django.urls import path

from shouwen.adoption import library_page, several_page, typed_page, views

app_name = "adoption"
urlpatterns = [
    path("adopt/", views.index, name="index"),
    path("adopt/library/", library_page.shelf, name="library"),
    path("adopt/library/<slug:name>/", library_page.one, name="library_one"),
    path("adopt/library/<slug:name>/draft/", library_page.take, name="library_take"),
    path("adopt/several/choose/", several_page.choose, name="choose_several"),
    path("adopt/several/", several_page.several, name="several"),
    path("adopt/several/next/", several_page.adopt_next, name="adopt_next"),
    path("adopt/<int:pk>/", views.draft, name="draft"),
    path("adopt/<int:pk>/typed/", typed_page.keep, name="typed"),
    path("adopt/<int:pk>/rules/", views.rules, name="rules"),
    path("adopt/<int:pk>/cases/", views.cases, name="cases"),
    path("adopt/<int:pk>/readings/", views.readings, name="readings"),
    path("adopt/<int:pk>/adopt/", views.adopt, name="adopt"),
    path("adopt/<int:pk>/discard/", views.discard, name="discard"),
    path("<slug:slug>/v<int:number>/next/", views.next_version, name="next_version"),
    path("<slug:slug>/mend/", views.mend, name="mend"),
    path("<slug:slug>/retire/", views.retire, name="retire"),
]
