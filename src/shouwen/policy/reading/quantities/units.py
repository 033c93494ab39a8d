"""The units a regulation counts in: the printed word, its code, and how many of it one is."""

from __future__ import annotations

import re
from decimal import Decimal

_TIME = {
    "second": "秒钟 秒",
    "minute": "分钟 min",
    "hour": "个工作小时 工作小时 个小时 小时 个钟头 钟头 个钟 h",
    "working_day": "个工作日 工作日 个工作天 工作天 个有效工作日",
    "day": "个自然日 自然日 个日历日 日历日 日历天 自然天 个公历日 整天 天 日 昼夜",
    "week": "个星期 星期 个礼拜 礼拜 周 个自然周",
    "month": "个自然月 个整月 个月 月",
    "quarter": "个季度 季度 季",
    "term": "个学期 学期",
    "year": "个自然年 个整年 整年 周年 年度 年",
}
_MONEY = {"yuan": "元人民币 元整 元 块钱 块 圆 RMB", "jiao": "角"}
_FOREIGN = {
    "USD": "美元 美金", "EUR": "欧元", "GBP": "英镑", "JPY": "日元", "HKD": "港元 港币",
    "AUD": "澳元", "CAD": "加元", "SGD": "新加坡元 新元", "MOP": "澳门元",
}  # fmt: skip
CURRENCIES = {said: code for code, words in _FOREIGN.items() for said in words.split()}
_SCORE = {
    "point": "个积分 积分 个绩效点数 绩效分 个学分 学分 个点数 分值 分",
    "dot": "个绩效点 绩效点 个服务点 服务点 个系数 个点 点",
    "percent": "% 个百分数",
    "permille": "‰",
    "pp": "个百分点 百分点",
    "multiple": "倍",
    "fold": "折",
    "tenth": "成",
}
_COUNT = {
    "time": "人次 次 回 遍 趟",
    "ring": "声铃响 声",
    "person": "名员工 个人 人 名 位",
    "ordinal": "级 号",
}
_THINGS = (
    "件 联 起 宗 单 份 条 通 张 户 台 辆 套 本 例 笔 处 项 页 间 批 票 句 字 个字 篇 场 "
    "桌 层 道 颗 枚 只 支 根 "
    "盒 箱 袋 瓶 包 幢 栋 所 家 米 公里 平方米 平米 公斤 千克 克 斤 吨 升 毫升 厘米 "
    "毫米 cm mm kg km ml m "
    "℃ 度 摄氏度 分贝 dB MB GB 课时 学时 欧姆 伏特 千瓦 兆帕 "
    "班次 班 个班次 个班 个 种 门 组 队 类 层楼 楼 步 勺 口"
)
_TENTHS = {"jiao": ("yuan", Decimal("0.1")), "fold": ("percent", Decimal(10))}
_TENTHS |= {"tenth": ("percent", Decimal(10)), "permille": ("percent", Decimal("0.1"))}


def _table() -> dict[str, str]:
    found = dict.fromkeys(_THINGS.split(), "thing")
    for group in (_TIME, _MONEY, _SCORE, _COUNT):
        found |= {said: code for code, words in group.items() for said in words.split()}
    found |= dict.fromkeys(CURRENCIES, "yuan")
    return found | {"刻钟": "quarter_hour", "刻": "quarter_hour"}


UNITS = _table()
UNIT = re.compile("|".join(map(re.escape, sorted(UNITS, key=len, reverse=True))), re.IGNORECASE)
DURATIONS = frozenset(_TIME)
_TENFOLD = 10
_NO_UNIT_AFTER = {
    "日": re.compile("常|程|志|记|报(?=[表刊纸社道])|期|用|益"),
    "天": re.compile("然|气"),
    "年": re.compile("终|假|会|检|级|龄|轻|薪|休|金"),
    "月": re.compile("份|度|末|底|初|饼|台"),
    "分": re.compile(
        "之|别|类|享|制(?!度)|析|工|管|配|清(?!退)|布|级|散|组|担|开(?!除)|区|局|店|支|公司|期|红|"
        "为(?=[两二三四五六七八九十若不](?![星级等档])|以下)|批|段|层|数线"
    ),
    "点": re.compile("名|评|检|击|要求|意见|建议|心|到"),
    "成": re.compile("员|本|绩|立|果|功|交|长|为|熟|品|都|年|套|分"),
    "级": re.compile("别"),
    "人": re.compile("员|工|力|事|民|身|为|性|数|均"),
    "位": re.compile("置"),
    "名": re.compile("称|单|字|义|片"),
    "个": re.compile("人信息|性|别|体"),
    "度": re.compile("假"),
    "口": re.compile("头|罩|气|语"),
    "本": re.compile("人|部|公司|单位|制度|办法|规定|职|岗|月|年|周|日"),
    "条": re.compile("件|款|例|规"),
    "家": re.compile("属|庭|长|具|电"),
    "单": re.compile("位|独|据|元|方"),
    "只": re.compile("能|有|要|得|需|可"),
    "道": re.compile("歉|路|德|具"),
    "组": re.compile("长|织|员|成"),
    "班": re.compile("组|长|车"),
    "种": re.compile("植"),
    "类": re.compile("型|似"),
    "门": re.compile("店|窗|口|卫|禁|诊"),
    "层": re.compile("级|次"),
    "楼": re.compile("层|梯"),
    "块": re.compile("状"),
    "米": re.compile("饭"),
    "处": re.compile("理|罚|置|分|长|以|室|于"),
    "场": re.compile("地|所|合|馆"),
    "所": re.compile("有|以|需|在|属"),
    "包": re.compile("括|装|含|厢|间|裹"),
    "项": re.compile("目"),
    "号": re.compile("码|线"),
    "套": re.compile("餐|用"),
    "批": re.compile("准|评|发|示"),
    "起": re.compile("草|点|步"),
    "支": re.compile("付|持|出"),
    "步": re.compile("行|骤"),
    "折": re.compile("扣|叠|算"),
    "次": re.compile("日|年|要|品|数|序|周"),
    "周": re.compile("岁|围|末|边|转|密|到|[一二三四五六日天]"),
    "m": re.compile("[a-z]"),
    "季": re.compile("[节末初中如]"),
    "h": re.compile("[A-Za-z]"),
    "H": re.compile("[A-Za-z]"),
    "回": re.compile("访|复|收|执|答|家|头|避"),
    "例": re.compile("如|会|外|行"),
    "件": re.compile("数量$"),
    "联": re.compile("系|合|网|动|络|席|机|防|盟"),
    "度数": re.compile("$^"),
}


def unit_at(text: str, at: int) -> re.Match[str] | None:
    """Return the longest unit that stands at a place, unless it only begins another word."""
    match = UNIT.match(text, at)
    if match is None:
        return None
    other = _NO_UNIT_AFTER.get(match[0])
    return None if other and other.match(text, match.end()) else match


def code_of(said: str) -> str:
    """Return the code of a printed unit."""
    return UNITS.get(said) or UNITS[said.upper() if said.upper() in UNITS else said.lower()]


def reduced(code: str, figure: Decimal) -> tuple[str, Decimal]:
    """Return a figure in the plain unit: tenths in wholes, quarters in minutes."""
    if code == "quarter_hour":
        return "minute", figure * 15
    if code == "fold" and figure > _TENFOLD:  # "八五折" is 85 in a hundred
        return "percent", figure
    unit, factor = _TENTHS.get(code, (code, Decimal(1)))
    return unit, figure * factor
