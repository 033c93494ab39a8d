"""The room's registration with Django."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def _count(member: Any) -> int:
    from shouwen.cases.queries import waiting_for  # noqa: PLC0415 models exist once apps are ready

    return waiting_for(member)


def _matter_open_to(member: Any, about: str, on: Any) -> bool:
    from shouwen.cases.gates import matter_open_to  # noqa: PLC0415 the same

    return matter_open_to(member, about, on)


def _link(number: str) -> tuple[str, str]:
    return number, reverse("cases:case", args=[number])


def _summaries(numbers: Any) -> Any:
    from shouwen.cases.queries import summaries_of  # noqa: PLC0415 the same

    return summaries_of(numbers)


class CasesConfig(AppConfig):
    """Complaints, repair requests, consultations and the rest, from opening to callback."""

    name = "shouwen.cases"
    label = "cases"

    def ready(self) -> None:
        """Put cases into the navigation, answer the search, show them on a customer's page."""
        from shouwen.enforcement import matters  # noqa: PLC0415 rooms below are ready

        matters.register_matter_gate("case", _matter_open_to)
        matters.register_matter_link("case", _link)
        matters.register_matter_summary("case", _summaries)
        from shouwen.cases import addresses, gates  # noqa: PLC0415 models exist now
        from shouwen.customers.parts import register_part  # noqa: PLC0415 rooms below are ready
        from shouwen.enforcement import matters  # noqa: PLC0415 the same
        from shouwen.ui.nav import Entry, register_nav, register_search  # noqa: PLC0415 the same

        register_nav(
            Entry(
                "cases", _("Matters"), "inbox", "cases:list", order=20, group="work", count=_count
            )
        )
        register_search("cases:search")
        register_part("cases:of_customer")
        matters.register_matter_link("case", addresses.matter_link)
        matters.register_matter_gate("case", gates.matter_open_to)
