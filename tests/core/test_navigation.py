"""Which screens a role is offered, and which one is marked as the current one."""

from __future__ import annotations

import pytest
from django.urls import reverse

from arcollect.core.navigation import (
    ITEMS,
    PHONE_TABS,
    find_url,
    group_links,
    list_links,
)
from arcollect.core.roles import PERMISSIONS, Permission, Role
from tests.architecture.test_templates import ICONS

NEEDED = {
    "invoices:import_list": Permission.IMPORT,
    "core:user_list": Permission.MANAGE_USERS,
    "core:audit_list": Permission.VIEW_AUDIT,
}


def test_every_icon_is_in_the_sprite() -> None:
    assert {item.icon for item in ITEMS} <= ICONS


@pytest.mark.parametrize("url_name", NEEDED)
def test_a_screen_is_offered_to_the_roles_that_may_use_it(url_name: str) -> None:
    (item,) = (item for item in ITEMS if item.url_name == url_name)
    allowed = {role for role in Role if NEEDED[url_name] in PERMISSIONS[role]}
    assert item.roles == allowed


def test_nobody_without_a_role_is_offered_anything() -> None:
    assert list_links(role=None, view_name="", path="/") == ()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_its_screens_at_the_bottom_of_a_phone(role: Role) -> None:
    offered = [item for item in ITEMS if role in item.roles]
    assert len(offered) >= PHONE_TABS
    works_by_the_day = any(item.url_name == "collections:my_day" for item in offered)
    first = "collections:my_day" if works_by_the_day else "dashboards:aging"
    assert offered[0].url_name == first


def test_a_missing_route_has_no_address() -> None:
    assert find_url("core:no_such_screen") is None


def test_the_page_itself_and_what_lies_below_it_are_current() -> None:
    links = list_links(
        role=Role.ADMINISTRATOR, view_name="core:profile", path=reverse("core:profile")
    )
    assert not any(link.is_current for link in links)
    for link in links:
        if link.url == "/":
            continue
        below = list_links(
            role=Role.ADMINISTRATOR, view_name="x:y", path=f"{link.url}7/"
        )
        assert [each.url for each in below if each.is_current] == [link.url]


def test_a_section_stands_open_where_the_page_lies_or_where_it_was_left_open() -> None:
    links = list_links(
        role=Role.FINANCE,
        view_name="invoices:bill_list",
        path=reverse("invoices:bill_list"),
    )
    groups = group_links(links, opened={"credit"})
    assert [link for group in groups for link in group.links] == list(links)
    assert [g.section.key for g in groups if g.is_open] == ["cash", "credit"]
    # No section is split in two.
    assert len({g.section.key for g in groups}) == len(groups)
