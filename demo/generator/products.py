"""The catalogue: what is sold, at the dealer's price."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Product:
    """A model with its dealer price in fen and its export price in US cents."""

    name: str
    english: str
    model: str
    fen: int
    cents: int


CATALOGUE: tuple[Product, ...] = (
    Product("对开门冰箱", "Side-by-side fridge", "LY-BCD520", 298_000, 41_850),
    Product("三门冰箱", "Three-door fridge", "LY-BCD256", 169_000, 23_900),
    Product("冷柜", "Chest freezer", "LY-BD203", 98_000, 13_600),
    Product("滚筒洗衣机", "Front-load washer", "LY-XQG100", 186_000, 26_250),
    Product("波轮洗衣机", "Top-load washer", "LY-XQB90", 86_500, 12_180),
    Product("挂机空调 1.5匹", "Split AC 1.5 HP", "LY-KFR35", 172_000, 24_400),
    Product("柜机空调 3匹", "Floor AC 3 HP", "LY-KFR72", 396_000, 56_200),
    Product("电热水器 60L", "Water heater 60 L", "LY-ES60", 62_000, 8_750),
    Product("燃气热水器 16L", "Gas heater 16 L", "LY-JSQ30", 112_800, 15_900),
    Product("油烟机", "Range hood", "LY-CXW260", 105_600, 14_850),
    Product("燃气灶", "Gas hob", "LY-JZT46", 45_900, 6_480),
    Product("洗碗机", "Dishwasher", "LY-WQP12", 215_000, 30_350),
    Product("微波炉", "Microwave", "LY-M25", 31_500, 4_420),
    Product("净水器", "Water purifier", "LY-RO600", 99_000, 13_980),
    Product("电饭煲", "Rice cooker", "LY-FB40", 18_600, 2_620),
)
COOLING = ("LY-KFR35", "LY-KFR72")
WARM_MONTHS = (4, 5, 6, 7)
