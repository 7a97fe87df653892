"""Names of invented firms and people, and numbers that cannot be anybody's.

Whatever identifies a firm or reaches a person is out of the real number space on
purpose: tax numbers carry a wrong check character, telephone numbers begin with 0000
after the area code, mail addresses end in the reserved `.example`.
"""

from __future__ import annotations

from random import Random

from demo.generator.places import STREETS, City

# Trade names: Chinese, and the romanised part of the customer code.
BRANDS: tuple[tuple[str, str], ...] = (
    ("恒达", "HENGDA"),
    ("百润", "BAIRUN"),
    ("彭城", "PENGCHENG"),
    ("德信", "DEXIN"),
    ("嘉和", "JIAHE"),
    ("锦程", "JINCHENG"),
    ("乐居", "LEJU"),
    ("江城", "JIANGCHENG"),
    ("惠民", "HUIMIN"),
    ("嘉润", "JIARUN"),
    ("宏图", "HONGTU"),
    ("瑞丰", "RUIFENG"),
    ("金桥", "JINQIAO"),
    ("华盛", "HUASHENG"),
    ("悦家", "YUEJIA"),
    ("万盛兴", "WANSHENGXING"),
    ("同济源", "TONGJIYUAN"),
    ("新天地", "XINTIANDI"),
    ("永昌", "YONGCHANG"),
    ("晨光里", "CHENGUANGLI"),
    ("诚泰", "CHENGTAI"),
    ("福临", "FULIN"),
    ("兴隆", "XINGLONG"),
    ("盛世", "SHENGSHI"),
    ("佳美", "JIAMEI"),
    ("鼎力", "DINGLI"),
    ("博雅", "BOYA"),
    ("天润", "TIANRUN"),
    ("安居", "ANJU"),
    ("启明", "QIMING"),
    ("富源", "FUYUAN"),
    ("众邦", "ZHONGBANG"),
    ("源泰", "YUANTAI"),
    ("凯达", "KAIDA"),
    ("银河", "YINHE"),
    ("东升", "DONGSHENG"),
    ("顺发", "SHUNFA"),
    ("雅致", "YAZHI"),
    ("聚丰", "JUFENG"),
    ("祥云", "XIANGYUN"),
    ("优品", "YOUPIN"),
    ("宜居源", "YIJUYUAN"),
    ("明珠", "MINGZHU"),
    ("泰和", "TAIHE"),
    ("欣荣", "XINRONG"),
    ("正阳", "ZHENGYANG"),
)
DEALER_ENDINGS = (
    "家电有限公司",
    "电器销售有限公司",
    "商贸有限公司",
    "家用电器批发有限公司",
    "电器贸易有限公司",
    "智能家居有限公司",
)
STORE_ENDINGS = ("家电城", "电器商场", "电器专卖店", "生活电器体验店", "家电卖场")
PROJECT_ENDINGS = ("机电工程有限公司", "酒店用品有限公司", "房产配套服务有限公司")
PUBLIC_ENDINGS = ("机关后勤服务中心", "实验小学", "社区卫生服务中心")
INDIVIDUAL_ENDINGS = ("电器经营部", "家电维修商行", "家电商行")

# Export customers: code, legal name, address.
EXPORTERS: tuple[tuple[str, str, str], ...] = (
    (
        "EX-MERIDIAN",
        "Meridian Home Appliances Ltd",
        "14 Quayside Road, Port Lindqvist",
    ),
    ("EX-BLUEHARBOR", "Blue Harbor Trading Co.", "220 Dockland Avenue, Eastmere"),
    ("EX-NORDVIK", "Nordvik Hvitevarer AS", "Havnegata 31, Nordvik"),
    ("EX-SUNRIDGE", "Sunridge Electric Distribution LLC", "9 Sunridge Park, Calverton"),
    ("EX-ALMAHIRA", "Almahira General Trading", "Block 7, Harbour Street, Almahira"),
    ("EX-KOPERNIK", "Kopernik Electro Sp. z o.o.", "ul. Lipowa 18, Kopernikowo"),
    ("EX-CASAVERDE", "Casa Verde Electrodomésticos SA", "Calle Olmo 52, Villaverdeja"),
    ("EX-TANJONG", "Tanjong Jaya Appliances Sdn Bhd", "88 Jalan Kenari, Tanjong Jaya"),
    ("EX-LAKEVIEW", "Lakeview Housewares Inc.", "1601 Lakeview Drive, Fairbrook"),
    ("EX-OSTERBERG", "Osterberg Haustechnik GmbH", "Mühlgasse 4, Osterberg am See"),
    ("EX-SAVANNAH", "Savannah Coolers Pty", "Plot 12, Acacia Road, Savannah Hill"),
    ("EX-HANARU", "Hanaru Living Co., Ltd", "5-2 Hanaru-dong, Saebyeok"),
)

SURNAMES = (
    "王李张刘陈杨赵黄吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
)
GIVEN = (
    "伟",
    "芳",
    "国庆",
    "丽华",
    "建军",
    "秀英",
    "志强",
    "敏",
    "磊",
    "静",
    "海燕",
    "永福",
    "晓梅",
    "俊杰",
    "雪",
    "文斌",
    "玉兰",
    "家豪",
    "思远",
    "佳怡",
    "春生",
    "宏",
    "雅琴",
    "明辉",
    "燕",
    "立新",
)
WESTERN = (
    "Anna Keller",
    "Omar Haddad",
    "Ingrid Solberg",
    "Peter Novak",
    "Maria Duarte",
    "James Carver",
    "Aisha Rahman",
    "Tomasz Zielak",
    "Hana Seo",
    "Lucy Bennet",
)

_CREDIT_CODE_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_character(first_17: str) -> str:
    """The right last character of a unified social credit code (GB 32100)."""
    total = sum(
        _CREDIT_CODE_CHARS.index(char) * pow(3, place, 31)
        for place, char in enumerate(first_17)
    )
    return _CREDIT_CODE_CHARS[-total % 31]


def fictional_tax_id(rng: Random, admin_code: str) -> str:
    """18 characters of the right shape whose check character is wrong."""
    body = "91" + admin_code + "MA" + "".join(rng.choices("0123456789ABCDEFGH", k=7))
    right = _CREDIT_CODE_CHARS.index(check_character(body))
    return body + _CREDIT_CODE_CHARS[(right + 1 + rng.randrange(30)) % 31]


def fictional_phone(rng: Random, area_code: str) -> str:
    """A land line that no exchange gives out: local numbers never begin with 0."""
    return f"{area_code}-0000{rng.randrange(10_000):04d}"


def fictional_mail(mailbox: str, customer_code: str) -> str:
    """A mailbox under the reserved top-level domain `.example`."""
    return f"{mailbox}@{customer_code.lower()}.example"


def street_address(rng: Random, city: City) -> str:
    """An address in the city, in a street that is made up."""
    return f"{city.full_name}{rng.choice(STREETS)}{rng.randrange(1, 400)}号"


def person_name(rng: Random) -> str:
    """A common Chinese name."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN)
