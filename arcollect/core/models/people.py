"""Users, their roles in companies, teams and sales reps."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from arcollect.core.models.company import Company
from arcollect.core.roles import Role


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in. What he may do stands in his memberships."""

    username = models.CharField(_("login name"), max_length=150)
    full_name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="core_user_username_once")
        ]

    def __str__(self) -> str:
        return self.full_name or self.username


class Team(models.Model):
    """Sales reps under one or more sales managers."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "name"], name="core_team_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A user's role in one company; a sales manager's or rep's team."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("team")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "company"], name="core_membership_once"
            ),
            models.CheckConstraint(
                name="core_membership_role", condition=models.Q(role__in=Role.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class Rep(models.Model):
    """A salesperson as the books name him; linked to a user once he signs in."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="reps")
    name = models.CharField(_("name"), max_length=100)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="reps"
    )
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="reps"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "name"], name="core_rep_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
