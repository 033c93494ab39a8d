"""Addresses of customers, their contacts, contracts and visits."""

from __future__ import annotations

from django.urls import path

from shouwen.customers import archive_page, views

app_name = "customers"
urlpatterns = [
    path("", views.customer_list, name="list"),
    path("new/", views.add, name="new"),
    path("lookup/", views.lookup, name="lookup"),
    path("same-phone/", views.same_phone, name="same_phone"),
    path("contracts/", archive_page.contracts, name="contracts"),
    path("visits/", archive_page.visits, name="visits"),
    path("<int:pk>/", views.customer, name="page"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/contacts/", views.add_contact, name="add_contact"),
    path("<int:pk>/contacts/<int:contact>/", views.change_contact, name="change_contact"),
    path("<int:pk>/contracts/new/", archive_page.add_contract, name="add_contract"),
    path("<int:pk>/contracts/<int:contract>/end/", archive_page.end_contract, name="end_contract"),
    path("<int:pk>/visits/plan/", archive_page.plan_visit, name="plan_visit"),
    path("<int:pk>/visits/<int:visit>/drop/", archive_page.drop_visit, name="drop_visit"),
    path("<int:pk>/visits/record/<slug:kind>/", archive_page.record_visit, name="record_visit"),
]
