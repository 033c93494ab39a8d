"""The sentences of posts: headcounts and reporting lines."""

from __future__ import annotations

WRITTEN: dict[str, tuple[str, str, str, str]] = {
    "post_not_counted": (
        "本条没有规定“{post}”的人数",
        "不适用",
        "The rule sets no headcount for {post}",
        "does not apply",
    ),
    "holders_unknown": (
        "尚不知道“{post}”有几人在岗",
        "待补",
        "How many hold the post {post} is not known yet",
        "to be recorded",
    ),
    "headcount_met": (
        "{post}：{people} 人，编制 {wanted}",
        "符合",
        "{post}: {people} in post, headcount {wanted}",
        "met",
    ),
    "headcount_short": (
        "{post}：{people} 人，编制 {wanted}",
        "缺员",
        "{post}: {people} in post, headcount {wanted}",
        "too few",
    ),
    "headcount_over": (
        "{post}：{people} 人，编制 {wanted}",
        "超编",
        "{post}: {people} in post, headcount {wanted}",
        "too many",
    ),
    "no_line_for": (
        "本条没有规定 {person} 的岗位向谁汇报",
        "不适用",
        "The rule does not say to whom the posts of {person} report",
        "does not apply",
    ),
    "line_kept": (
        "{person} 的上级 {superior} 任 {posts}",
        "符合",
        "{superior}, to whom {person} reports, holds the post {posts}",
        "as required",
    ),
    "line_in_a_circle": (
        "{superior} 逐级向上又回到 {person}",
        "不符",
        "The superiors above {superior} lead back to {person}",
        "not as required",
    ),
    "line_not_kept": (
        "{person} 应向 {posts} 汇报，{superior} 不在该岗位",
        "不符",
        "{person} reports to the post {posts}, which {superior} does not hold",
        "not as required",
    ),
}
