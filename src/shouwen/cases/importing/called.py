"""What columns are often called in a case book, beside the names of a case's own parts."""

from __future__ import annotations

from collections.abc import Mapping

# By a part's place in the mapping; the first that a header has is taken.
ALSO: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("type",): ("事项类型", "工单类型", "诉求类型", "ticket type"),
    ("title",): ("主题", "事由", "事项名称", "工单标题", "subject", "summary"),
    ("opened_at",): (
        "登记时间", "受理时间", "来电时间", "来访时间", "创建时间", "提交时间", "报修时间",
        "投诉时间", "登记日期", "受理日期", "日期", "created at", "created", "date",
    ),
    ("text",): (
        "内容", "描述", "问题描述", "诉求内容", "投诉内容", "报修内容", "事项内容", "情况说明",
        "description", "content", "message",
    ),
    ("severity",): ("等级", "严重程度", "紧急程度", "投诉级别"),
    ("channel",): ("来源", "受理渠道", "来访渠道", "受理方式", "source"),
    ("category",): ("分类", "问题分类", "诉求分类"),
    ("customer", "name"): (
        "客户姓名", "客户名称", "姓名", "业主姓名", "业主", "联系人", "来电人", "投诉人",
        "customer name",
    ),
    ("customer", "phone"): (
        "联系电话", "客户电话", "手机", "手机号", "手机号码", "电话号码", "联系方式", "来电号码",
        "mobile", "phone number",
    ),
    ("customer", "email"): ("邮箱", "电子邮箱", "email", "mail"),
    ("customer", "unit"): ("地址", "房号", "房间号", "单元", "address", "room"),
    ("handler",): ("受理人", "责任人", "处理人", "经办人", "坐席", "agent", "assignee"),
    ("department",): ("部门", "处理部门", "承办部门"),
    ("reference",): ("外部编号", "工单号", "工单编号", "单号", "ticket number"),
    ("replied_at",): ("答复时间", "回复时间"),
    ("reply",): ("答复", "答复内容", "回复内容"),
    ("resolved_at",): ("办结时间", "完成时间", "解决时间"),
    ("resolution",): ("处理情况", "处理过程", "办理结果", "解决方案"),
    ("closed_at",): ("结案时间", "关闭时间", "closed at"),
}  # fmt: skip
