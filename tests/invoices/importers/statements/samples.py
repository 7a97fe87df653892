"""Made-up statements, one of every format; names and numbers belong to nobody."""

# ruff: noqa: E501 - lines of files are as long as they are

from __future__ import annotations

import io

import openpyxl

from tests.invoices.importers.statements.old_workbook import old_workbook

MT940 = b"""{1:F01DEMOCNBJXXXX0000000000}{2:I940DEMOCNBJXXXXN}{4:
:20:STMT-260301
:25:CN99DEMO0001234567
:28C:61/1
:60F:C260227EUR1000,00
:61:2603020302C250,00NTRFINV-2026-0001//REF0001
:86:INVOICE 2026-0001 NORDWIND TRADING
:61:2603020302D12,50NCHGNONREF//REF0002
:86:BANK FEE
:61:2602280302RD100,NTRFNONREF
:86:166?00GUTSCHRIFT?20EREF+E2E-77?21SVWZ+RE 4711 UND 4712?31DE02120300000000\
202051?32MUSTER MASCHINEN?33BAU GMBH
:62F:C260302EUR1337,50
:64:C260302EUR1337,50
-}
"""
MT942 = b""":20:INTRADAY
:25:CN99DEMO0001234567
:28C:62/1
:34F:EUR0,00
:13D:2603021400+0800
:61:2603020302C250,00NTRFINV-2026-0001//REF0001
:86:INVOICE 2026-0001 NORDWIND TRADING
:90C:1EUR250,00
-
"""
_CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{number}.001.08"><{root}>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-02T18:00:00+08:00</CreDtTm></GrpHdr>
<{part}><Id>S1</Id><ElctrncSeqNb>61</ElctrncSeqNb><CreDtTm>2026-03-02T18:00:00+08:00</CreDtTm>
<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>
{balances}
<Ntry><Amt Ccy="EUR">250.000</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>
<BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><Dt>2026-03-03</Dt></ValDt>
<AcctSvcrRef>REF0001</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>E2E-1</EndToEndId></Refs>
<RltdPties><Dbtr><Pty><Nm>Nordwind Trading</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></DbtrAcct></RltdPties>
<RmtInf><Ustrd>Invoice 2026-0001</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">12.5</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><DtTm>2026-03-02T09:00:00</DtTm></BookgDt><AddtlNtryInf>Bank fee</AddtlNtryInf></Ntry>
</{part}></{root}></Document>
"""
_BALANCE = (
    "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>{amount}</Amt>"
    "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-02</Dt></Dt></Bal>"
)


def camt(
    number: str = "053", *, status: str = "BOOK", closing: str = "1237.50"
) -> bytes:
    """A CAMT message with a credit of 250.00 and a fee of 12.50."""
    root, part = {
        "052": ("BkToCstmrAcctRpt", "Rpt"),
        "053": ("BkToCstmrStmt", "Stmt"),
        "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    }[number]
    balances = "" if number == "054" else _BALANCE.format(code="OPBD", amount="1000.00")
    balances += _BALANCE.format(code="CLBD", amount=closing) if balances else ""
    return _CAMT.format(
        number=number, root=root, part=part, status=status, balances=balances
    ).encode()


OFX_SGML = b"""OFXHEADER:100
DATA:OFXSGML
VERSION:102

<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STMTRS><CURDEF>USD
<BANKACCTFROM><BANKID>1<ACCTID>000123456789<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260301<DTEND>20260331
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260302120000.000[-5:EST]<TRNAMT>250.00<FITID>F1
<NAME>Fictional &amp; Sons<MEMO>INV 2026-0001</STMTTRN>
<STMTTRN><TRNTYPE>FEE<DTPOSTED>20260302<TRNAMT>-12.5<FITID>F2<NAME>Fee</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>1237.50<DTASOF>20260331</LEDGERBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""
OFX_XML = b"""<?xml version="1.0"?><?OFX OFXHEADER="200" VERSION="211"?>
<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>USD</CURDEF>
<CCACCTFROM><ACCTID>4000</ACCTID></CCACCTFROM><BANKTRANLIST>
<STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20260302</DTPOSTED><TRNAMT>-5,50</TRNAMT>
<FITID>C1</FITID><MEMO><![CDATA[Paper & ink]]></MEMO></STMTTRN>
</BANKTRANLIST></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>
"""
BAI2 = b"""01,DEMOBANK,ARC,260302,1800,1,,,2/
02,ARC,DEMOBANK,1,260302,2400,USD,/
03,0001234567,USD,010,100000,,,015,123750,,/
16,142,25000,Z,REF0001,INV1,INVOICE 2026-0001/
88,NORDWIND TRADING/
16,699,1250,Z,,,BANK FEE/
49,250000,5/
98,250000,1,7/
99,250000,1,9/
"""
CSV = {
    "icbc": """明细查询文件下载

卡号: 6222****0001,"卡别名: 无"

交易日期,摘要,交易场所,交易国家或地区简称,钞/汇,交易金额(收入),交易金额(支出),交易币种,记账金额(收入),记账金额(支出),记账币种,余额,对方户名
2026-03-02     \t,"他行汇入 \t"," \t","CHN\t",钞  \t,"-  \t","-  \t",-   \t,"1,234.56 \t","  \t",人民币  \t,"9,999.99 \t","甲公司  \t",
2026-03-03     \t,"手续费 \t"," \t","CHN\t",钞  \t,"-  \t","-  \t",-   \t," \t","5.00  \t",人民币  \t,"9,994.99 \t"," \t",

人民币合计,,,,,,,,"1,234.56","5.00",
""",
    "boc": """中国银行交易流水明细单
记账日期,记账时间,币别,金额,余额,交易名称,渠道,网点名称,附言,对方账户名,对方卡号/账号,对方开户行,借记卡号
2026-03-02,09:00:00,人民币,"1,234.56","9,999.99",跨行转账,网上银行,-------------------,货款2026-0001,甲公司,6222******0002,-------------------,0001
2026-03-03,09:00:00,人民币,-5.00,"9,994.99",手续费,柜台,-------------------,----------,----------,-------------------,-------------------,0001
""",
    "cmb": """记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要
2026-03-02,CNY,"1,234.56","9,999.99",转账汇款,甲公司 6222,货款
2026-03-03,CNY,-5.00,"9,994.99",手续费,,
""",
    "abc": """交易日期,交易时间,交易摘要,交易金额,本次余额,对手信息,日 志 号,交易渠道,交易附言
20260302,101010,转存,+1234.56,9999.99,甲公司,369000001,超级网银,货款
20260303,,手续费,-5.00,9994.99,--,369000002
""",
    "alipay": """---------------------------------
导出信息：
支付宝账户：demo@example.com
共3笔记录

------------------------电子客户回单------------------------
交易时间            ,交易分类   ,交易对方 ,对方账号  ,商品说明  ,收/支   ,金额  ,收/付款方式 ,交易状态 ,交易订单号     ,商家订单号  ,备注  ,
2026-03-02 21:32:14 ,转账红包   ,甲公司  ,a***@example.com ,货款 ,收入 ,1234.56 ,余额 ,交易成功 ,20260302001\t,\t,  ,
2026-03-02 21:40:00 ,日用百货   ,乙店  ,/ ,纸 ,支出 ,5.00 ,余额 ,等待确认收货 ,20260302002\t,M1\t,  ,
2026-03-03 10:00:00 ,投资理财   ,基金  ,/ ,买入 ,不计收支 ,99.00 ,余额 ,交易成功 ,20260303001\t,\t,  ,
""",
    "wechat": """微信支付账单明细,,,,,,,,,,
微信昵称：[示例],,,,,,,,,,
----------------------微信支付账单明细列表--------------------,,,,,,,,,,
交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注
2026-03-02 12:45:27,"二维码收款","甲公司","货款","收入",¥1234.56,"零钱","已收钱","4200001"\t,"M1"\t,"/"
2026-03-02 12:50:00,商户消费,乙店,纸,支出,¥5.00,零钱,支付成功,4200002\t,/\t,/
2026-03-03 12:50:00,零钱提现,银行,/,/,¥100.10,银行,提现已到账,4200003\t,/\t,"服务费¥0.10"
""",
    "paypal": """"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","From Email Address","To Email Address","Transaction ID","Address Status","Sales Tax","Reference Txn ID","Invoice Number","Receipt ID","Balance","Contact Phone Number","Subject","Note"
"29/03/2026","07:45:51","PST","Nordwind","General Payment","Completed","USD","1,084.00","-4.25","1,079.75","a@example.com","b@example.com","TX1","","","","2026-0001","","1,079.75","","",""
"30/03/2026","07:45:51","PST","","General Withdrawal","Pending","EUR","-10.00","0.00","-10.00","b@example.com","","TX2","","","","","","-10.00","","",""
""",
    "sheet": """booked_on,amount,currency,payer_name,payer_account,text,bank_reference
2026-03-02,250.00,EUR,Nordwind Trading,NL91ABNA0417164300,Invoice 2026-0001,REF0001
2026-03-02,-12.50,EUR,,,Bank fee,REF0002
""",
    "label_sheet": """"Date","Label","Currency","Amount","Amount Currency","Partner Name","Bank Account"
"12/15/2025","Fee","USD","-33.50","0.0","Bank","1"
"12/15/2025","Paid","EUR","1,525.00","1,000.00","Nordwind",""
""",
}  # fmt: skip
SPDB_ROWS: list[list[str | float]] = [
    ["账号", "6200000000000001", "账户类型", "借记卡"],
    ["顺序号", "交易日期", "交易类型", "存入金额", "取出金额", "余额", "交易对手名称", "交易对手账号", "附言"],
    ["1", "2026/03/02  14:06:51", "汇入外", "1234.56", "", "9999.99", "甲公司", "6222", "货款"],
    ["2", "2026/03/03  07:22:32", "手续费", "", "5.00", "9994.99", "", "", ""],
]  # fmt: skip


def xls() -> bytes:
    """An old workbook of SPDB."""
    return old_workbook("sheet", SPDB_ROWS)


def xlsx(rows: list[list[object]] | None = None) -> bytes:
    """A workbook with the product's own headings and typed cells."""
    import datetime as dt

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in rows or [
        ["booked_on", "amount", "currency", "payer_name", "payer_account", "text", "bank_reference"],
        [dt.date(2026, 3, 2), 250, "EUR", "Nordwind Trading", 123456789, "Invoice", "R1"],
        [dt.date(2026, 3, 2), -12.5, "EUR", None, None, "Bank fee", "R2"],
    ]:  # fmt: skip
        sheet.append(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def every_sample() -> dict[str, bytes]:
    """One file of each kind, by a name that says which."""
    texts = {
        f"{name}.csv": text.encode("gb18030" if name == "alipay" else "utf-8")
        for name, text in CSV.items()
    }
    return {
        "day.mt940": MT940,
        "day.mt942": MT942,
        "camt.052.xml": camt("052"),
        "camt.053.xml": camt("053"),
        "camt.054.xml": camt("054"),
        "sgml.ofx": OFX_SGML,
        "xml.qfx": OFX_XML,
        "day.bai2": BAI2,
        **texts,
        "spdb.xls": xls(),
        "sheet.xlsx": xlsx(),
    }
