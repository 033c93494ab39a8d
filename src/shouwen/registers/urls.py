"""Addresses of the registers and their entries."""

from __future__ import annotations

from django.urls import path

from shouwen.registers import labels_page, signing_page, stock_page, views

app_name = "registers"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/<str:rule>/", views.register, name="register"),
    path("<slug:slug>/<str:rule>/about/", views.about, name="about"),
    path("<slug:slug>/<str:rule>/new/", views.new, name="new"),
    path("<slug:slug>/<str:rule>/new/cases/", views.cases, name="cases"),
    path("<slug:slug>/<str:rule>/labels/", labels_page.entries, name="labels"),
    path("<slug:slug>/<str:rule>/export/", views.export, name="export"),
    path("<slug:slug>/<str:rule>/<int:number>/", views.entry, name="entry"),
    path("<slug:slug>/<str:rule>/<int:number>/why/", views.why, name="why"),
    path("<slug:slug>/<str:rule>/<int:number>/print/", views.sheet, name="print"),
    path("<slug:slug>/<str:rule>/stock/", stock_page.stock, name="stock"),
    path("<slug:slug>/<str:rule>/stock/<int:item>/", stock_page.item, name="stock_item"),
    path("<slug:slug>/<str:rule>/stock/labels/", labels_page.items, name="stock_labels"),
    path(
        "<slug:slug>/<str:rule>/stock/<int:item>/at/", labels_page.scanned_item, name="scanned_item"
    ),
    path("<slug:slug>/<str:rule>/<int:number>/at/", labels_page.scanned, name="scanned"),
    path("<slug:slug>/<str:rule>/held/<int:pk>/", signing_page.held, name="held"),
    path("<slug:slug>/<str:rule>/<int:number>/sign/", signing_page.sign, name="sign"),
    path("<slug:slug>/<str:rule>/<int:number>/strike-out/", views.strike_out, name="strike_out"),
]
