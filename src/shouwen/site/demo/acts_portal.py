"""The demonstration's own door: open, with what customers may file, and matters that came by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from shouwen.cases import actions as cases
from shouwen.cases.models import Case
from shouwen.customers.models import Customer
from shouwen.people.models import Member, Post
from shouwen.people.refusals import RefusedError
from shouwen.portal import actions as portal
from shouwen.portal import queries
from shouwen.portal.actions import Given
from shouwen.portal.choices import Accent, Need, QuestionKind, Way
from shouwen.portal.models import Offer
from shouwen.portal.rated import Answer
from shouwen.site.demo.story import Stage

OFFERS = {
    "complaint": ("投诉", "Complaint", "服务或环境让您不满意", "Something was not as it should be"),
    "repair": ("报修", "Repair", "设施设备坏了，需要上门维修", "Something is broken"),
    "consultation": ("咨询", "Question", "想了解规定、费用或手续", "Rules, fees, formalities"),
    "suggestion": ("建议", "Suggestion", "告诉我们怎样做得更好", "How we could do better"),
}
NOTICE = (
    "我们保存您填写的称呼、联系方式、地址和事项内容，只用于办理您的事项、与您联系和改进服务，"
    "不作他用，也不提供给无关的人。只有办理此事的员工能看到。事项办结后保存三年，到期删除。"
    "您可以随时要求查看、更正、删除或撤回同意，请联系前台或服务电话。"
)
NOTICE_EN = (
    "We keep your name, contact, address and what you write, to see to your matter, to reach you "
    "and to serve you better, for nothing else. Only those who work on it see it. It is deleted "
    "three years after the matter is settled. You may ask to see, correct or delete it, or take "
    "your consent back, at any time at the front desk or by telephone."
)
QUESTIONS = (
    {"kind": QuestionKind.STARS, "text": "您对这次服务总体满意吗？", "required": True,
     "text_en": "How satisfied are you on the whole?", "choices": [], "choices_en": []},
    {"kind": QuestionKind.YES_NO, "text": "您的问题解决了吗？", "required": True,
     "text_en": "Was your matter settled?", "choices": [], "choices_en": []},
    {"kind": QuestionKind.CHOICE, "text": "哪一点最需要改进？", "required": False,
     "text_en": "What should we improve first?", "choices": ["速度", "态度", "结果", "都好"],
     "choices_en": ["Speed", "Manner", "Result", "All was fine"]},
    {"kind": QuestionKind.TEXT, "text": "还想对我们说什么？", "required": False,
     "text_en": "Anything else you would like to tell us?", "choices": [], "choices_en": []},
)  # fmt: skip
FEW_STARS = 2
# Three years, as the notice says.
KEPT = 36
# Of whom, so many hours ago, what they write, what they are answered, how many stars they give.
FILED = (
    (
        0,
        30.0,
        "想问一下这个月的费用明细在哪里可以查到？",
        "明细已发到您的手机，也可以在前台打印。",
        5,
    ),
    (1, 3.0, "请问节假日服务时间有变化吗？", "", 0),
)


def open_portal(stage: Stage, at: datetime) -> None:
    """Open the portal with a notice, the sorts of matters the house knows, and questions."""
    house, keeper = stage.house, stage.members[stage.house.adopter]
    portal.give_notice(text=NOTICE, text_en=NOTICE_EN, keep_months=KEPT, by=keeper, at=at)
    known = [kind for kind in OFFERS if kind in house.cases.types]
    for order, kind in enumerate(known or list(OFFERS)):
        _offer(kind, order)
        portal.set_questions(
            case_type=kind, questions=QUESTIONS, unsatisfied_at=FEW_STARS, by=keeper, at=at
        )
    post = house.person(house.roles[0]).posts[0]
    portal.save_settings(values={
        "is_on": True, "name": house.company, "name_en": f"{house.title_en} (demonstration)",
        "accent": Accent.TEAL, "hotline": "400-000-0000", "taker": Post.objects.get(key=post),
        "languages": ["zh-hans", "en"],
        "welcome": "不用注册，留下手机号或邮箱就可以提交，随时查看进度。",
        "welcome_en": "No account needed: a number or an e-mail address is enough.",
    })  # fmt: skip


def _offer(kind: str, order: int) -> None:
    name, name_en, hint, hint_en = OFFERS[kind]
    asks = Need.REQUIRED if kind == "repair" else Need.OPTIONAL
    portal.save_offer(offer=None, values={
        "case_type": kind, "category": None, "name": name, "name_en": name_en, "hint": hint,
        "hint_en": hint_en, "place": asks, "place_label": "地址、房号或订单号",
        "place_label_en": "Address, room or order number", "takes_photos": True, "order": order,
        "is_shown": True, "fields": [],
    })  # fmt: skip


def plan_portal(stage: Stage) -> None:
    """Let matters come by the portal: one is settled and rated, one waits for an answer."""
    opened = stage.now - timedelta(hours=FILED[0][1] + 1)
    stage.plan(opened, lambda at: open_portal(stage, at))
    for whom, ago, text, answer, stars in FILED:
        customer = stage.customers[whom]
        stage.plan(
            stage.now - timedelta(hours=ago),
            partial(_files, stage, customer, text, answer, stars),
        )


def _files(
    stage: Stage, customer: Customer, text: str, answer: str, stars: int, at: datetime
) -> None:  # fmt: skip
    offer = Offer.objects.filter(case_type="consultation").first() or Offer.objects.first()
    if offer is None:
        return
    receipt = portal.file_matter(
        portal=queries.settings_of(), offer=offer, way=Way.PHONE, contact=customer.phone,
        given=Given(name=customer.name, text=text, place=customer.unit),
        token=f"demo-{customer.pk}", at=at,
    )  # fmt: skip
    case = Case.objects.select_related("handler").get(number=receipt.number)
    handler = case.handler
    if not answer or handler is None:
        return
    for hours, act in _acts(case, handler, answer, stars):
        stage.plan(at + timedelta(hours=hours), partial(_tried, case, act))


def _acts(
    case: Case, handler: Member, answer: str, stars: int
) -> list[tuple[float, Callable[[datetime], object]]]:
    return [
        (1, lambda at: cases.reply(case=case, text=answer, actor=handler, at=at, channel="web")),
        (2, lambda at: cases.resolve(case=case, resolution=answer, actor=handler, at=at)),
        (5, lambda at: _rate(case, stars, at)),
    ]


def _tried(case: Case, act: Callable[[datetime], object], at: datetime) -> None:
    case.refresh_from_db()
    try:
        act(at)
    except RefusedError:
        return  # a clause is in the way; the story goes on without this step


def _rate(case: Case, stars: int, at: datetime) -> None:
    form = queries.rating_form(case.case_type)
    if form is None or not queries.may_be_rated(case):
        return
    given = {QuestionKind.STARS: stars, QuestionKind.YES_NO: True}
    answers = [
        Answer(
            kind=q["kind"], text=q["text"], text_en=q["text_en"], value=given.get(q["kind"])
        )
        for q in form.questions
    ]  # fmt: skip
    portal.rate(case=case, form=form, answers=answers, key=f"demo-rate-{case.number}", at=at)
