"""A mail server in a process of its own that writes down whose mail it took.

    python tests/servers/smtp_sink.py PORT FILE

One line per accepted mail, written before the client hears that it was taken: its
Message-ID and recipient. Run by `throwaway_smtp`.
"""

from __future__ import annotations

import asyncio
import email
import os
import sys
from typing import Any

from aiosmtpd.smtp import SMTP


class Sink:
    """Takes every mail; the file decides what was taken."""

    def __init__(self, path: str) -> None:
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.content)
        line = f"{message['Message-ID']} {','.join(envelope.rcpt_tos)}\n"
        os.write(self.file, line.encode())
        return "250 taken"


async def main(port: int, path: str) -> None:
    sink = Sink(path)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(sink, ident="sink", enable_SMTPUTF8=True), "127.0.0.1", port
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
