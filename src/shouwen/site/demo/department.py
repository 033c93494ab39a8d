"""The people of a demonstration: departments, teams, members, posts and who answers to whom."""

from __future__ import annotations

from datetime import date

from shouwen.people import actions
from shouwen.people.models import Member, Post
from shouwen.people.queries import posts
from shouwen.site.demo.house import House, permissions_of


def add_people(house: House) -> dict[str, Member]:
    """Add departments, teams and members without posts; return the members by key."""
    departments = {k: actions.add_department(key=k, name=n) for k, n in house.departments.items()}
    for key, team in house.teams.items():
        actions.add_team(key=key, name=team.name, department=departments[team.department])
    # No password: in the demonstration one signs in with a click, elsewhere not at all.
    members = {
        p.key: actions.add_member(
            key=p.key, name=p.name, email=f"{p.key}@demo.invalid", password=None
        )
        for p in house.people
    }
    actions.ensure_system_member()
    return members


def give_posts(house: House, members: dict[str, Member], *, since: date) -> None:
    """Appoint everybody from ``since``, once the regulations have brought their posts."""
    for key, name in house.posts.items():
        actions.add_post(key=key, name=name)
    known = {post.key: post for post in posts()}
    _grant(house, known)
    teams = {key: actions.add_team(key=key, name=team.name) for key, team in house.teams.items()}
    for person in house.people:
        member = members[person.key]
        for post in person.posts:
            actions.appoint(member=member, post=known[post], team=teams[person.team], since=since)
        if person.superior:
            superior = members[person.superior]
            actions.set_superior(member=member, superior=superior, since=since)


def _grant(house: House, known: dict[str, Post]) -> None:
    levels = {person.posts[0]: person.level for person in house.people}
    for post, level in levels.items():
        for permission in permissions_of(level):
            actions.grant(post=known[post], permission=permission)
