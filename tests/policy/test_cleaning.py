from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.documents import cleaning as documents_cleaning
from shouwen.policy.reading.cleaning import cleaned, undone
from shouwen.policy.reading.cleaning_draft import Draft, Edit
from shouwen.policy.reading.source import Source, source_of

# A table of our own, so that these tests need no dictionary.
_TABLE = str.maketrans(
    "條規時應當處領準認負責務業專員過長號標達類", "条规时应当处领准认负责务业专员过长号标达类"
)


def simplified(text: str) -> str:
    return text.translate(_TABLE)


def clean(*lines: str) -> Source:
    return cleaned(source_of("\n".join(lines)), simplified=simplified)


def lines(source: Source) -> list[str]:
    return [source.cut(piece.span) for piece in Draft(source).kept()]


def codes(source: Source) -> list[str]:
    return [repair.code for repair in source.repairs]


def left_out(source: Source) -> list[tuple[str, str]]:
    return [(left.code, source.cut(left.span)) for left in source.left_out]


def test_readings_behind_characters_are_taken_away():
    read = clean("客服部領(lǐng)班應(yīng)負責(zé)。")

    assert lines(read) == ["客服部领班应负责。"]
    assert undone(read) == "客服部領(lǐng)班應(yīng)負責(zé)。"


TORN = """保持嚴謹(jǐn)?shù)墓ぷ髯黠L(fēng)，给予恰當(dāng)?shù)姆绞?。
7、當(dāng)?shù)谝回?zé)任者推诿。
怎么办?shù)不知道。
"""


def test_characters_torn_by_a_reading_between_their_bytes_are_put_together() -> None:
    source = source_of(TORN)
    read = documents_cleaning.cleaned(source)

    assert "保持严谨的工作作风，" in read.text
    assert "7、当第一责任者推诿。" in read.text
    assert "怎么办?shù)不知道。" in read.text  # no byte makes sense of it
    assert undone(read) == TORN


def test_letters_in_brackets_that_are_no_reading_stay():
    assert lines(clean("分为甲(a)、乙(b)两类。", "客户(vip)优先。")) == [
        "分为甲(a)、乙(b)两类。", "客户(vip)优先。",
    ]  # fmt: skip


def test_a_traditional_document_is_written_in_simplified_characters():
    read = clean("第一條 專員應當負責處理。")

    assert lines(read) == ["第一条 专员应当负责处理。"]
    assert undone(read) == "第一條 專員應當負責處理。"


def test_one_traditional_name_does_not_make_a_document_traditional():
    line = "员工须在每日下班之前把来电的内容登记清楚并交给当班的班长" * 2 + "，姓準的班长除外。"

    assert codes(clean(line, line.replace("準", "王"))) == []


def test_wide_digits_and_letters_become_usual_ones():
    read = clean("（１）２４小时内答复，合格率９８．５％，ＶＩＰ优先。")

    assert lines(read) == ["（1）24小时内答复，合格率98.5%，VIP优先。"]


def test_a_preview_s_running_numbers_are_taken_out_of_the_sentences_they_cut():
    page = "坐席须在规定时限内答复来电，" * 20
    read = clean(f"1、{page}并登", f"2、记在册。{page}不得", f"3、推诿。{page}")

    assert len(lines(read)) == 1
    assert "并登记在册。" in read.text
    assert "不得推诿。" in read.text
    assert set(codes(read)) == {"page_number"}


def test_a_list_of_whole_sentences_keeps_its_numbers():
    read = clean("1、接电话。", "2、记事由。", "3、报班长。")

    assert lines(read) == ["1、接电话。", "2、记事由。", "3、报班长。"]


def test_a_page_s_number_inside_a_sentence_is_taken_out():
    read = clean("坐席应在 第 3 页 共 12 页 两小时内答复。")

    assert lines(read) == ["坐席应在两小时内答复。"]
    assert codes(read) == ["page_number"]


def test_lines_of_a_page_are_joined_where_its_width_broke_them():
    wide = "客户投诉由首位接到的员工负责到底，不得推诿或者擅自转交给其他的"
    read = clean(
        "第一条 " + wide, "员工处理。", "第二条 " + wide, "部门。", "第三条 " + wide, "人员。",
        "第四条 " + wide, "单位。", "第五条 " + wide, "24小时内答复。",
    )  # fmt: skip

    assert lines(read)[0] == "第一条 " + wide + "员工处理。"
    assert lines(read)[-1] == "第五条 " + wide + "24小时内答复。"
    assert len(lines(read)) == 5
    assert set(codes(read)) == {"broken_line"}


def test_a_clause_that_is_cited_at_the_beginning_of_a_line_begins_none():
    wide = "客户投诉由首位接到的员工负责到底，凡是推诿或者擅自转交的均按照"
    read = clean(*(line for _time in range(5) for line in (wide, "第三条规定的标准扣分。")))

    assert lines(read)[0] == wide + "第三条规定的标准扣分。"


def test_a_line_that_ends_in_a_comma_goes_on():
    assert lines(clean("接到投诉后，", "应立即登记。")) == ["接到投诉后，应立即登记。"]


def test_a_heading_over_its_text_is_not_joined_with_it():
    assert len(lines(clean("总则", "为规范服务，制定本办法。"))) == 2


def test_a_title_behind_a_text_that_was_cut_off_stays_a_title():
    assert lines(clean("检查地面是否湿滑，", "前台管理制度")) == [
        "检查地面是否湿滑，", "前台管理制度",
    ]  # fmt: skip


def test_a_figure_on_a_line_of_its_own_goes_back_into_its_sentence():
    read = clean("第一次未做到者扣除绩效", "5", "分，第二次扣除绩效", "10", "分。", "2", "分值表")

    assert lines(read) == ["第一次未做到者扣除绩效5分，第二次扣除绩效10分。", "2", "分值表"]


def test_figures_that_were_lost_are_marked_to_be_set():
    read = clean("底薪20xx元，每年____元，**天内送达。", "签字：________", "XX公司客服部")

    assert lines(read) == [
        "底薪____元，每年____元，____天内送达。",
        "签字：________",
        "XX公司客服部",
    ]
    assert codes(read) == ["lost_figure"] * 3


def test_digits_with_blanks_between_them_are_joined_where_the_whole_text_has_them():
    read = clean("每次奖励 5 0 -3 0 0 元，", "扣 1 0 0 0元。", "序号 1 2 3 4 名称", "扣 2 0 分。")

    assert lines(read)[:2] == ["每次奖励 50 -300 元，扣 1000元。", "序号 1 2 3 4 名称"]
    assert codes(read).count("spaced_figure") == 4
    assert "spaced_figure" not in codes(clean("得分 5 3 元，其余见表。"))


def test_what_a_site_puts_around_a_text_is_left_out_and_stays_readable():
    read = clean(
        "首页 > 制度 > 正文", "2022-03-23 12:31:14", "小编为大家整理了几篇制度，供大家参考。",
        "前台制度.docx_第1页", "第一条 前台须微笑服务。", "第二条 客户资料不得外传。",
        "相关推荐", "别的制度", "Copyright © 某某网",
    )  # fmt: skip

    assert lines(read) == ["第一条 前台须微笑服务。", "第二条 客户资料不得外传。"]
    assert [code for code, _text in left_out(read)] == [
        "navigation", "file_details", "editorial", "file_details",
        "navigation", "navigation", "navigation",
    ]  # fmt: skip
    assert undone(read) == read.text


def test_sentences_of_a_regulation_that_speak_of_pages_and_people_stay():
    said = (
        "不得在公司网站上下载客户资料。", "收集相关客户信息，整理后交班长。",
        "时间：每周一上午", "侵犯客户隐私的，予以辞退。", "电话：由前台转接",
        "重点内容提供给相关部门参考。", "2026年4月1日",
    )  # fmt: skip

    assert lines(clean(*said)) == list(said)


def test_a_title_over_its_own_copy_is_said_once():
    read = clean("前台接待管理制度", "前台接待管理制度", "第一条 微笑服务。")

    assert lines(read) == ["前台接待管理制度", "第一条 微笑服务。"]
    assert left_out(read) == [("repeated", "前台接待管理制度")]


def test_a_passage_that_follows_on_itself_is_said_once():
    words = "类来电逐件登记并在下班前交班长核对签字，不得遗漏、不得代签、不得补记。"
    passage = [f"{number}、坐席须把当日第{number}{words}" for number in "一二三"]

    assert lines(clean(*passage, *passage, "四、附则")) == [*passage, "四、附则"]


def test_a_duty_that_several_posts_share_is_kept_for_each():
    said = ("班长职责", "1、完成领导交办的其他工作。", "坐席职责", "1、完成领导交办的其他工作。")

    assert lines(clean(*said)) == list(said)


def test_cleaning_twice_changes_nothing_more():
    once = clean("底薪20xx元，", "按月发放。")

    assert cleaned(once, simplified=simplified) is once


_WORDS = st.sampled_from([
    "第一条 ", "1、", "2、", "（一）", "客服部", "領(lǐng)", "應(yīng)", "條規", "２４", "小时",
    "20xx", "____", "元", "，", "。", "：", "\n", "\n\n", " ", "\t", "第 3 页 共 9 页", " - 4 - ",
    "©", "首页 > 制度", "相关推荐", "《", "》", "前台管理制度", "(", ")", "a", "Ａ",
    "坐席须在规定的时限以内把客户的来电逐件答复清楚并且登记",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=60).map("".join))
def test_undoing_every_repair_gives_the_text_back_and_no_letter_is_lost(text):
    source = source_of(text)

    read = cleaned(source, simplified=simplified)

    assert undone(read) == text
    for repair in read.repairs:
        assert read.cut(repair.span) == repair.after
    covered = [False] * len(read.text)
    for piece in read.pieces:
        assert not any(covered[piece.span.start : piece.span.end])
        covered[piece.span.start : piece.span.end] = [True] * (piece.span.end - piece.span.start)
    assert all(done or sign.isspace() for done, sign in zip(covered, read.text, strict=True))
    for left in read.left_out:
        assert any(piece.span == left.span for piece in read.pieces)


_EDITS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 6), st.sampled_from(["", "x", "yz"])), max_size=6
)


@settings(max_examples=200, deadline=None)
@given(st.text("甲乙丙\n", min_size=5, max_size=30), st.lists(_EDITS, min_size=1, max_size=4))
def test_repairs_upon_repairs_can_still_be_undone(text, rounds):
    draft = Draft(source_of(text))
    for made in rounds:
        end = 0
        edits = []
        for start, length, after in sorted(made):
            if end <= start and length and start + length <= len(draft.text):
                edits.append(Edit(start, start + length, after, "test"))
                end = start + length
        draft.repair(edits)

    assert undone(draft.source()) == text
