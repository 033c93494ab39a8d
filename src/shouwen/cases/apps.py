"""The room's registration with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Complaints, repair requests, consultations and the rest, from opening to callback."""

    name = "shouwen.cases"
    label = "cases"
