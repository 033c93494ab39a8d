"""Addresses of customers and their contacts."""

from __future__ import annotations

from django.urls import path

from shouwen.customers import views

app_name = "customers"
urlpatterns = [
    path("", views.customer_list, name="list"),
    path("new/", views.add, name="new"),
    path("lookup/", views.lookup, name="lookup"),
    path("same-phone/", views.same_phone, name="same_phone"),
    path("<int:pk>/", views.customer, name="page"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/contacts/", views.add_contact, name="add_contact"),
    path("<int:pk>/contacts/<int:contact>/", views.change_contact, name="change_contact"),
]
