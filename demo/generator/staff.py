"""The people of the demo company: reps, managers, finance, audit, administration."""

from __future__ import annotations

from dataclasses import dataclass

TEAM_EAST = "华东销售部 East China"
TEAM_SOUTH = "华南与出口部 South and Export"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A login with its role; `rep_key` for those who look after customers."""

    login: str
    full_name: str
    role: str
    team: str = ""
    rep_key: str = ""


STAFF: tuple[StaffMember, ...] = (
    StaffMember("rep", "周敏 Zhou Min", "sales_rep", TEAM_EAST, "zhou"),
    StaffMember("rep2", "林晓 Lin Xiao", "sales_rep", TEAM_EAST, "lin"),
    StaffMember("rep3", "吴桐 Wu Tong", "sales_rep", TEAM_EAST, "wu"),
    StaffMember("rep4", "何川 He Chuan", "sales_rep", TEAM_EAST, "he"),
    StaffMember("rep5", "梁浩 Liang Hao", "sales_rep", TEAM_SOUTH, "liang"),
    StaffMember("rep6", "方晴 Fang Qing", "sales_rep", TEAM_SOUTH, "fang"),
    StaffMember("manager", "顾伟 Gu Wei", "sales_manager", TEAM_EAST),
    StaffMember("manager2", "唐宁 Tang Ning", "sales_manager", TEAM_SOUTH),
    StaffMember("finance", "孙岚 Sun Lan", "finance"),
    StaffMember("finance-manager", "陈莉 Chen Li", "finance_manager"),
    StaffMember("auditor", "钱书 Qian Shu", "auditor"),
    StaffMember("admin", "韩冬 Han Dong", "administrator"),
)
REP_NAMES: dict[str, str] = {
    member.rep_key: member.full_name for member in STAFF if member.rep_key
}
