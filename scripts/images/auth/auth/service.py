"""What the service does, without HTTP's details: routes, input rules, answers."""

import json
import re
from urllib.parse import unquote

from . import health
from .settings import TOKEN_LIFETIME

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}")
_PASSWORD_LENGTH = 1024
_USER_PATH = re.compile(r"/users/([^/]+)")


class Refused(Exception):
    """An answer other than success; the message is for the client."""

    def __init__(self, status, message, **headers):
        super().__init__(message)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Service:
    def __init__(self, users, tokens):
        self._users = users
        self._tokens = tokens

    def answer(self, method, path, authorization, body):
        """Status and JSON object. Raises Refused, and what psycopg2 and redis raise."""
        if path == "/health":
            _only("GET", method)
            return self._health()
        if path == "/users":
            _only("POST", method)
            return self._add_user(body)
        if path == "/tokens":
            _only("POST", method)
            return self._issue_token(body)
        if match := _USER_PATH.fullmatch(path):
            _only("GET", method)
            return self._show_user(unquote(match[1]), authorization)
        raise Refused(404, "not found")

    def _health(self):
        results = health.check(postgres=self._users.ping, redis=self._tokens.ping)
        if all(result == "ok" for result in results.values()):
            return 200, {"status": "ok"}
        return 503, {"status": "unavailable", **results}

    def _add_user(self, body):
        name, password = _credentials(body)
        if not _NAME.fullmatch(name):
            raise Refused(400, "name: 1-64 letters, digits or ._@+- and first a letter or digit")
        if not 0 < len(password) <= _PASSWORD_LENGTH:
            raise Refused(400, f"password: 1-{_PASSWORD_LENGTH} characters")
        if not self._users.add(name, password):
            raise Refused(409, "user exists")
        return 201, {"name": name}

    def _issue_token(self, body):
        name, password = _credentials(body)
        # A name or password that no user can have is not worth a hash.
        possible = _NAME.fullmatch(name) and 0 < len(password) <= _PASSWORD_LENGTH
        if not (possible and self._users.accepts(name, password)):
            raise Refused(401, "wrong name or password")
        return 201, {"token": self._tokens.issue(name), "expiresIn": TOKEN_LIFETIME}

    def _show_user(self, name, authorization):
        owner = None if authorization is None else self._token_owner(authorization)
        created_at = self._users.created_at(name) if _NAME.fullmatch(name) else None
        if created_at is None:
            raise Refused(404, "no such user")
        user = {"name": name, "createdAt": created_at}
        if owner == name:
            user["authenticated"] = True
        return 200, user

    def _token_owner(self, authorization):
        scheme, _, token = authorization.strip().partition(" ")
        owner = None
        if scheme.lower() == "bearer" and token.isascii() and token.strip():
            owner = self._tokens.owner(token.strip())
        if owner is None:
            raise Refused(401, "invalid or expired token", WWW_Authenticate="Bearer")
        return owner


def _only(allowed, method):
    if method != allowed:
        raise Refused(405, "method not allowed", Allow=allowed)


def _credentials(body):
    try:
        value = json.loads(body)
        name, password = value["name"], value["password"]
        # Text that has no bytes (a lone surrogate) can be neither hashed nor stored.
        name.encode(), password.encode()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Refused(400, "expected a JSON object with the texts name and password") from None
    return name, password
