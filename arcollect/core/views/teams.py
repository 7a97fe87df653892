"""Teams, and the salespeople whom the books name."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from arcollect.core.decorators import requires
from arcollect.core.forms_people import RepForm, TeamForm
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.selectors.people import list_reps, list_teams
from arcollect.core.services.keep_teams import create_team, link_rep, rename_team
from arcollect.core.services.people import PeopleRefusedError

PAGE = 25


@requires(Permission.MANAGE_USERS)
@require_GET
def team_list(request: SignedInRequest) -> HttpResponse:
    """The company's teams."""
    teams = list_teams(company=request.company)
    page = Paginator(teams, PAGE).get_page(request.GET.get("page"))
    return render(request, "core/team_list.html", {"page_obj": page})


@requires(Permission.MANAGE_USERS)
@require_http_methods(["GET", "POST"])
def team_new(request: SignedInRequest) -> HttpResponse:
    """Create a team."""
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            create_team(
                actor=request.user,
                company=request.company,
                name=form.cleaned_data["name"],
            )
        except PeopleRefusedError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("The team is created."))
            return redirect("core:team_list")
    return render(request, "core/team_edit.html", {"form": form})


@requires(Permission.MANAGE_USERS)
@require_http_methods(["GET", "POST"])
def team_edit(request: SignedInRequest, team_id: int) -> HttpResponse:
    """Rename a team."""
    team = get_or_404(list_teams(company=request.company), pk=team_id)
    form = TeamForm(request.POST or None, initial={"name": team.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_team(actor=request.user, team=team, name=form.cleaned_data["name"])
        except PeopleRefusedError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("The team is renamed."))
            return redirect("core:team_list")
    return render(request, "core/team_edit.html", {"form": form, "team": team})


@requires(Permission.MANAGE_USERS)
@require_GET
def rep_list(request: SignedInRequest) -> HttpResponse:
    """Salespeople of the books, and which login each of them has."""
    reps = list_reps(company=request.company)
    page = Paginator(reps, PAGE).get_page(request.GET.get("page"))
    return render(request, "core/rep_list.html", {"page_obj": page})


@requires(Permission.MANAGE_USERS)
@require_http_methods(["GET", "POST"])
def rep_edit(request: SignedInRequest, rep_id: int) -> HttpResponse:
    """Say who a salesperson is and in which team he works."""
    rep = get_or_404(list_reps(company=request.company), pk=rep_id)
    form = RepForm(request.POST or None, rep=rep)
    if request.method == "POST" and form.is_valid():
        try:
            link_rep(actor=request.user, rep=rep, **form.cleaned_data)
        except PeopleRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The sales rep is assigned."))
            return redirect("core:rep_list")
    return render(request, "core/rep_edit.html", {"form": form, "rep": rep})
