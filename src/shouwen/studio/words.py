"""The words a found regulation is written with: the posts of the house, keys from sounds."""

from __future__ import annotations

from shouwen.documents.names import key_of
from shouwen.people.models import Post
from shouwen.policy.reading.writing.words import Words


def words_for(slug: str, title: str) -> Words:
    """Return the words of one regulation, which knows the posts of the house by their names."""
    posts = dict(Post.objects.values_list("name", "key"))
    return Words(slug.replace("-", "_"), title, posts, key_of)
