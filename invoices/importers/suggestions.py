"""Which source column may be meant by a canonical one: suggestions for a person."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from invoices.importers.columns import Kind, column_names, folded
from invoices.importers.profile import Profile
from invoices.importers.words import titles_of

ALIKE = 0.78
# Words of headers as bookkeeping programs write them, simplified and traditional.
_WORDS: dict[str, tuple[str, ...]] = {
    "code": ("客户编码", "客户编号", "客户代码", "客戶編碼", "客戶編號", "客戶代碼"),
    "customer_code": (
        "客户编码",
        "客户编号",
        "客户代码",
        "客户号",
        "客戶編碼",
        "客戶編號",
        "客戶代碼",
        "customer",
        "customer no",
        "customer number",
        "customer id",
        "cust_number",
        "account",
        "debtor",
    ),
    "name": ("客户名称", "客户", "名称", "客戶名稱", "名稱", "customer name"),
    "customer_name": (
        "客户名称",
        "客户",
        "客戶名稱",
        "客戶",
        "customer name",
        "name_customer",
        "name",
    ),
    "tax_id": ("税号", "纳税人识别号", "統一編號", "稅號", "vat number", "tax number"),
    "language": ("语言", "語言"),
    "region": ("地区", "区域", "大区", "地區", "區域", "territory", "area"),
    "salesperson": ("业务员", "销售员", "业务代表", "業務員", "業務代表", "sales rep"),
    "email": ("邮箱", "电子邮箱", "電子郵件", "郵箱", "e-mail", "mail"),
    "phone": ("电话", "手机", "联系电话", "電話", "手機", "telephone", "tel"),
    "address": ("地址",),
    "distance_km": ("距离", "距離", "distance"),
    "number": (
        "发票号",
        "发票号码",
        "单据号",
        "单据编号",
        "合同号",
        "合同编号",
        "發票號",
        "發票號碼",
        "單據號碼",
        "合約編號",
        "invoice",
        "invoice no",
        "invoice number",
        "document number",
        "doc_id",
        "invoice_id",
    ),
    "kind": ("类型", "单据类型", "單據類型", "類型", "type", "document type"),
    "issued_on": (
        "开票日期",
        "发票日期",
        "单据日期",
        "开票日",
        "開票日期",
        "發票日期",
        "單據日期",
        "invoice date",
        "posting_date",
        "document date",
        "date",
    ),
    "due_on": (
        "到期日",
        "到期日期",
        "应收日期",
        "付款到期日",
        "應收日期",
        "due date",
        "due_in_date",
        "maturity",
    ),
    "term_days": (
        "账期",
        "信用期",
        "帐期",
        "帳期",
        "賬期",
        "天数",
        "terms",
        "net days",
    ),
    "currency": ("币种", "货币", "幣別", "幣種", "貨幣", "invoice_currency", "curr"),
    "amount": (
        "金额",
        "应收金额",
        "价税合计",
        "含税金额",
        "金額",
        "應收金額",
        "total",
        "total amount",
        "total_open_amount",
        "value",
    ),
    "contract_number": ("合同号", "合同编号", "合約編號", "合同號", "contract"),
    "note": ("备注", "摘要", "備註", "remark", "comment", "memo", "description"),
    "settled_on": (
        "收款日期",
        "结清日期",
        "付款日期",
        "結清日期",
        "clear_date",
        "paid on",
    ),
    "signed_on": ("签订日期", "签约日期", "簽約日期"),
    "sales_mode": ("销售方式", "銷售方式"),
    "term_type": ("账期类型", "帳期類型"),
    "reference": (
        "收款单号",
        "流水号",
        "凭证号",
        "收款單號",
        "流水號",
        "payment number",
    ),
    "received_on": (
        "收款日期",
        "到账日期",
        "收款日",
        "入帳日期",
        "payment date",
        "date",
    ),
    "method": ("收款方式", "结算方式", "付款方式", "結算方式", "payment method"),
    "payment_reference": ("收款单号", "流水号", "收款單號", "流水號", "payment"),
    "invoice_number": ("发票号", "发票号码", "發票號", "發票號碼", "invoice"),
    "allocated_on": ("核销日期", "沖銷日期", "核銷日期", "date"),
}


def suggest(wanted: Sequence[str], header: Sequence[str]) -> dict[str, str]:
    """For each wanted column the likeliest source column; none twice, none unlikely."""
    rated = sorted(
        (
            (_likeness(name, title), -index, name, title)
            for name in wanted
            for index, title in enumerate(header)
            if title.strip()
        ),
        reverse=True,
    )
    found: dict[str, str] = {}
    for likeness, _index, name, title in rated:
        if likeness >= ALIKE and name not in found and title not in found.values():
            found[name] = title
    return found


def _likeness(name: str, title: str) -> float:
    text = _plain(title)
    words = [name, *_WORDS.get(name, ()), *titles_of(name)]
    if text in {_plain(word) for word in words}:
        return 1.0
    return max(SequenceMatcher(None, _plain(word), text).ratio() for word in words)


def _plain(text: str) -> str:
    return "".join(character for character in folded(text) if character.isalnum())


def likely_kind(header: Sequence[str]) -> Kind:
    """The kind with the largest share of its columns in the header."""

    def fit(kind: Kind) -> tuple[int, bool]:
        return len(suggest(column_names(kind), header)), kind is Kind.INVOICES

    return max(Kind, key=fit)


def fits(profile: Profile, header: Sequence[str]) -> bool:
    """Whether the header has every column that the profile reads or knows a file by."""
    present = {folded(title) for title in header}
    wanted = {*profile.recognise, *profile.source_columns()}
    return bool(wanted) and all(folded(name) in present for name in wanted)
