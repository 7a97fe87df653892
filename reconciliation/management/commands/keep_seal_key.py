"""Check a PKCS#12 file and keep it for the signing worker. Called by `register_seal`."""

from __future__ import annotations

import base64
import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from arcollect.core import clock
from reconciliation.signing.keys import KeyRefusedError, store_key


class Command(BaseCommand):
    help = (
        "Read {name, content (base64), passphrase} as JSON from standard input, keep the "
        "key, and print the public facts of its certificate, or why it is refused."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        order = json.load(sys.stdin)
        try:
            facts = store_key(
                base64.b64decode(order["content"]),
                name=order["name"],
                passphrase=order["passphrase"],
                at=clock.now(),
            ).as_dict()
        except KeyRefusedError as error:
            facts = {"refused": error.reason.value}
        self.stdout.write(json.dumps(facts))
