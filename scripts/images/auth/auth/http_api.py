"""HTTP on top of the service: limits, JSON answers, one log line per request."""

import json
import socket
import sys
import threading
import time
import traceback
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn

import psycopg2
import redis

from .service import Refused

_BODY_LIMIT = 64 * 1024

# How much of a refused body is read away, so that the client gets to see the answer: a connection
# closed over unread bytes is reset, and the answer may be lost with it.
_DISCARD_LIMIT = 1024 * 1024

_POSTGRES_AWAY = (psycopg2.OperationalError, psycopg2.InterfaceError)
_REDIS_AWAY = (redis.ConnectionError, redis.TimeoutError)


# Not http.server's own server class: that one looks up the host's full name before it listens.
class Server(ThreadingMixIn, TCPServer):
    """A thread per connection. Starts listening when made."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port, service):
        self.service = service
        self._open = 0
        self._changed = threading.Condition()
        super().__init__(("", port), Handler)

    def begin(self):
        with self._changed:
            self._open += 1

    def end(self):
        with self._changed:
            self._open -= 1
            self._changed.notify_all()

    def drain(self, seconds):
        """Waits until no request is being answered, at most so long."""
        with self._changed:
            self._changed.wait_for(lambda: self._open == 0, seconds)

    def handle_error(self, request, client_address):
        error = sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, TimeoutError)):  # the client left; its right
            traceback.print_exc()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "auth"
    sys_version = ""
    timeout = 10  # seconds for an idle or very slow client
    # Head and body of an answer are two small writes; waiting to join them costs 40 ms each.
    disable_nagle_algorithm = True

    def __getattr__(self, name):
        # The base class looks for a method do_X per request method X. All go the same way here,
        # so that a wrong method is told from an unknown path.
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def _serve(self):
        self.server.begin()
        try:
            self._reply(*self._outcome())
        finally:
            self.server.end()

    def _outcome(self):
        path = self.path.partition("?")[0]
        try:
            body = self._body()
            return *self.server.service.answer(
                self.command, path, self.headers.get("Authorization"), body
            ), {}
        except Refused as refused:
            return refused.status, {"error": str(refused)}, refused.headers
        except _POSTGRES_AWAY as error:
            return self._unavailable("database", error)
        except _REDIS_AWAY as error:
            return self._unavailable("token store", error)
        except Exception:
            traceback.print_exc()
            return 500, {"error": "internal error"}, {}

    def _unavailable(self, what, error):
        print(f"{what} unavailable: {str(error).strip()}", file=sys.stderr, flush=True)
        return 503, {"error": f"{what} unavailable"}, {"Retry-After": "1"}

    def _body(self):
        lengths = self.headers.get_all("Content-Length", ["0"])
        if "Transfer-Encoding" in self.headers:
            raise self._unread(411, "a body needs a Content-Length")
        if len(lengths) > 1 or not _is_length(lengths[0]):
            raise self._unread(400, "invalid Content-Length")
        length = int(lengths[0])
        if length > _BODY_LIMIT:
            raise self._unread(413, f"body larger than {_BODY_LIMIT} bytes")
        try:
            body = self.rfile.read(length)
        except (ConnectionError, TimeoutError):
            body = b""
        if len(body) < length:
            raise self._unread(408, "the body did not arrive")
        return body

    def _unread(self, status, message):
        """The connection cannot be used further: where the next request starts is unknown."""
        self.close_connection = True
        self.unread = True
        return Refused(status, message)

    def _reply(self, status, answer, headers):
        payload = json.dumps(answer).encode()
        self._log(status)
        self.send_response_only(status)
        self.send_header("Date", self.date_time_string())
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        for name, value in headers.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(payload)
        if self.unread:
            self._discard()

    def _discard(self):
        left = _DISCARD_LIMIT
        try:
            self.connection.settimeout(1)
            self.connection.shutdown(socket.SHUT_WR)
            while left > 0 and (piece := self.rfile.read1(min(left, 65536))):
                left -= len(piece)
        except OSError:
            pass

    def handle_one_request(self):
        # A connection carries several requests; nothing of the last one may show in the next.
        self.command, self.path, self.started, self.unread = None, "", None, False
        super().handle_one_request()

    def parse_request(self):
        # Called when a request's first line is there: the wait for it is not part of its time.
        self.started = time.monotonic()
        return super().parse_request()

    def handle_expect_100(self):
        # Says "continue" only to a body that will be read; the refusal itself follows in _serve.
        length = self.headers.get("Content-Length", "")
        if _is_length(length) and int(length) <= _BODY_LIMIT:
            return super().handle_expect_100()
        return True

    def send_error(self, code, message=None, explain=None):
        """The base class's way out for what is not HTTP; its own answer would be an HTML page."""
        self.close_connection = True
        self._reply(code, {"error": message or "bad request"}, {})

    def log_message(self, format, *arguments):
        pass  # the base class's lines; _log is ours

    def _log(self, status):
        seconds = time.monotonic() - self.started if self.started else 0
        line = {
            "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
            "client": self.client_address[0],
            "method": self.command,
            # Without the query, where people put secrets.
            "path": self.path.partition("?")[0][:200],
            "status": status,
            "ms": round(seconds * 1000, 1),
        }
        # One write, so that lines of several threads do not mix.
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def _is_length(text):
    return text.isascii() and text.isdigit() and len(text) < 19
