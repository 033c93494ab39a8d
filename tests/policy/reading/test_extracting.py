"""What single sentences are read as: one line each for the manners in which figures are told."""

from __future__ import annotations

import pytest

from shouwen.policy.reading.proposing import propose
from shouwen.policy.reading.source import source_of
from shouwen.policy.reading.trees import trees_of

pytestmark = pytest.mark.once
TOLD = [
    ("每周一、三、五9:10—10:00巡查全场。", "duty",
     "every=week by_day=1 by_days=1、3、5 from_time=09:10 until_time=10:00"),
    ("每年六月、十二月以前发放问卷。", "duty", "every=year by_month=6 by_months=6、12"),
    ("每周一八点召开例会。", "duty", "every=week by_day=1 by_time=08:00"),
    ("收款员每日18:00前结账。", "duty", "every=day by_time=18:00"),
    ("特殊事假在班前一小时提出。", "deadline", "amount=1 unit=hour dir=ahead"),
    ("问卷发放后十五个工作日收回。", "deadline",
     "amount=15 unit=working_day dir=within from=问卷发放"),
    ("打开井盖放气十分钟，之后作业人员方可下井。", "deadline",
     "amount=10 unit=minute dir=not_before"),
    ("图书可续借一次，续借期15天。", "deadline", "amount=15 unit=day dir=extension"),
    ("派单二十分钟没有到场的，致电业户说明。", "deadline", "amount=20 unit=minute dir=within"),
    ("库存低于十件的，立即核对。", "deadline",
     "amount=0 unit=immediate dir=within if_upto=10 if_unit=thing"),
    ("热线服务每周七天、每天二十四小时。", "roster", "amount=24 unit=hour type=coverage"),
    ("白天保持至少8个席位在线。", "roster", "amount=8 unit=person type=min_staff"),
    ("客服人员做六休一。", "roster", "amount=1 unit=day type=rest after=6"),
    ("早班八点到十二点。", "roster", "time=08:00-12:00 type=shift"),
    ("录入每分钟八十字。", "target", "op=>= value=80 unit=thing"),
    ("早餐不少于八个品种。", "target", "op=>= value=8 unit=thing"),
    ("每人每月换班不超过三次。", "target", "op=<= value=3 unit=time"),
    ("可同时接通90个客户来电。", "target", "op=<= value=90 unit=thing"),
    ("第一至第三名每人奖励一千五百元。", "pay",
     "type=reward amount=1500 per=人 nth=1 nth_to=3"),
    ("老员工不足二千五百元的补足。", "pay", "type=base min=2500"),
    ("每月扣减不超过绩效奖金的一半。", "pay", "type=deduct percent=50 per=月"),
    ("客服经理一人。", "org", "who=客服经理 amount=1 unit=person"),
    ("设三个接入号码。", "org", "who=接入号码 amount=3 unit=thing"),
    ("认购合同一式两份。", "form", "name=认购合同 copies=2"),
    ("等候五秒后挂断。", "conduct", "modality=must amount=5 unit=second"),
    ("尺寸为60×120。", "conduct", "modality=must width=60 length=120"),
    ("合格率低于85%的组织再培训。", "score", "percent=85 type=threshold"),
    ("无故缺席例会一天扣三天工资。", "pay", "type=deduct multiple=3"),
    ("漏登来访，1分/人次。", "score", "points=-1 type=change"),
    ("每写一篇加2分，最高6分。", "score", "points=6 type=cap"),
    ("早到五分钟，+3分。", "score", "points=3 type=change"),
    ("自受理之日起10日内（指工作日）办结。", "deadline",
     "amount=10 unit=working_day dir=within from=受理"),
    ("处理结果公布不迟于第三日。", "deadline", "amount=3 unit=day dir=within"),
    ("备件保管期限为2年，维修录音半年后销毁。", "form",
     "name=维修录音 retention=0.5 retention_unit=year"),
    ("50元＜金额≤300元，班长复核。", "approval", "by=班长 over=50 upto=300 unit=yuan"),
    ("前台主管有300元以下减免权。", "approval", "by=前台主管 upto=300 unit=yuan"),
    ("时限用到百分之八十时提醒处理人。", "deadline", "percent=80 dir=within"),
    ("周报最迟18:00提交。", "deadline", "time=18:00 dir=by_time"),
    ("周末计划每周五前提交。", "duty", "every=week by_day=5"),
    ("任何时刻至少有一个席位在线。", "roster", "amount=1 unit=person type=min_staff"),
    ("离岗满二十分钟的按违纪处理。", "roster", "amount=20 unit=minute type=attendance_def"),
    ("情节较重的，记大过一次。", "score", "type=sanction times=1"),
    ("日工资按月工资除以21.75计算。", "pay", "type=formula divisor=21.75"),
    ("扣分标准：推诿扣10，脱岗扣5。", "score", "points=-10 type=change"),
    ("扣分标准：推诿扣10，漏1项-2。", "score", "points=-2 type=change"),
    ("积分奖励：客户来信表扬 +2。", "score", "points=2 type=change"),
    ("损失由责任人与部门按3:7承担。", "pay", "type=split percent=30.00"),
    ("更改提单的，每票收取50美元。", "pay", "type=fee amount=50 per=票收取 currency=USD"),
    ("满分100分，由接通（40%）、质检（60%）两部分构成。", "score", "percent=40 type=weight"),
    ("月度奖金：9～11分，×80%。", "pay",
     "type=reward percent=80 if_over=9 if_upto=11 if_unit=point"),
    ("扣分（分/次）：漏接电话1；未回访2。", "score", "points=-2 type=change"),
    ("考评：首次响应超时 -2/单。", "score", "points=-2 type=change"),
    ("满分100，加减分封顶20。", "score", "points=100 type=base"),
    ("满分100，加减分封顶20。", "score", "points=20 type=cap"),
    ("分数与提成系数：≥95，1.3。", "pay", "type=wage multiple=1.3 if_over=95 if_unit=number"),
    ("飞单每单罚500。", "pay", "type=fine amount=500 per=单"),
    ("业绩5—10万元提成8%。", "pay",
     "type=commission percent=8 if_over=50000 if_upto=100000 if_unit=yuan"),
    ("责任人承担损失的30%-50%。", "pay", "type=liability min=30 max=50"),
    ("查不清责任的，损失各半分摊。", "pay", "type=wage percent=50"),
    ("每销售1万美元奖8美元。", "pay", "type=reward amount=8 per=销售1万美元 currency=USD"),
    ("提前2日报分行审核。", "deadline", "amount=2 unit=day dir=ahead"),
    ("投诉当日回电。", "deadline", "amount=0 unit=day dir=within"),
    ("督办件4小时一跟进。", "duty", "every=hour interval=4"),
    ("仅经办人可查看全号。", "access", "action=allow"),
    ("保费达成率：100%以上系数1.0，120%以上1.3。", "pay",
     "type=wage multiple=1.3 if_over=120 if_unit=percent"),
    ("续保率低于65%，组长绩效×0.9。", "pay",
     "type=wage multiple=0.9 if_upto=65 if_unit=percent"),
    ("升级投诉，扣客服经理2000、组长1000。", "pay", "type=fine amount=1000"),
    ("记分按全年12分制。", "score", "points=12 type=base"),
    ("扣满12分解除合同。", "score", "points=12 type=threshold"),
    ("有效通时≥150分钟/日。", "target", "op=>= value=150 unit=minute"),
    ("电话回复不超过24小时。", "deadline", "amount=24 unit=hour dir=within"),
    ("赠品单价≤50元组长可批。", "approval", "by=组长 upto=50 unit=yuan"),
    ("处方经药师审核后方可调配。", "approval", "by=药师"),
    ("单笔赔偿超过500美元的，须经客服经理批准。", "approval",
     "by=客服经理 over=500 unit=yuan currency=USD"),
    ("客户书面确认后方可出单。", "approval", "by=客户"),
    ("外呼成功单按18元/单结算。", "pay", "type=wage amount=18 per=单"),
    ("争议由当班班长现场处理，20元以内可当场减免。", "approval", "by=当班班长 upto=20 unit=yuan"),
    ("化验报告：2小时。", "deadline", "amount=2 unit=hour dir=within"),
    ("加急件2小时，普通件24小时。", "deadline", "amount=2 unit=hour dir=within"),
    ("应在15分钟内响应（节假日30分钟）。", "deadline", "amount=30 unit=minute dir=within"),
    ("抢修班接令后10分钟出车。", "deadline", "amount=10 unit=minute dir=within from=抢修班接令"),
    ("工作时间内2小时回复。", "deadline", "amount=2 unit=hour dir=within"),
    ("受理单须在2H内录入。", "deadline", "amount=2 unit=hour dir=within"),
    ("押金7日退还。", "deadline", "amount=7 unit=day dir=within"),
    ("交接班不少于15分钟。", "roster", "amount=15 unit=minute type=shift"),
    ("3张黄牌或1张红牌，退回劳务公司。", "score", "count=3 type=threshold consequence=退回"),
    ("月考核扣完12分的调离。", "score", "points=12 type=threshold"),
    ("一般违规记1-3分。", "score", "points=1 type=change max=3"),
    ("再犯的，加倍扣分。", "score", "multiple=2 type=multiply"),
    ("处以当月工资10%～30%的罚款。", "pay", "type=fine min=10 max=30"),
    ("分别奖励500、300、200元。", "pay", "type=reward amount=500"),
    ("夜班津贴：大夜60、小夜40。", "pay", "type=allowance amount=60"),
    ("全勤奖300。", "pay", "type=reward amount=300"),
    ("A等发120%。", "pay", "type=wage percent=120"),
    ("绩效60分至79分发一半。", "pay", "type=wage percent=50 if_over=60 if_upto=79 if_unit=point"),
    ("处罚（元/次）：脱岗100，睡岗50。", "pay", "type=fine amount=50"),
    ("绩效系数分别为1.3、1.0、0.5。", "pay", "type=wage multiple=1.0"),
    ("赔偿以3000元为上限。", "pay", "type=cap amount=3000 max=3000"),
    ("提成：自营品种4%，高毛利品种6%，处方药0.5%。", "pay", "type=commission percent=0.5"),
    ("奖金：90分以上，全额。", "pay", "type=wage percent=100 if_over=90 if_unit=point"),
    ("5公里以内45分钟送达。", "deadline",
     "amount=45 unit=minute dir=within if_upto=5 if_unit=thing"),
    ("时限可放宽至3个工作日。", "deadline", "amount=3 unit=working_day dir=extension"),
    ("考核分：服务40%、专业30%、合规30%。", "score", "percent=40 type=weight"),
    ("连续两季不合格的免职。", "score", "count=2 type=threshold consequence=不合格"),
    ("信用分低于60分清退。", "score", "points=60 type=threshold"),
    ("可用率低于99%不低于95%的赔25%。", "pay",
     "type=compensation percent=25 if_upto=99 if_unit=percent if2_over=95 if2_unit=percent"),
]  # fmt: skip


REFERRING = """制度
第一章 考勤
第一条 迟到一次扣2分。
第二条 违反前条规定的，罚款20元。
第二章 处罚
第三条 下列行为，每次扣5分：
（一）脱岗；
（二）有前款行为且屡教不改，按第一条加扣3分。
第四条 有第三条第（二）项行为的，罚款50元；依照《劳动法》第一条的，扣3分。
第五条 连续两次违反第五条或第九条的，罚款100元。
"""


def test_a_proposal_carries_the_clauses_that_its_sentence_refers_to() -> None:
    (tree,) = trees_of(source_of(REFERRING))
    found = [(each.clause, each.params.get("refers", "")) for each in propose(tree)]
    above = "第二章/第三条"
    assert [(clause.rpartition("/")[2], refers) for clause, refers in found] == [
        ("第一条", ""), ("第二条", "第一章/第一条"), ("（一）", ""),
        ("（二）", f"{above}、第一章/第一条"), ("（二）", f"{above}、第一章/第一条"),
        ("第四条", f"{above}/（二）"), ("第四条", ""),
        ("第五条", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "figures"), TOLD, ids=[each[0] for each in TOLD])
def test_a_sentence_is_read_as_it_is_meant(text: str, kind: str, figures: str) -> None:
    (tree,) = trees_of(source_of(f"第一条 {text}"))
    found = {
        " ".join(f"{name}={value}" for name, value in each.params.items() if name != "metric")
        for each in propose(tree)
        if each.kind == kind
    }
    assert figures in found


DONE_BY = [
    ("客服专员应在24小时内答复客户。", "客服专员"),
    ("客服主管每月5日前提交上月服务报告。", "客服主管"),
    ("由客服部经理在两天内答复。", "客服部经理"),
    ("重大投诉由客服主管在2小时内处理。", "客服主管"),
    ("报修单由维修主管在1个工作日内派出。", "维修主管"),
    ("客服应在24小时内答复客户。", "客服"),
    ("客服中心每月5日前提交报告。", "客服中心"),
]


@pytest.mark.parametrize(("told", "actor"), DONE_BY)
def test_whoever_has_to_do_it_is_called_by_the_whole_name(told, actor):
    (tree,) = trees_of(source_of(f"制度\n第一条 {told}\n"))
    assert propose(tree)[0].actor == actor
