"""Starts the service and stops it on SIGTERM or SIGINT."""

import signal
import sys
import threading

# Seconds; together with the server's own reaction time a stop stays below one second.
_POLL, _DRAIN = 0.1, 0.5


def main():
    # Process 1 of a container ignores signals that it has no handler for, so this comes before
    # the imports that take a while.
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

    from . import settings
    from .database import Database
    from .http_api import Server
    from .service import Service
    from .tokens import Tokens
    from .users import Users

    try:
        wanted = settings.from_environment()
    except ValueError as error:
        sys.exit(f"auth: {error}")

    server = Server(settings.LISTEN_PORT, Service(Users(Database(wanted)), Tokens(wanted)))
    threading.Thread(target=server.serve_forever, args=(_POLL,), daemon=True).start()
    stop.wait()
    server.shutdown()
    server.drain(_DRAIN)


if __name__ == "__main__":
    main()
