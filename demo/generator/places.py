"""Where the demo company's customers are: real cities, made-up streets.

Distances are rough road kilometres from the supplier's seat in Nanjing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class City:
    """A city with its short code, administrative code, area code and distance."""

    code: str
    name: str
    province: str
    admin_code: str
    area_code: str
    distance_km: int

    @property
    def full_name(self) -> str:
        """Province and city as an address begins; a municipality only once."""
        return f"{self.province}{self.name}市" if self.province else f"{self.name}市"


@dataclass(frozen=True, slots=True)
class Territory:
    """What one sales rep looks after: a region, its cities, its share of customers."""

    region: str
    rep: str
    weight: int
    cities: tuple[City, ...]


EAST = "华东"
SOUTH = "华南"
CENTRAL = "华中"
SOUTHWEST = "西南"
EXPORT = "出口"

SUZHOU = City("SZ", "苏州", "江苏省", "320500", "0512", 215)
WUXI = City("WX", "无锡", "江苏省", "320200", "0510", 180)
CHANGZHOU = City("CZ", "常州", "江苏省", "320400", "0519", 130)
ZHENJIANG = City("ZJ", "镇江", "江苏省", "321100", "0511", 75)
YANGZHOU = City("YZ", "扬州", "江苏省", "321000", "0514", 95)
XUZHOU = City("XZ", "徐州", "江苏省", "320300", "0516", 340)
NANTONG = City("NT", "南通", "江苏省", "320600", "0513", 250)
YANCHENG = City("YC", "盐城", "江苏省", "320900", "0515", 270)
SHANGHAI = City("SH", "上海", "", "310100", "021", 300)
HANGZHOU = City("HZ", "杭州", "浙江省", "330100", "0571", 280)
NINGBO = City("NB", "宁波", "浙江省", "330200", "0574", 430)
JIAXING = City("JX", "嘉兴", "浙江省", "330400", "0573", 290)
SHAOXING = City("SX", "绍兴", "浙江省", "330600", "0575", 340)
WENZHOU = City("WZ", "温州", "浙江省", "330300", "0577", 560)
HEFEI = City("HF", "合肥", "安徽省", "340100", "0551", 170)
WUHU = City("WH", "芜湖", "安徽省", "340200", "0553", 100)
BENGBU = City("BB", "蚌埠", "安徽省", "340300", "0552", 190)
ANQING = City("AQ", "安庆", "安徽省", "340800", "0556", 290)
MAANSHAN = City("MAS", "马鞍山", "安徽省", "340500", "0555", 55)
GUANGZHOU = City("GZ", "广州", "广东省", "440100", "020", 1390)
FOSHAN = City("FS", "佛山", "广东省", "440600", "0757", 1410)
DONGGUAN = City("DG", "东莞", "广东省", "441900", "0769", 1440)
XIAMEN = City("XM", "厦门", "福建省", "350200", "0592", 1150)
FUZHOU = City("FZ", "福州", "福建省", "350100", "0591", 950)
WUHAN = City("WHN", "武汉", "湖北省", "420100", "027", 530)
CHANGSHA = City("CS", "长沙", "湖南省", "430100", "0731", 890)
CHENGDU = City("CD", "成都", "四川省", "510100", "028", 1650)
CHONGQING = City("CQ", "重庆", "", "500100", "023", 1400)

TERRITORIES: tuple[Territory, ...] = (
    Territory(EAST, "zhou", 22, (SUZHOU, WUXI, CHANGZHOU, ZHENJIANG, YANGZHOU)),
    Territory(EAST, "lin", 17, (XUZHOU, NANTONG, YANCHENG, SHANGHAI)),
    Territory(EAST, "wu", 19, (HANGZHOU, NINGBO, JIAXING, SHAOXING, WENZHOU)),
    Territory(EAST, "he", 16, (HEFEI, WUHU, BENGBU, ANQING, MAANSHAN)),
    Territory(SOUTH, "liang", 14, (GUANGZHOU, FOSHAN, DONGGUAN, XIAMEN, FUZHOU)),
    Territory(CENTRAL, "fang", 4, (WUHAN, CHANGSHA)),
    Territory(SOUTHWEST, "fang", 3, (CHENGDU, CHONGQING)),
)
EXPORT_REP = "fang"
EXPORT_WEIGHT = 5

STREETS = (
    "澜溪路",
    "云岫街",
    "望湖大道",
    "桐荫路",
    "银杏街",
    "青石巷",
    "临波路",
    "松涛大道",
    "晴川路",
    "织锦街",
)


def territory_of(rep: str, city: City) -> Territory:
    """The territory of `rep` that holds `city`; `KeyError` if there is none."""
    for territory in TERRITORIES:
        if territory.rep == rep and city in territory.cities:
            return territory
    raise KeyError((rep, city.code))
