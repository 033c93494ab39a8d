"""Pairs of sentences that look alike: what one states, the other does not."""

from __future__ import annotations

import pytest

from shouwen.policy.reading.proposing import propose
from shouwen.policy.reading.source import source_of
from shouwen.policy.reading.trees import trees_of

pytestmark = pytest.mark.once
# What states a rule, its kind and figures; then what looks like it and states no rule of the kind.
ALIKE = [
    ("年度扣分累计40分，解除劳动合同。", "score", "points=40 type=threshold",
     "行程累计40分钟，解除锁定。"),
    ("月度考核扣分20分。", "score", "points=-20 type=change",
     "月度考核扣分20~30分的，月工资扣20%。"),
    ("每增加5%，提成5%。", "pay", "type=commission percent=5",
     "月收费率达到85%，每增加5%的另行通报。"),
    ("领导总结，提前一天报送。", "deadline", "amount=1 unit=day dir=ahead", "当场颁发前一天奖项。"),
    ("演讲：5分钟。", "deadline", "amount=5 unit=minute dir=within", "会议议程：演讲（5分钟）。"),
    ("转化率≥45%。", "target", "op=>= value=0.45", "转化率：40%（含）—45%得80分。"),
    ("单笔订单数量满50单。", "target", "op=>= value=50 unit=thing", "单笔订单满5000元，提成1%。"),
    ("迟到5分钟以内每次10元。", "pay", "type=fine amount=10 per=次 if_upto=5 if_unit=minute",
     "停车每次10元。"),
    ("两班之间间隔不得少于11小时。", "roster", "amount=11 unit=hour type=rest",
     "两次联系之间间隔不得少于11小时。"),
    ("前台每班不少于2人。", "roster", "amount=2 unit=person type=min_staff",
     "超过15人等候时应增开窗口。"),
    ("振铃3声或12秒内接听。", "deadline", "amount=3 unit=ring dir=within", "振铃3声或占线的记录。"),
    ("前台主管100元以内。退款权限：大堂副理300元以内或免一餐。", "approval",
     "by=大堂副理 upto=300 unit=yuan", "大堂副理每月津贴300元以内或免一餐。"),
    ("前厅经理1天以内答复。", "deadline", "amount=1 unit=day dir=within", "前厅经理房费1天以内。"),
    ("考核=质检40%+效率60%。", "score", "percent=40 type=weight", "质检合格40%，效率合格60%。"),
    ("迟到15分钟至1小时的，扣30元。", "pay",
     "type=fine amount=30 if_over=15 if_upto=60 if_unit=minute", "15分钟至1小时的车程另计。"),
    ("会员消费100元收服务费5元。", "pay", "type=fee amount=5",
     "会员消费满100元减免1小时。"),
    ("单班不超过8小时。", "roster", "amount=8 unit=hour type=max", "单程不超过8小时。"),
    ("当月平均分不高于8。", "target", "op=<= value=8 unit=number", "当月绩效系数不高于0.8。"),
    ("满意度每下降1点扣1分。", "score", "points=-1 type=change per=下降1点",
     "低于标准每下降1个点的，约谈。"),
    ("业绩突出的奖励2万元以上。", "pay", "type=reward min=20000", "业绩2万元以上的，由店长公布。"),
    ("达到2万元以上奖励200元。", "pay", "type=reward amount=200 if_over=20000 if_unit=yuan",
     "达到2万元以上的客户另行登记。"),
    ("合同到期前一个月通知客户。", "deadline", "amount=1 unit=month dir=ahead",
     "培训期前一个月无工资，前三个月不定任务。"),
    ("完成任务80%发放全额基本工资。", "pay", "type=wage percent=100",
     "完成任务80%的，全额登记。"),
    ("60分以下的停岗。", "score", "points=60 type=threshold", "60分以下的不予发放奖金。"),
    ("补偿单次个工作日交财务。", "deadline", "amount=1 unit=working_day dir=within",
     "次个工作日的班次另行通知。"),
    ("不得让业主等候超过3分钟。", "deadline", "amount=3 unit=minute dir=within",
     "不得在岗位上吃饭，用餐超过30分钟的扣2分。"),
    ("当日报修当日处理。", "deadline", "amount=0 unit=day dir=within", "17:00汇总当天报修情况。"),
    ("收款员当日款项当日存入银行。", "deadline", "amount=0 unit=day dir=within",
     "收款员存入当日款项。"),
    ("评分保持在4.7分以上。", "target", "op=>= value=4.7 unit=point", "评分4.7分以上奖励50元。"),
    ("收费率达95%。", "target", "op=>= value=0.95", "收费率达95%，奖励团队500元。"),
    ("完成率≥100%。", "target", "op=>= value=1", "完成率≥100%，提成全额发。"),
    ("夜班22:00至次日6:00，每班补贴60元。", "roster", "time=22:00-06:00 type=shift",
     "夜间22:00至次日6:00出勤，每次补贴60元。"),
    ("退款由店长授权，单笔500元内。", "approval", "by=店长 upto=500 unit=yuan",
     "退款单笔500元内，3天到账。"),
    ("退款500元内店长定，超出报片区经理。", "approval", "by=片区经理 over=500 unit=yuan",
     "高温超出报修范围的另行收费。"),
    ("请假1-3天区域经理批。", "approval", "by=区域经理 over=1 upto=3 unit=day",
     "请假1-3天扣全勤奖。"),
    ("请假3天以上人事部批。", "approval", "by=人事部 over=3 unit=day", "投诉3天以上人事部约谈。"),
    ("前台主管有权给予9折。", "approval", "by=前台主管", "会员享受9折。"),
    ("店员底薪3000+提成。", "pay", "type=wage amount=3000", "店员工号3000+工位号。"),
    ("业主资料不得外借，确需查阅的须经经理同意。", "access", "action=deny what=外借，",
     "工具丢失的，须经经理同意补领。"),
    ("奖金：考核分≥95，120%；80≤考核分＜95，100%。", "pay",
     "type=reward percent=120 if_over=95 if_unit=number", "接通率：考核周期≥95，120通。"),
    ("保价费率千分之三，最低2元。", "pay", "type=fee min=2", "差错率千分之三，最低2分。"),
    ("保价费率千分之三；易碎品千分之五。", "pay", "type=fee percent=0.5",
     "差错率千分之三；漏登千分之五。"),
    ("赔偿3000元以下。", "pay", "type=compensation max=3000", "3000元以下5天内赔付。"),
    ("累计记满20分的，注销资格。", "score", "points=20 type=threshold",
     "分值分为20分、10分两种。"),
    ("不合格的，连续2次培训。", "score", "count=2 type=threshold consequence=培训",
     "连续2次未参加培训的人员名单公布。"),
    ("每人每月抽检不少于4通。", "duty", "every=month times=4", "抽检结果不少于4项的另行通报。"),
    ("每周培训一次。", "duty", "every=week times=1", "甲方有权整改。"),
    ("年休假：满10年不满20年的10天；满20年的15天。", "roster",
     "amount=15 unit=day type=leave_quota if_over=20 if_unit=year",
     "质保：满10年不满20年的10天；满20年的15天。"),
    ("夜间22:00-8:00值班。", "roster", "time=22:00-08:00 type=shift",
     "夜间（22:00-8:00）留言次日10:00前回复。"),
    ("每日工作不超过8小时，每周平均不超过40小时。", "roster", "amount=40 unit=hour type=max",
     "每周平均等待不超过40秒。"),
    ("月签约目标不少于12单。", "target", "op=>= value=12 unit=thing",
     "已上课时超过三分之一不足三分之二的，退30%。"),
    ("非经主任同意不得查阅档案。", "approval", "by=主任", "非经营时间不得查阅档案。"),
    ("次日回访客户。", "deadline", "amount=1 unit=day dir=within", "次日回访发现加倍。"),
    ("扣5分：争执；私拿餐具；串岗。", "score", "points=-5 type=change",
     "说明：争执；私拿餐具；串岗。"),
    ("挪用的，处挪用金额2倍以下的罚款。", "pay", "type=fine multiple=2",
     "重量2倍以下的罚单另行登记。"),
    ("满意度95%-98%扣2元。", "pay", "type=fine amount=2 if_over=95 if_upto=98 if_unit=percent",
     "满意度奖励：95%-98%不奖不罚。"),
    ("加班：平时1.5倍，周末2倍。", "pay", "type=wage multiple=2", "客流：平时1.5倍，周末2倍。"),
    ("底薪3200，满一年加200。", "pay", "type=wage amount=200 if_over=1 if_unit=year",
     "座位3200，满一年加200。"),
    ("单笔200-800元请示区域督导。", "approval", "by=区域督导 over=200 upto=800 unit=yuan",
     "充值200-800元送餐具。"),
    ("组长可减免50元以下，经理可减免50元至500元。", "approval",
     "by=经理 over=50 upto=500 unit=yuan", "一次消费50元以下，可抽奖一次。"),
    ("请假两至三天督导批。", "approval", "by=督导 over=2 upto=3 unit=day",
     "请假两至三天督导代班。"),
    ("样品留样48小时。", "form", "name=样品 retention=48 retention_unit=hour",
     "留样不足48小时的扣5分。"),
    ("T+1个工作日前反馈。", "deadline", "amount=1 unit=working_day dir=within",
     "T+1个工作日的汇率。"),
    ("出院后7天内电话随访一次。", "deadline", "amount=7 unit=day dir=within from=出院",
     "7天内投诉一次的扣2分。"),
    ("电话30分钟内补送。", "deadline", "amount=30 unit=minute dir=within", "迟到5分钟内免罚。"),
    ("达标率≥98%。", "target", "op=>= value=0.98", "满意度≥98%，每单加3元。"),
    ("未经授权不得查询客户信息。", "access", "action=deny what=查询客户信息",
     "未经主任同意不得查询客户信息。"),
    ("夜班前一天完成盘点。", "deadline", "amount=1 unit=day dir=ahead",
     "主管将前一天发现的问题提出。"),
    ("接单30分钟内。", "deadline", "amount=30 unit=minute dir=within",
     "擅离职守30分钟内。罚款20元。"),
    ("每月检查网点服务。", "duty", "every=month", "在每月进行的服务检查中，排名后三名的罚50元。"),
    ("每季开会2次。", "duty", "every=quarter times=2", "每季有2次在250名以后的，扣1分。"),
    ("配件到位时间：24小时。", "deadline", "amount=24 unit=hour dir=within",
     "上班时间：24小时。"),
    ("超时按30元/小时赔偿。", "pay", "type=compensation amount=30 per=小时",
     "车速按30公里/小时处理。"),
    ("旷工1天扣发3天的全部工资。", "pay", "type=deduct multiple=3", "旷工3天的全部通报。"),
    ("员工月休4天。", "roster", "amount=4 unit=day type=rest", "系统月度休眠4天。"),
    ("大厅内追逐打闹的；2分/人次。", "score", "points=-2 type=change",
     "外呼积分标准：成交的；2分/人次。"),
    ("客户撤诉的归还3分。", "score", "points=3 type=change", "客户归还3份合同。"),
    ("每月累计5次以上，给予口头批评。", "score",
     "count=5 type=threshold consequence=口头批评", "迟到的按旷工0.5天处理。"),
    ("请假5天以上需获得总经理的批准。", "approval", "by=总经理 over=5 unit=day",
     "请假5天以上获得总经理的表扬。"),
    ("前台9:00-18:00之间在岗。", "roster", "time=09:00-18:00 type=shift",
     "9:00-18:00之间请假以小时计算工资。"),
    ("请假1天以内的向经理请示。", "approval", "by=经理 upto=1 unit=day",
     "发现异常1天以内向经理请示。"),
    ("请假3天以内的（含3天），由主管批准。", "approval", "by=主管 upto=3 unit=day",
     "领导批办件3天以内由主管回访。"),
    ("累计记过3次的，解除劳动合同。", "score", "count=3 type=threshold consequence=解除",
     "代打卡的，双方均给予记过1次的处分。"),
    ("验收不得超出接班时间15分钟。", "deadline", "amount=15 unit=minute dir=within",
     "夜间巡查的第二天补休半天。"),
    ("每晚12点前锁门。", "duty", "every=day by_time=24:00", "夜里12点锁门的照片。"),
    ("退房按房价的2倍收取。", "pay", "type=fee multiple=2", "早退按缺勤时间的2倍计算。"),
]  # fmt: skip


def read(text: str, kind: str) -> list[str]:
    """Return the figures of the rules of a kind that a sentence demands."""
    (tree,) = trees_of(source_of(f"第一条 {text}"))
    return [
        " ".join(f"{name}={value}" for name, value in each.params.items() if name != "metric")
        for each in propose(tree)
        if each.kind == kind and not each.optional
    ]


@pytest.mark.parametrize(("told", "kind", "figures", "other"), ALIKE, ids=[a[0] for a in ALIKE])
def test_only_what_is_meant_is_read(told: str, kind: str, figures: str, other: str) -> None:
    assert figures in read(told, kind)
    assert read(other, kind) == []


def test_one_of_the_above_leads_in_nothing_below() -> None:
    text = "第一条 邮件要清楚。违反上述之一者扣20元。情节严重的予以开除。\n第二条 其他。"
    (tree,) = trees_of(source_of(text))
    found = [(each.clause, each.kind) for each in propose(tree) if not each.optional]
    assert found == [("第一条", "pay")]


def test_a_step_behind_a_lead_in_is_no_sanction_of_the_next() -> None:
    text = "第一条 按以下标准扣工资：三次至五次，扣发三天的工资；超过十次，扣发当月工资。"
    (tree,) = trees_of(source_of(text))
    assert [each.params["multiple"] for each in propose(tree) if each.kind == "pay"] == [3]


def test_what_leads_in_a_list_is_said_of_its_last_row_too() -> None:
    rows = "".join(
        f"{who}级：{sum_}元/次\n" for who, sum_ in zip("甲乙丙丁戊", range(50, 0, -10), strict=True)
    )
    (tree,) = trees_of(source_of(f"第一条 迟到按以下标准扣罚。\n{rows}第二条 其他。"))
    found = [each.params["amount"] for each in propose(tree) if each.params.get("type") == "fine"]
    assert found == [50, 40, 30, 20, 10]


def test_clauses_run_on_behind_a_title_without_a_stop() -> None:
    text = "前台考核办法一、适用范围本办法适用前台人员二、考核周期每月一次。\n三、其他。"
    (tree,) = trees_of(source_of(text))
    assert [node.number for node in tree.nodes] == ["一", "二", "三"]


def test_chinese_numbers_before_a_colon_and_a_blank_are_clauses() -> None:
    (tree,) = trees_of(source_of("巡逻制度\n一: 着装整齐。\n二: 按时打点。\n三：做好记录。"))
    assert [node.number for node in tree.nodes] == ["一", "二", "三"]


def test_days_behind_a_stop_are_no_clause_number() -> None:
    text = "第一条 其他\n1、甲。\n2、离岗每日扣50元.连续离岗 3 日以上，一律辞退。\n3、乙。"
    (tree,) = trees_of(source_of(text))
    assert [node.number for node in tree.nodes] == ["第一条", "1", "2", "3"]


def test_marks_after_a_stop_are_no_clause_number() -> None:
    text = "3.1 目的。\n3.2 范围。\n3.3 低于4.6分的，0.9；4.8分以上的，1.1。\n3.4 其他。"
    (tree,) = trees_of(source_of(text))
    assert [node.number for node in tree.nodes] == ["3.1", "3.2", "3.3", "3.4"]


def test_a_further_fine_is_added_to_what_the_items_carry() -> None:
    text = "第一条 有下列行为的，每次扣5分：\n1、争吵；\n2、泄密，另罚200元；\n3、串岗，罚50元。"
    (tree,) = trees_of(source_of(text))
    found = [(each.clause[-1], each.kind) for each in propose(tree) if not each.optional]
    assert found == [("1", "score"), ("2", "score"), ("2", "pay"), ("3", "pay")]


def test_a_point_after_an_item_number_begins_no_fraction() -> None:
    text = "第一条 权限：\n1.组长：1万元以下；\n2.20万元以上报总公司。"
    (tree,) = trees_of(source_of(text))
    assert [node.number for node in tree.nodes] == ["第一条", "1", "2"]
    (alone,) = trees_of(source_of("第一条 时限\n1.5小时内到场。\n第二条 其他"))
    assert [node.number for node in alone.nodes] == ["第一条", "第二条"]


def test_a_sanction_after_a_semicolon_stands_above_the_items_too() -> None:
    text = (
        "第一条 有下列情形之一的，责令改正；逾期不改的，处1000元以上5000元以下罚款：\n"
        "（一）未公示的；\n（二）未建档的。\n第二条 处理时限：\n（一）答复；\n（二）办结。"
    )
    (tree,) = trees_of(source_of(text))
    found = [(each.clause, each.kind) for each in propose(tree) if not each.optional]
    assert found == [("第一条/（一）", "pay"), ("第一条/（二）", "pay")]
