"""Tags for pages that listen: where the sockets are, and the script that opens one."""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shouwen.live.addresses import address_in

register = template.Library()


@register.simple_tag(takes_context=True)
def live_address(context: dict[str, Any]) -> str:
    """Return where this page finds the sockets, empty where there are none."""
    return address_in(context["request"])


@register.simple_tag(takes_context=True)
def live_script(context: dict[str, Any]) -> SafeString:
    """Write the script of a page that listens; once in a page is enough."""
    return format_html(
        '<script src="{}" data-address="{}" defer></script>',
        static("live/hear.js"), live_address(context),
    )  # fmt: skip
