"""Addresses of trying a draft."""

from __future__ import annotations

from django.urls import path

from shouwen.trial import archive_page, telling_page, views

app_name = "trial"
urlpatterns = [
    path("", views.index, name="index"),
    path("drafts/<int:pk>/", views.begin, name="begin"),
    path("drafts/<int:pk>/effect/", views.effect, name="effect"),
    path("versions/<slug:slug>/<int:older>/<int:newer>/", views.versions, name="versions"),
    path("announce/<slug:slug>/<int:number>/", telling_page.announce, name="announce"),
    path("archive/<slug:slug>/", archive_page.versions, name="archive"),
    path("archive/<slug:slug>/<int:number>/", archive_page.sheet, name="sheet"),
    path("archive/<slug:slug>/<int:number>/sheet.pdf", archive_page.as_pdf, name="sheet_pdf"),
    path("announced/for-desk/", telling_page.for_desk, name="for_desk"),
    path("announced/<int:pk>/", telling_page.read, name="told"),
    path("announced/<int:pk>/confirm/", telling_page.confirm, name="confirm"),
    path("<int:pk>/", views.trial, name="trial"),
    path("<int:pk>/differences/", views.differences, name="differences"),
    path("<int:pk>/again/", views.again, name="again"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
]
