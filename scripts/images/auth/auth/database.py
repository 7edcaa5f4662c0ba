"""Connections to PostgreSQL that never block for long and survive its restarts."""

import select
import threading
import time

import psycopg2
from psycopg2 import extensions

from .settings import BACKEND_TIMEOUT

_KEPT_IDLE = 4


def _wait(connection):
    """Bounds every wait for the server, while connecting and for each statement.

    libpq can limit connecting only: a server that freezes later would be waited for without end.
    psycopg2 calls this instead of waiting itself, and closes the connection when it raises.
    """
    deadline = time.monotonic() + BACKEND_TIMEOUT
    poller = select.poll()
    while (state := connection.poll()) != extensions.POLL_OK:
        wanted = select.POLLIN if state == extensions.POLL_READ else select.POLLOUT
        # The descriptor may change while several addresses of a host are tried.
        descriptor = connection.fileno()
        poller.register(descriptor, wanted)
        left = deadline - time.monotonic()
        if left <= 0 or not poller.poll(left * 1000):
            raise psycopg2.OperationalError(f"no answer within {BACKEND_TIMEOUT} s")
        poller.unregister(descriptor)


extensions.set_wait_callback(_wait)


class Database:
    """Runs single statements, each its own transaction. Safe for use by several threads."""

    def __init__(self, settings):
        self._settings = settings
        self._idle = []
        self._lock = threading.Lock()

    def row(self, sql, parameters=()):
        """The first row of the statement's result, None without one.

        Raises psycopg2.Error. A statement is never repeated here: whether a lost connection had
        carried it out cannot be known.
        """
        connection = self._take()
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql, parameters)
                row = cursor.fetchone() if cursor.description else None
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            connection.close()
            # The server went away: what else is kept is as dead.
            self._forget_idle()
            raise
        except BaseException:
            connection.close()
            raise
        self._keep(connection)
        return row

    def _take(self):
        while True:
            with self._lock:
                connection = self._idle.pop() if self._idle else None
            if connection is None:
                return self._connect()
            if _quiet(connection):
                return connection
            connection.close()

    def _keep(self, connection):
        with self._lock:
            if len(self._idle) < _KEPT_IDLE:
                self._idle.append(connection)
                return
        connection.close()

    def _forget_idle(self):
        with self._lock:
            dead, self._idle = self._idle, []
        for connection in dead:
            connection.close()

    def _connect(self):
        connection = psycopg2.connect(
            host=self._settings.db_host,
            port=self._settings.db_port,
            dbname=self._settings.db_name,
            user=self._settings.db_user,
            password=self._settings.db_password,
            application_name="auth",
        )
        connection.autocommit = True
        return connection


def _quiet(connection):
    """An idle connection has nothing to read, unless the server said goodbye."""
    poller = select.poll()
    poller.register(connection.fileno(), select.POLLIN)
    return not poller.poll(0)
