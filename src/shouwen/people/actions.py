"""Everything that changes the department: members, posts, superiors, substitutes, grants."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, time

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from shouwen.people import queries
from shouwen.people.models import (
    Department,
    Grant,
    Holding,
    Member,
    Post,
    Reporting,
    Substitution,
    Team,
)
from shouwen.people.periods import holding_on
from shouwen.people.permissions import PERMISSIONS
from shouwen.people.refusals import RefusedError

_KEY = re.compile(r"^[A-Za-z][A-Za-z0-9_.-]*$")


def _key(key: str) -> str:
    if not _KEY.match(key):
        raise RefusedError(
            _(
                "“%(key)s” cannot be a key; begin with a Latin letter and go on with letters, "
                "digits, “_”, “.” or “-”."
            )
            % {"key": key},
            "key",
        )
    return key


def _name(name: str) -> str:
    if not name.strip():
        raise RefusedError(_("The name is missing; write it as people say it."), "name")
    return name.strip()


def _period(since: date, until: date | None) -> None:
    if until is not None and until <= since:
        raise RefusedError(
            _("The last day lies before the first; end on a later day than %(since)s.")
            % {"since": since.isoformat()},
            "until",
        )


def _email(email: str) -> str:
    if not email:
        return ""
    try:
        validate_email(email)
    except ValidationError:
        raise RefusedError(
            _("“%(email)s” is not an e-mail address; correct it or leave it empty.")
            % {"email": email},
            "email",
        ) from None
    if Member.objects.filter(email__iexact=email).exists():
        raise RefusedError(
            _("Another member already uses this e-mail address; give each member their own."),
            "email",
        )
    return email


def _password(password: str | None, member: Member) -> None:
    if password is None:
        member.set_unusable_password()
        return
    try:
        validate_password(password, member)
    except ValidationError as weak:
        raise RefusedError(" ".join(weak.messages), "password") from None
    member.set_password(password)


@transaction.atomic
def add_member(
    *,
    key: str,
    name: str,
    email: str = "",
    password: str | None = None,
    phone: str = "",
    language: str = "",
) -> Member:
    """Add somebody to the department; without a password they cannot sign in yet."""
    if Member.objects.filter(username__iexact=key).exists():
        raise RefusedError(
            _("There is already a member “%(key)s”; choose another key.") % {"key": key}, "key"
        )
    member = Member(
        username=_key(key), name=_name(name), email=_email(email), phone=phone, language=language
    )
    _password(password, member)
    member.save(force_insert=True)
    return member


@transaction.atomic
def add_administrator(*, key: str, name: str, email: str, password: str) -> Member:
    """Add a member who may do everything; for the command line of a new house."""
    member = add_member(key=key, name=name, email=email, password=password)
    member.is_superuser = member.is_staff = True
    member.save(update_fields=["is_superuser", "is_staff"])
    return member


def ensure_system_member() -> Member:
    """Return the member who acts for the house itself, making it the first time."""
    unusable = Member()
    unusable.set_unusable_password()
    member, _made = Member.objects.get_or_create(
        username=queries.SYSTEM_KEY,
        defaults={"name": "系统", "is_system": True, "password": unusable.password},
    )
    return member


def close_account(*, member: Member, on: date) -> None:
    """Let a member sign in no more and end everything they hold on that day."""
    with transaction.atomic():
        for holding in Holding.objects.filter(
            Q(until__isnull=True) | Q(until__gt=on), member=member
        ):
            _end(holding, on)
        Member.objects.filter(pk=member.pk).update(is_active=False)


def _end(holding: Holding, on: date) -> None:
    # Something that never began leaves no period behind.
    if holding.since >= on:
        holding.delete()
    else:
        Holding.objects.filter(pk=holding.pk).update(until=on)


def add_department(*, key: str, name: str) -> Department:
    """Add a department, or return the one with this key."""
    found, _made = Department.objects.get_or_create(key=_key(key), defaults={"name": _name(name)})
    return found


def add_team(*, key: str, name: str, department: Department | None = None) -> Team:
    """Add a team, or return the one with this key."""
    defaults = {"name": _name(name), "department": department}
    found, _made = Team.objects.get_or_create(key=_key(key), defaults=defaults)
    return found


def add_post(*, key: str, name: str) -> Post:
    """Add a post, or return the one with this key."""
    found, _made = Post.objects.get_or_create(key=_key(key), defaults={"name": _name(name)})
    return found


@transaction.atomic
def appoint(
    *, member: Member, post: Post, since: date, team: Team | None = None, until: date | None = None
) -> Holding:
    """Appoint a member to a post from a day on; refuse what overlaps the same post held before."""
    _period(since, until)
    same = Holding.objects.filter(member=member, post=post, team=team)
    overlapping = same.filter(Q(until__isnull=True) | Q(until__gt=since))
    if until is not None:
        overlapping = overlapping.filter(since__lt=until)
    if overlapping.exists():
        raise RefusedError(
            _("%(name)s already holds this post then; end that first, or begin later.")
            % {"name": member.name},
            "post",
        )
    return Holding.objects.create(member=member, post=post, team=team, since=since, until=until)


def end_holding(*, holding: Holding, until: date) -> None:
    """End a post on a day: the last day held is the one before."""
    _period(holding.since, until)
    if not Holding.objects.filter(pk=holding.pk, until__isnull=True).update(until=until):
        raise RefusedError(_("This post was already ended; reload the page."), "until")


@transaction.atomic
def set_superior(*, member: Member, superior: Member, since: date) -> Reporting:
    """Let a member answer to a superior from a day on; the former line ends on that day."""
    if superior == member or queries.leads(member, superior, since):
        raise RefusedError(
            _("%(superior)s answers to %(name)s already; nobody can be above themselves.")
            % {"superior": superior.name, "name": member.name},
            "superior",
        )
    later = Reporting.objects.filter(member=member, since__gte=since)
    if later.exists():
        raise RefusedError(
            _("A superior was already set for %(since)s or later; choose a later day.")
            % {"since": since.isoformat()},
            "since",
        )
    former = Reporting.objects.filter(holding_on(since), member=member)
    former.update(until=since)
    return Reporting.objects.create(member=member, superior=superior, since=since)


def substitute(
    *, member: Member, substitute: Member, since: date, until: date | None = None
) -> Substitution:
    """Let somebody stand in for a member from a day until, but not on, another."""
    _period(since, until)
    if substitute == member:
        raise RefusedError(_("Nobody stands in for themselves; choose a colleague."), "substitute")
    if not substitute.is_active or substitute.is_system:
        raise RefusedError(
            _("%(name)s cannot sign in; choose a colleague who can.") % {"name": substitute.name},
            "substitute",
        )
    return Substitution.objects.create(
        member=member, substitute=substitute, since=since, until=until
    )


def end_substitution(*, member: Member, on: date) -> int:
    """Come back: end every substitution of this member on that day; return how many ended."""
    with transaction.atomic():
        standing = Substitution.objects.filter(
            Q(until__isnull=True) | Q(until__gt=on), member=member
        )
        planned, _rows = standing.filter(since__gte=on).delete()
        return planned + standing.filter(since__lt=on).update(until=on)


def grant(*, post: Post, permission: str) -> Grant:
    """Let the holders of a post do something; granting twice changes nothing."""
    if permission not in PERMISSIONS:
        raise RefusedError(
            _("There is no permission “%(permission)s”; use one of: %(known)s.")
            % {"permission": permission, "known": ", ".join(PERMISSIONS)},
            "permission",
        )
    found, _made = Grant.objects.get_or_create(post=post, permission=permission)
    return found


@transaction.atomic
def set_grants(*, post: Post, permissions: Collection[str]) -> None:
    """Let the holders of a post do exactly these things."""
    for permission in permissions:
        grant(post=post, permission=permission)
    Grant.objects.filter(post=post).exclude(permission__in=permissions).delete()


def set_quiet_hours(*, post: Post, quiet_from: time | None, quiet_until: time | None) -> None:
    """Say when mail to the holders of a post waits; two empty times end that."""
    if (quiet_from is None) != (quiet_until is None):
        raise RefusedError(
            _("Quiet hours begin and end; give both times, or leave both empty."),
            "quiet_from" if quiet_from is None else "quiet_until",
        )
    if quiet_from is not None and quiet_from == quiet_until:
        raise RefusedError(
            _("Quiet hours that end when they begin would never end; choose another time."),
            "quiet_until",
        )
    Post.objects.filter(pk=post.pk).update(quiet_from=quiet_from, quiet_until=quiet_until)


def withdraw_grant(*, post: Post, permission: str) -> None:
    """Take a permission from a post; taking what was not given changes nothing."""
    Grant.objects.filter(post=post, permission=permission).delete()


def choose_language(*, member: Member, language: str) -> None:
    """Remember in which language a member reads; refuse one the house does not speak."""
    if language not in Member.Language.values:
        raise RefusedError(
            _("The house does not speak “%(language)s”; choose one from the list.")
            % {"language": language},
            "language",
        )
    Member.objects.filter(pk=member.pk).update(language=language)


def change_contact(*, member: Member, email: str, phone: str) -> None:
    """Change how a member is reached; refuse an address somebody else uses."""
    kept = member.email if email == member.email else _email(email)
    try:
        Member.objects.filter(pk=member.pk).update(email=kept, phone=phone.strip())
    except IntegrityError:
        raise RefusedError(_("Another member already uses this e-mail address."), "email") from None
