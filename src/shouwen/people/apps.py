"""The room's registration with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Members, posts, teams, signing in, and what a post may do."""

    name = "shouwen.people"
    label = "people"
