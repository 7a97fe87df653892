"""The people at each customer: who decides, who accepts the goods, who pays."""

from __future__ import annotations

from random import Random

from demo.generator import names
from demo.generator.cast import CustomerSpec
from demo.generator.habits import LARGE, SMALL
from demo.generator.rows import ContactRow

Post = tuple[str, str, tuple[str, ...], str]
_OWNER: Post = ("总经理", "Management", ("OWNER", "DECISION_MAKER"), "owner")
_FINANCE: Post = ("财务部", "Finance", ("FINANCE", "PAYER"), "finance")
_WAREHOUSE: Post = ("仓储部", "Warehouse", ("ACCEPTOR",), "warehouse")
_PURCHASING: Post = ("采购部", "Purchasing", ("PURCHASING",), "purchasing")
_LEGAL: Post = ("法务部", "Legal", ("LEGAL",), "legal")


def list_contacts(spec: CustomerSpec, *, seed: int) -> list[ContactRow]:
    """Two people at a small customer, three or four at others."""
    rng = Random(f"{seed}:{spec.code}:contacts")
    posts = [_OWNER, _FINANCE]
    if spec.buying is not SMALL:
        posts += [_WAREHOUSE]
        posts += [_PURCHASING] if rng.randrange(2) else []
    if spec.buying is LARGE:
        posts += [_LEGAL]
    domestic = spec.language != "en"
    people = []
    for chinese, english, roles, mailbox in posts:
        people.append(
            ContactRow(
                customer_code=spec.code,
                name=names.person_name(rng) if domestic else rng.choice(names.WESTERN),
                department=chinese if domestic else english,
                roles=roles,
                phone=f"{spec.phone} 转 {rng.randrange(100, 999)}"
                if domestic
                else spec.phone,
                email=names.fictional_mail(mailbox, spec.code),
            )
        )
    return people
