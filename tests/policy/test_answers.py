"""Answers that are given when they are asked for count before anybody asked."""

from __future__ import annotations

from shouwen.policy.judge import Answers
from shouwen.policy.kinds.questions import PostsOf


def test_answers_that_nobody_asked_for_yet_are_no_empty_answers():
    answers = Answers(lambda _question: frozenset({"operator"}))

    assert answers
    assert answers.get(PostsOf("wang")) == {"operator"}
