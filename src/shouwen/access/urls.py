"""Addresses of reveals, disclosures, exports, looks, leaks and classes."""

from __future__ import annotations

from django.urls import path

from shouwen.access import views

app_name = "access"
urlpatterns = [
    path("", views.index, name="index"),
    path("reveal/<slug:record>/<str:key>/", views.reveal, name="reveal"),
    path("disclose/<slug:record>/<str:key>/", views.disclose, name="disclose"),
    path("askings/<int:pk>/second/", views.be_second, name="second"),
    path("askings/<int:pk>/refuse/", views.refuse_second, name="refuse"),
    path("askings/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("looks/", views.look_list, name="looks"),
    path("exports/", views.exports, name="exports"),
    path("exports/<slug:record>/", views.export, name="export"),
    path("exports/<int:pk>/file/", views.export_file, name="export_file"),
    path("leaks/", views.leak_list, name="leaks"),
    path("leaks/report/<slug:kind>/", views.report_leak, name="report_leak"),
    path("leaks/<slug:key>/", views.leak, name="leak"),
    path("classes/", views.classes, name="classes"),
]
