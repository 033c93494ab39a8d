"""What customers of the demonstration bring, in their own words; all of it is invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of matter: type, category, title, text, severity, and who has to see to it."""

    case_type: str
    category: str
    title: str
    text: str
    severity: str = "general"
    department: str = ""
    resolution: str = "已处理，客户确认。"


CATEGORIES: dict[str, dict[tuple[str, str], tuple[tuple[str, str], ...]]] = {
    "complaint": {
        ("工程设施", "Facilities"): (
            ("电梯", "Lifts"), ("供水供电", "Water and power"), ("空调暖通", "Air conditioning"),
        ),
        ("环境秩序", "Environment"): (
            ("保洁质量", "Cleaning"), ("噪音", "Noise"), ("车辆秩序", "Parking"),
        ),
        ("服务质量", "Service"): (("服务态度", "Attitude"), ("处理不及时", "Delay")),
    },
    "repair": {
        ("公共区域", "Common areas"): (
            ("照明", "Lighting"), ("门禁", "Access control"), ("电梯", "Lifts"),
        ),
        ("户内", "In the unit"): (
            ("给排水", "Plumbing"), ("电路", "Wiring"), ("空调", "Air conditioning"),
            ("网络电视", "Network and TV"),
        ),
    },
    "consultation": {
        ("费用", "Fees"): (("物业费", "Service fee"), ("停车费", "Parking fee")),
        ("手续", "Formalities"): (("装修", "Fitting-out"), ("入退租", "Moving in or out")),
    },
    "suggestion": {("园区服务", "Park services"): (("餐饮", "Catering"), ("绿化", "Greenery"))},
    "praise": {("人员", "Staff"): (("工程师", "Engineers"), ("前台与热线", "Desk and hotline"))},
    "service": {("特约服务", "On request"): (("搬运", "Carrying"), ("保洁", "Cleaning"))},
}  # fmt: skip

MATTERS = (
    Matter("complaint", "电梯", "电梯困人约十分钟", "3 号楼客梯在 7 层停住，里面有两位访客，希望查明原因。",
           "major", "engineering", "更换门机控制板并试运行，已向客户书面说明。"),
    Matter("complaint", "供水供电", "未提前通知停水", "上午 10 点突然停水，实验室设备被迫停机。",
           "major", "engineering", "补发通知流程，向客户致歉并减免当月水费。"),
    Matter("complaint", "空调暖通", "会议室空调忽冷忽热", "连续三天下午室温超过 28 度，客户会议受影响。",
           "general", "engineering", "清洗滤网并重新调校温控器。"),
    Matter("complaint", "保洁质量", "洗手间有异味", "5 层洗手间一整天没有人打扫，纸篓已满。",
           "general", "environment", "加派一次下午保洁，主管当日复核。"),
    Matter("complaint", "噪音", "装修噪音影响办公", "隔壁单元工作时间打孔，电话会议无法进行。",
           "general", "environment", "与施工方约定噪音作业改在 18:00 后。"),
    Matter("complaint", "车辆秩序", "固定车位被占用", "B2-117 车位连续两天被外来车辆占用。",
           "minor", "environment", "联系车主移车并加装地锁。"),
    Matter("complaint", "服务态度", "前台答复生硬", "询问快递存放时被告知“不归我管”。",
           "general", "customer_service", "当面致歉，补做接待培训。"),
    Matter("complaint", "处理不及时", "报修三天没有人上门", "上周报修的灯一直没有人来看。",
           "major", "engineering", "当日完成更换，说明排班调整。"),
    Matter("repair", "照明", "走廊照明灯不亮", "8 层电梯厅东侧两盏筒灯不亮。", "minor", "engineering",
           "更换 LED 驱动器两只。"),
    Matter("repair", "门禁", "门禁刷卡无反应", "A 座北门早上刷卡没有反应，员工进不来。", "general",
           "engineering", "重启控制器并更换读卡头。"),
    Matter("repair", "给排水", "茶水间水龙头漏水", "水龙头关不严，地面一直有水。", "minor",
           "engineering", "更换阀芯。"),
    Matter("repair", "给排水", "卫生间下水不畅", "地漏返水，有异味。", "general", "engineering",
           "疏通管道并清理存水弯。"),
    Matter("repair", "电路", "插座没有电", "靠窗一排工位插座跳闸后合不上。", "general", "engineering",
           "查明一只电热水壶漏电，恢复供电。"),
    Matter("repair", "空调", "风机盘管滴水", "天花板有水渍，正在往工位滴。", "general", "engineering",
           "清理冷凝水盘，补做保温。"),
    Matter("repair", "网络电视", "机顶盒无信号", "会客室电视提示无信号。", "minor", "engineering",
           "重做接头，信号恢复。"),
    Matter("repair", "电梯", "货梯门反复开合", "货梯在 2 层门关不上。", "major", "engineering",
           "清理地坎异物并校正光幕。"),
    Matter("consultation", "物业费", "物业费发票抬头变更", "公司更名后发票如何办理。", "minor"),
    Matter("consultation", "停车费", "访客车辆如何计费", "客户每周来两次，想了解包月方式。", "minor"),
    Matter("consultation", "装修", "装修申请需要哪些材料", "计划下月改造会议室。", "minor"),
    Matter("consultation", "入退租", "退租验房如何预约", "合同月底到期。", "minor"),
    Matter("suggestion", "餐饮", "希望早餐增加粗粮", "食堂早餐花色少，建议增加粗粮和豆浆。", "minor",
           "environment", "送餐公司自下周起增加两个品种。"),
    Matter("suggestion", "绿化", "建议中庭增加座椅", "中午休息时没有地方坐。", "minor", "environment",
           "已列入下季度改造计划。"),
    Matter("praise", "工程师", "表扬维修师傅", "师傅周末赶来抢修，走之前把地面擦得干干净净。", "minor"),
    Matter("praise", "前台与热线", "热线小姑娘很耐心", "讲了半个多小时怎么开票，一点都不嫌烦。", "minor"),
    Matter("service", "搬运", "搬运两台服务器", "从 A 座 6 层搬到 C 座 2 层，需要推车。", "minor",
           "engineering", "当日完成，客户验收。"),
    Matter("service", "保洁", "会前临时保洁", "明天上午有客户来访，希望今晚打扫展厅。", "minor",
           "environment", "晚间完成，展厅负责人确认。"),
)  # fmt: skip

CUSTOMERS = (
    ("晨光精密仪器", "company", "A-0601"), ("云帆软件", "company", "A-0802"),
    ("安瑞生物", "company", "A-1105"), ("蓝图设计院", "company", "B-0301"),
    ("启明电子商务", "company", "B-0706"), ("海川物流", "company", "B-1203"),
    ("格林检测", "company", "C-0201"), ("嘉禾食品研发", "company", "C-0509"),
    ("正和会计师事务所", "company", "C-0903"), ("远景能源服务", "company", "D-0102"),
    ("刘女士", "person", "E-0305"), ("赵先生", "person", "E-0412"), ("孙女士", "person", "E-0608"),
    ("钱先生", "person", "E-0903"), ("郑女士", "person", "F-0201"), ("冯先生", "person", "F-0506"),
    ("沈女士", "person", "F-0710"), ("魏先生", "person", "F-1002"),
)  # fmt: skip

CHANNELS = ("phone", "phone", "phone", "counter", "wechat", "app", "visit", "web")
PAUSES = ("等待客户提供图纸", "等待备件到货", "客户要求改期上门")
REPLIES = (
    "已与客户电话沟通，说明处理安排。",
    "已告知客户预计完成时间。",
    "已通过微信回复客户并发送照片。",
)
COMMENTS = ("客户表示满意。", "客户认可处理结果，希望今后提前通知。", "客户未接听，留言后再拨。",
            "客户认为只是暂时解决，要求继续跟进。")  # fmt: skip
RULES_BROKEN = ("通话记录未当日登记", "未使用规定开头语", "擅自离岗", "日记簿未交责任人办公室")
PROJECTS = ("晨光仪器配电改造", "云帆机房扩容", "安瑞冷库监测", "海川分拣线调试", "远景充电桩安装",
            "格林实验室通风")  # fmt: skip
ENGINEERS = ("zhangwei", "luobin", "liangchao", "songjie", "tangliang", "hanbing")
