"""Settings from the environment, read once at start."""

import os
from dataclasses import dataclass, field

LISTEN_PORT = 8080

# Seconds; for connecting as well as for one answer of PostgreSQL or Redis.
BACKEND_TIMEOUT = 2

TOKEN_LIFETIME = 3600


@dataclass(frozen=True)
class Settings:
    db_host: str
    db_port: int
    db_name: str
    db_user: str
    db_password: str = field(repr=False)
    redis_host: str
    redis_port: int


def from_environment(environment=os.environ):
    """Raises ValueError with one readable line when a port is not a number."""

    def text(name, default):
        return environment.get(name) or default

    def port(name, default):
        value = text(name, default)
        if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
            raise ValueError(f"{name}: '{value}' is not a port (1-65535)")
        return int(value)

    return Settings(
        db_host=text("DB_HOST", "postgres"),
        db_port=port("DB_PORT", "5432"),
        db_name=text("DB_NAME", "app"),
        db_user=text("DB_USER", "postgres"),
        db_password=text("DB_PASSWORD", ""),
        redis_host=text("REDIS_HOST", "redis"),
        redis_port=port("REDIS_PORT", "6379"),
    )
