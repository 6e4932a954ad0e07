"""The five procedures a new company begins with; it changes them as it likes."""

from __future__ import annotations

import msgspec

from manyi.desk.sop_steps import Branch, Field, Step, Texts

Shipped = tuple[str, Texts, tuple[str, ...], tuple[Step, ...]]


def _t(zh: str, en: str) -> Texts:
    return {"zh-hans": zh, "en": en}


def _choice(key: str, zh: str, en: str, *options: str) -> Field:
    return Field(key, _t(zh, en), "choice", options, required=True)


def _yes(key: str, zh: str, en: str) -> Field:
    return Field(key, _t(zh, en), "yes_no", required=True)


def _long(key: str, zh: str, en: str, *, required: bool = True) -> Field:
    return Field(key, _t(zh, en), "long", required=required)


def _asking(step: Step, question: Field, answer: str, to: str) -> Step:
    """A step with one question whose one answer leads elsewhere."""
    return msgspec.structs.replace(step, fields=(question,), branches=(Branch(question.key, answer, to),))


CONFIRM = Step(
    "confirm",
    _t("与客户确认", "Confirm with the customer"),
    _t(
        "逐项确认客户认可处理结果，再提交解决方案。",
        "Go through the result with the customer, then propose the solution.",
    ),
    _t("请问这样处理您满意吗？还有其他需要帮助的吗？", "Are you content with this? Is there anything else I can do?"),
    (_yes("accepted", "客户认可", "The customer agrees"),),
)

COMPLAINT = (
    Step(
        "listen",
        _t("倾听与安抚", "Listen and calm"),
        _t(
            "先道歉、不打断、不辩解，完整记录客户陈述。",
            "Apologise first, don't interrupt, don't argue; write down all he says.",
        ),
        _t(
            "非常抱歉给您带来不便，我会负责到底。请您说说事情经过。",
            "I am sorry. I will see this through. Please tell me what happened.",
        ),
        (_long("story", "客户陈述", "What the customer says"), _choice("grade", "投诉等级", "Grade", "一般", "重大")),
        (Branch("grade", "重大", "leader"),),
        next="understand",
        minutes=30,
    ),
    Step(
        "leader",
        _t("上报班组长", "Tell the leader"),
        _t(
            "重大投诉须在半小时内上报，由班组长确定口径。",
            "A major complaint goes to the leader within half an hour, who decides what is said.",
        ),
        fields=(_long("line", "统一口径", "What we say"),),
        next="understand",
        minutes=30,
        deed="priority",
        deed_value="4",
    ),
    Step(
        "understand",
        _t("核实事实", "Establish the facts"),
        _t("核对订单、沟通记录和责任部门。", "Check orders, what was said, and which department is concerned."),
        fields=(_long("facts", "事实", "Facts"), _choice("cause", "原因", "Cause", "产品", "物流", "服务", "其他")),
        next="solve",
        minutes=240,
    ),
    Step(
        "solve",
        _t("提出方案", "Offer a solution"),
        _t(
            "在权限内提出两个可选方案；超出权限先申请审批。",
            "Offer two solutions within your authority; ask for approval above it.",
        ),
        fields=(_long("offer", "方案", "Offer"),),
        next="confirm",
        minutes=480,
    ),
    CONFIRM,
)

RETURNS = (
    Step(
        "order",
        _t("核对订单", "Check the order"),
        _t("确认购买时间、渠道和商品状态。", "When and where it was bought, and in which state it is."),
        fields=(
            Field("order", _t("订单号", "Order number"), required=True),
            _choice("wish", "客户诉求", "What the customer wants", "退货退款", "仅退款", "换货"),
        ),
        next="policy",
    ),
    Step(
        "policy",
        _t("判断政策", "Apply the policy"),
        _t("七天无理由、质量问题、超期分别处理。", "Within seven days, a fault, or too late: each has its own way."),
        fields=(_choice("ground", "依据", "Ground", "七天无理由", "质量问题", "超出政策"),),
        branches=(Branch("ground", "超出政策", "explain"),),
        next="receive",
    ),
    Step(
        "explain",
        _t("说明并协商", "Explain and agree"),
        _t("说明政策，给出可选的补偿或维修方案。", "Explain the policy; offer a repair or a goodwill gesture."),
        _t(
            "按政策已超出退货期限，我为您申请优惠维修，可以吗？",
            "It is past the return period; may I offer you a repair at a reduced price?",
        ),
        (_long("agreed", "协商结果", "What was agreed"),),
        next="confirm",
    ),
    Step(
        "receive",
        _t("寄回与验收", "Send back and inspect"),
        _t(
            "告知寄回地址，收货后两个工作日内验收。", "Give the address; inspect within two working days after arrival."
        ),
        fields=(
            Field("parcel", _t("退回运单号", "Return parcel number")),
            _yes("intact", "验收通过", "Inspection passed"),
        ),
        branches=(Branch("intact", "no", "explain"),),
        next="refund",
        minutes=960,
    ),
    Step(
        "refund",
        _t("退款", "Refund"),
        _t("按原路退回；超过额度先申请审批。", "By the way it was paid; ask for approval above the limit."),
        fields=(Field("amount", _t("退款金额", "Amount"), "number", required=True),),
        next="confirm",
        minutes=480,
    ),
    CONFIRM,
)

DELIVERY = (
    Step(
        "trace",
        _t("查询物流", "Trace the parcel"),
        _t("查询运单轨迹，判断环节。", "Look up the parcel and where it stands."),
        fields=(
            Field("parcel", _t("运单号", "Parcel number"), required=True),
            _choice("where", "情况", "Situation", "在途延误", "显示签收未收到", "破损", "丢失"),
        ),
        branches=(Branch("where", "在途延误", "wait"), Branch("where", "显示签收未收到", "check")),
        next="resend",
        minutes=60,
    ),
    Step(
        "check",
        _t("核实签收", "Check the receipt"),
        _t(
            "请承运商提供签收凭证，与客户核对。",
            "Ask the carrier for the proof of delivery and compare with the customer.",
        ),
        fields=(_yes("found", "已找到包裹", "The parcel was found"),),
        branches=(Branch("found", "yes", "confirm"),),
        next="resend",
        minutes=480,
    ),
    Step(
        "wait",
        _t("告知并跟进", "Tell and follow up"),
        _t("告知新的送达时间，到期主动回访。", "Tell the new date and come back by yourself when it is due."),
        _t(
            "您的包裹预计明天送达，我会继续为您跟进。",
            "Your parcel should arrive tomorrow; I will keep an eye on it.",
        ),
        (Field("date", _t("预计送达日", "Expected on"), "date", required=True),),
        next="confirm",
    ),
    Step(
        "resend",
        _t("补发或退款", "Send again or refund"),
        _t("客户选择补发或退款，同时向承运商索赔。", "The customer chooses; claim damages from the carrier."),
        fields=(_choice("choice", "客户选择", "Choice", "补发", "退款"),),
        next="confirm",
        minutes=480,
    ),
    CONFIRM,
)

DEVICE = (
    Step(
        "symptom",
        _t("记录故障", "Note the symptom"),
        _t("记录型号、固件版本和故障现象。", "Model, firmware and what happens."),
        fields=(Field("model", _t("型号", "Model"), required=True), _long("symptom", "现象", "Symptom")),
        next="basics",
    ),
    _asking(
        Step(
            "basics",
            _t("基础排查", "First checks"),
            _t("重启、充电、更新、重新配对，逐项确认。", "Restart, charge, update, pair again, one after the other."),
            _t(
                "请先长按电源键十秒重启，再看看是否恢复。",
                "Please hold the power button for ten seconds and see whether it helps.",
            ),
            next="warranty",
        ),
        _yes("fixed", "已恢复", "It works again"),
        "yes",
        "confirm",
    ),
    _asking(
        Step(
            "warranty",
            _t("判断保修", "Check the warranty"),
            _t("按购买日期和损坏原因判断。", "By the day of purchase and the cause."),
            next="repair",
        ),
        _yes("covered", "在保修范围", "Covered"),
        "no",
        "offer",
    ),
    Step(
        "offer",
        _t("付费维修或换新优惠", "Paid repair or a new one"),
        _t("报价并等待客户选择。", "Give a price and wait for the customer's choice."),
        fields=(_long("quote", "报价与选择", "Price and choice"),),
        next="confirm",
    ),
    Step(
        "repair",
        _t("登记寄修", "Register the repair"),
        _t(
            "登记序列号，寄送维修单，收到后三个工作日内寄回。",
            "Register the serial number; back within three working days.",
        ),
        fields=(Field("serial", _t("序列号", "Serial number"), required=True),),
        next="confirm",
        minutes=1440,
    ),
    CONFIRM,
)

ACCOUNT = (
    _asking(
        Step(
            "identify",
            _t("核验身份", "Identify the customer"),
            _t("核对两项登记信息，不索要密码和验证码。", "Compare two known facts; never ask for passwords or codes."),
            _t(
                "为保护您的账户，请提供注册手机号后四位和最近一笔订单。",
                "To protect your account: the last four digits and your latest order.",
            ),
            next="problem",
        ),
        _yes("verified", "核验通过", "Identified"),
        "no",
        "refuse",
    ),
    Step(
        "refuse",
        _t("拒绝并说明", "Refuse and explain"),
        _t("不透露账户信息，请客户通过官方渠道自助找回。", "Say nothing of the account; point to self-service."),
        fields=(_long("told", "告知内容", "What was said", required=False),),
    ),
    _asking(
        Step("problem", _t("判断问题", "Find the problem"), next="fix"),
        _choice("kind", "问题", "Problem", "无法登录", "疑似被盗", "修改资料"),
        "疑似被盗",
        "freeze",
    ),
    Step(
        "freeze",
        _t("冻结账户", "Freeze the account"),
        _t("立即冻结并保留登录记录。", "Freeze it at once and keep the sign-in records."),
        fields=(_yes("frozen", "已冻结", "Frozen"),),
        next="fix",
        minutes=15,
        deed="priority",
        deed_value="4",
    ),
    Step("fix", _t("处理", "Do it"), fields=(_long("done", "处理内容", "What was done"),), next="confirm", minutes=120),
    CONFIRM,
)

SHIPPED: tuple[Shipped, ...] = (
    ("complaint", _t("投诉处理", "Complaint"), ("complaint",), COMPLAINT),
    ("return-refund", _t("退货退款", "Return and refund"), ("after-sale",), RETURNS),
    ("delivery", _t("物流配送", "Delivery"), ("after-sale",), DELIVERY),
    ("device", _t("设备故障", "Device trouble"), ("after-sale",), DEVICE),
    ("account", _t("账户问题", "Account"), ("enquiry",), ACCOUNT),
)
