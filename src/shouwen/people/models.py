"""Members, posts and teams."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class Member(AbstractUser):
    """Somebody who signs in; ``username`` is the member's key in facts."""
