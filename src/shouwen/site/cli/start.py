"""Starting Django for a command, and turning what it refuses into one sentence."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click

P = ParamSpec("P")
R = TypeVar("R")

FAULTS_FOUND = 1


class Refusal(click.ClickException):
    """One sentence for the operator: something was found, or could not be done."""

    exit_code = FAULTS_FOUND


class Misuse(Refusal):
    """One sentence for the operator: the command or a setting was wrong."""

    exit_code = 2


def start_django() -> None:
    """Read the settings and load every room; a fault in the environment ends the command."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.site.settings")
    try:
        django.setup()
    except ImproperlyConfigured as fault:
        raise Misuse(str(fault)) from None


def in_the_house(command: Callable[P, R]) -> Callable[P, R]:
    """Run a command with Django started and with its refusals as English sentences."""
    return _started(command, keeps_language=False)


def in_the_house_language(command: Callable[P, R]) -> Callable[P, R]:
    """The same for a command that writes texts for members, in the house's own language."""
    return _started(command, keeps_language=True)


def _started(command: Callable[P, R], *, keeps_language: bool) -> Callable[P, R]:
    @functools.wraps(command)
    def started(*args: P.args, **kwargs: P.kwargs) -> R:
        start_django()
        from django.conf import settings
        from django.db import DatabaseError
        from django.utils import translation

        from shouwen.people.refusals import RefusedError

        try:
            with translation.override(settings.LANGUAGE_CODE if keeps_language else "en"):
                return command(*args, **kwargs)
        except RefusedError as refusal:
            raise Refusal(str(refusal)) from None
        except DatabaseError as fault:
            raise Refusal(_sentence_about(fault)) from fault

    return started


def _sentence_about(fault: Exception) -> str:
    text = str(fault).strip().splitlines()[0]
    if "no such table" in text or "does not exist" in text:
        return f"The database is not up to date ({text}); run `shouwen migrate`."
    return f"The database refused: {text}; `shouwen doctor` looks closer."
