"""The tokens, in Redis until they expire."""

import hashlib
import secrets

import redis

from .settings import BACKEND_TIMEOUT, TOKEN_LIFETIME


class Tokens:
    def __init__(self, settings):
        # Its pool looks at each connection before use, and opens a new one for a dead one.
        self._redis = redis.Redis(
            host=settings.redis_host,
            port=settings.redis_port,
            socket_connect_timeout=BACKEND_TIMEOUT,
            socket_timeout=BACKEND_TIMEOUT,
            decode_responses=True,
        )

    def issue(self, name):
        token = secrets.token_urlsafe(32)
        self._redis.set(_key(token), name, ex=TOKEN_LIFETIME)
        return token

    def owner(self, token):
        """None for a token that is unknown or expired."""
        return self._redis.get(_key(token))

    def ping(self):
        self._redis.ping()


def _key(token):
    # Only the hash is stored: who reads Redis or its dump gets no usable token.
    return "token:" + hashlib.sha256(token.encode()).hexdigest()
