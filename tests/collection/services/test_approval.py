"""Final letters wait for a person: the night releases only what is below them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from arcollect.core.models import Company, OutboxMessage
from arcollect.core.roles import Role
from collection.models import (
    DunningItem,
    DunningLetter,
    DunningRun,
    DunningStep,
)
from collection.services.prepare_run import prepare_run
from collection.services.release_run import (
    ReleaseRefusedError,
    finish_interrupted,
    release_run,
)
from collection.services.stop_run import stop_run
from tests import factories
from tests.collection.reminders import (
    DAY,
    change_settings,
    company_with_sending,
    debtor,
    ladder_of,
    late_item,
    manager_of,
    night,
)

pytestmark = pytest.mark.django_db
ONE_DAY = dt.timedelta(days=1)
NEXT = DAY + ONE_DAY
State = DunningLetter.State


def prepared(company: Company, day: dt.date = NEXT) -> DunningRun:
    run = prepare_run(profile=ladder_of(company), day=day)
    assert run is not None
    return run


@pytest.fixture
def company() -> Company:
    """The run before had three recipients, so that the next one goes by itself."""
    found = company_with_sending()
    for _ in range(3):
        late_item(debtor(found))
    night(found)
    # Old items begin with the final letter.
    change_settings(found, went_live_on=DAY, start_level=3)
    return found


def old_item(company: Company, code: str = "OLD") -> None:
    late_item(debtor(company, code=code), days=45)


def new_item(company: Company, code: str = "NEW") -> None:
    late_item(debtor(company, code=code), as_of=NEXT)


def states_of(run: DunningRun) -> dict[int, str]:
    return dict(run.letters.values_list("level", "state"))


def test_the_night_sends_what_is_below_and_leaves_the_final_letter(
    company: Company,
) -> None:
    old_item(company)
    new_item(company)
    run = prepared(company)
    assert states_of(run) == {1: State.RELEASED, 3: State.PLANNED}
    assert (run.state, run.waits_because) == ("released", ["approval"])
    assert run.recipients == 2
    assert OutboxMessage.objects.count() == 4
    assert not DunningItem.objects.filter(level=3).exists()


def test_a_person_lets_it_go_and_only_once(company: Company) -> None:
    old_item(company)
    new_item(company)
    run, person = prepared(company), manager_of(company)
    release_run(actor=person, run=run)
    run.refresh_from_db()
    assert states_of(run) == {1: State.RELEASED, 3: State.RELEASED}
    assert (run.released_by, run.approved_by) == (None, person)
    assert run.letters.get(level=3).decided_by == person
    assert run.waits_because == []
    assert run.recipients == 2
    with pytest.raises(ReleaseRefusedError, match="no longer waits"):
        release_run(actor=person, run=run)
    assert OutboxMessage.objects.count() == 5


def test_there_are_sixty_seconds_to_stop_the_approved_letters_too(
    company: Company,
) -> None:
    old_item(company)
    new_item(company)
    run = prepared(company)
    early = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    DunningRun.objects.filter(pk=run.pk).update(sends_from=early)
    run = release_run(actor=manager_of(company), run=run)
    message = run.letters.get(level=3).message
    assert message is not None
    assert message.not_before == run.sends_from != early


def test_the_night_alone_never_approves(company: Company) -> None:
    old_item(company)
    new_item(company)
    run = prepared(company)
    with pytest.raises(ReleaseRefusedError):
        release_run(actor=None, run=run)
    finish_interrupted()
    assert states_of(run)[3] == State.PLANNED


def test_a_night_with_nothing_but_final_letters_waits_as_a_preview(
    company: Company,
) -> None:
    old_item(company)
    run = prepared(company)
    assert (run.state, run.waits_because) == ("preview", ["approval"])
    run = release_run(actor=manager_of(company), run=run)
    assert states_of(run) == {3: State.RELEASED}


def test_a_released_preview_is_approved_as_a_whole() -> None:
    company = company_with_sending()
    change_settings(company, went_live_on=DAY, start_level=3)
    old_item(company)
    run = prepared(company, DAY)
    assert run.waits_because == ["first", "approval"]
    person = manager_of(company)
    run = release_run(actor=person, run=run)
    assert states_of(run) == {3: State.RELEASED}
    assert run.released_by == run.approved_by == person


def test_nobody_approves_letters_to_his_own_customers(company: Company) -> None:
    seller = factories.user(role=Role.FINANCE, company=company)
    rep = factories.rep(company=company, user=seller)
    late_item(debtor(company, code="MINE", rep=rep), days=45)
    old_item(company)
    run = prepared(company)
    run = release_run(actor=seller, run=run)
    mine, other = run.letters.order_by("customer__code")
    assert (mine.state, other.state) == (State.PLANNED, State.RELEASED)
    assert run.waits_because == ["approval"]
    with pytest.raises(ReleaseRefusedError, match="somebody else"):
        release_run(actor=seller, run=run)
    run.refresh_from_db()
    assert run.state == DunningRun.State.RELEASED
    release_run(actor=manager_of(company), run=run)
    mine.refresh_from_db()
    assert mine.state == State.RELEASED


def test_what_nobody_approved_lapses_and_is_planned_anew(company: Company) -> None:
    old_item(company)
    new_item(company)
    first = prepared(company)
    late_item(debtor(company), as_of=NEXT + ONE_DAY)
    second = prepared(company, NEXT + ONE_DAY)
    assert states_of(first)[3] == State.LAPSED
    first.refresh_from_db()
    assert (first.state, first.waits_because) == ("released", [])
    assert states_of(second) == {1: State.RELEASED, 3: State.PLANNED}
    with pytest.raises(ReleaseRefusedError):
        release_run(actor=manager_of(company), run=first)
    release_run(actor=manager_of(company), run=second)
    assert DunningItem.objects.filter(level=3).count() == 1


def test_letters_that_wait_do_not_make_the_next_night_look_large(
    company: Company,
) -> None:
    """Two wait and one goes; the next night finds the two again, and one more."""
    for code in "AB":
        old_item(company, code)
    new_item(company)
    assert prepared(company).recipients == 3
    late_item(debtor(company), as_of=NEXT + ONE_DAY)
    second = prepared(company, NEXT + ONE_DAY)
    assert (second.recipients, second.waits_because) == (3, ["approval"])
    assert second.state == DunningRun.State.RELEASED


def test_a_stopped_run_keeps_what_waited_here(company: Company) -> None:
    old_item(company)
    new_item(company)
    run = prepared(company)
    stop_run(actor=manager_of(company), run=run)
    assert states_of(run) == {1: State.CALLED_OFF, 3: State.LAPSED}
    with pytest.raises(ReleaseRefusedError):
        release_run(actor=manager_of(company), run=run)


def test_an_interrupted_release_of_the_night_is_finished_without_the_final_ones(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_item(company)
    new_item(company)
    with monkeypatch.context() as broken:
        broken.setattr(
            "collection.services.release_run.finish_release", lambda _run: None
        )
        run = prepared(company)
    assert run.state == DunningRun.State.RELEASING
    finish_interrupted()
    assert states_of(run) == {1: State.RELEASED, 3: State.PLANNED}


def test_the_step_says_which_levels_need_approval(company: Company) -> None:
    steps = ladder_of(company).steps
    needing = steps.filter(needs_approval=True).values_list("level", flat=True)
    assert sorted(needing) == [3, 4, 5]
    steps.filter(level=1).update(needs_approval=True)
    new_item(company)
    assert prepared(company).state == DunningRun.State.PREVIEW


def test_the_database_keeps_final_letters_under_approval(company: Company) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DunningStep.objects.filter(level=3).update(needs_approval=False)


def test_an_approval_at_work_is_not_taken_over_by_a_second_person(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_item(company)
    new_item(company)
    run, first, second = prepared(company), manager_of(company), manager_of(company)
    with monkeypatch.context() as broken:
        broken.setattr(
            "collection.services.release_run.finish_release", lambda _run: None
        )
        release_run(actor=first, run=run)
    with pytest.raises(ReleaseRefusedError):
        release_run(actor=second, run=run)
    finish_interrupted()
    assert run.letters.get(level=3).decided_by == first
