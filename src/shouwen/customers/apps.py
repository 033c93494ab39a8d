"""The room's registration with Django."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Who we serve, and how to reach them."""

    name = "shouwen.customers"
    label = "customers"
