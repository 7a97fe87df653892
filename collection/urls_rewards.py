"""Routes of rewards: commission of reps, points of customers, campaigns."""

from __future__ import annotations

from django.urls import path

from collection.views import campaigns, commission, points, redemptions, reward_rules

urlpatterns = [
    path("commission/", commission.commission, name="commission"),
    path(
        "commission/reps/<int:rep_id>/",
        commission.commission_rep,
        name="commission_rep",
    ),
    path(
        "commission/reps/<int:rep_id>/issue/",
        commission.commission_issue,
        name="commission_issue",
    ),
    path(
        "commission/statements/<int:statement_id>/",
        commission.commission_statement,
        name="commission_statement",
    ),
    path(
        "commission/statements/<int:statement_id>/approve/",
        commission.commission_approve,
        name="commission_approve",
    ),
    path("points/rules/", reward_rules.reward_rules, name="reward_rules"),
    path(
        "points/rules/commission/new/",
        reward_rules.commission_policy_new,
        name="commission_policy_new",
    ),
    path(
        "points/rules/points/new/",
        reward_rules.points_policy_new,
        name="points_policy_new",
    ),
    path("points/", points.points_list, name="points_list"),
    path("points/<int:customer_id>/", points.points_account, name="points_account"),
    path(
        "points/<int:customer_id>/redeem/",
        redemptions.redemption_new,
        name="redemption_new",
    ),
    path("points/redemptions/", redemptions.redemption_list, name="redemption_list"),
    path(
        "points/redemptions/<int:redemption_id>/hand-over/",
        redemptions.redemption_hand_over,
        name="redemption_hand_over",
    ),
    path(
        "points/redemptions/<int:redemption_id>/cancel/",
        redemptions.redemption_cancel,
        name="redemption_cancel",
    ),
    path("points/campaigns/", campaigns.campaign_list, name="campaign_list"),
    path("points/campaigns/new/", campaigns.campaign_new, name="campaign_new"),
    path(
        "points/campaigns/<int:campaign_id>/",
        campaigns.campaign_detail,
        name="campaign_detail",
    ),
    path(
        "points/campaigns/<int:campaign_id>/edit/",
        campaigns.campaign_edit,
        name="campaign_edit",
    ),
    path(
        "points/campaigns/<int:campaign_id>/prizes/new/",
        campaigns.prize_new,
        name="prize_new",
    ),
    path(
        "points/prizes/<int:prize_id>/stock/", campaigns.prize_stock, name="prize_stock"
    ),
]
