"""Workers of the outbox that are killed in the middle, in a process beside the test.

    python tests/faults/mail_workers.py MESSAGES KILLS SEED [--without-marks] [--at-worst]

Queues messages in an empty, migrated database, then forks worker after worker and kills each with
SIGKILL at a random moment, or with `--at-worst` right between the server's yes and our
note of it. When all kills are done a last worker finishes. Prints what is left as JSON.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

# ruff: noqa: E402 - models can be imported only after the set-up
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
import django

django.setup()

from django.db import connection, connections, transaction

from arcollect.core import clock, outbox
from arcollect.core.models import Company, OutboxMessage
from arcollect.core.outbox import Kind, Post
from arcollect.core.services import deliver_outbox

SHORTEST, LONGEST = 0.02, 0.35
State = OutboxMessage.State


def queue(count: int) -> None:
    company = Company.objects.create(code="x", name="Lanyue", base_currency="CNY")
    now = clock.now()
    posts = [
        Post(
            company=company,
            kind="kill",
            unique_key=f"kill:{number}",
            recipient=f"c{number}@debtor.example",
            not_before=now,
            payload={"subject": f"Letter {number}", "text": "Please pay.\n"},
        )
        for number in range(count)
    ]
    with transaction.atomic():
        outbox.enqueue(posts)


def work_until_done() -> None:
    """One worker: batch after batch until nothing is waiting or in hand."""
    open_states = [State.QUEUED, State.CLAIMED, State.HANDING_OVER]
    while OutboxMessage.objects.filter(state__in=open_states).exists():
        if deliver_outbox.deliver_due() == 0:
            time.sleep(0.02)


def fork(act: Any) -> int:
    """A child that works on connections of its own and ends without cleaning up."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            act()
            status = 0
        finally:
            os._exit(status)
    return pid


def remove_marks() -> None:
    """As a worker would be that only claims and queues leftovers again: the control."""

    def nothing(message: OutboxMessage) -> bool:
        return True

    def sent(message: OutboxMessage) -> bool:
        OutboxMessage.objects.filter(pk=message.pk).update(
            state=State.SENT, sent_at=clock.now(), handing_over_at=clock.now()
        )
        return True

    outbox.mark_handing_over, outbox.mark_sent = nothing, sent


def die_at_worst() -> None:
    """Die after the server took the mail, before we note it."""

    def die(message: OutboxMessage) -> bool:
        os.kill(os.getpid(), signal.SIGKILL)
        return False

    outbox.mark_sent = die


def kill_workers(kills: int, chance: random.Random, *, at_worst: bool) -> int:
    done = 0
    while done < kills and OutboxMessage.objects.filter(state=State.QUEUED).exists():
        if at_worst:
            pid = fork(lambda: (die_at_worst(), work_until_done()))
        else:
            pid = fork(work_until_done)
            time.sleep(chance.uniform(SHORTEST, LONGEST))
            os.kill(pid, signal.SIGKILL)
        _pid, status = os.waitpid(pid, 0)
        done += os.WIFSIGNALED(status)
    return done


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("messages", type=int)
    parser.add_argument("kills", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--without-marks", action="store_true")
    parser.add_argument("--at-worst", action="store_true")
    options = parser.parse_args()
    outbox.register_kind(
        "kill", Kind(prepare=lambda message: message.payload, why_not=lambda _m: "")
    )
    # Nobody waits five minutes for a worker that is known to be dead.
    outbox.LEASE = dt.timedelta(milliseconds=250)
    outbox.MOST_ATTEMPTS = 1_000
    queue(options.messages)
    if options.without_marks:
        remove_marks()
    chance = random.Random(options.seed)
    kills = kill_workers(options.kills, chance, at_worst=options.at_worst)
    pid = fork(work_until_done)
    os.waitpid(pid, 0)
    states = dict(OutboxMessage.objects.values_list("message_id", "state"))
    found = {"kills": kills, "states": states, "on": connection.vendor}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
