"""The users, in one table of PostgreSQL."""

from psycopg2 import errors

from . import passwords

# Two services may find the table missing at the same moment, and "if not exists" alone does not
# protect them from each other. Both statements travel together, so they are one transaction, and
# its end frees the lock. The number only has to be the same in all instances.
_CREATE = """
    SELECT pg_advisory_xact_lock(7245001);
    CREATE TABLE IF NOT EXISTS users (
      name        text PRIMARY KEY,
      password    text NOT NULL,
      created_at  timestamptz NOT NULL DEFAULT now()
    )
"""


class Users:
    def __init__(self, database):
        self._database = database

    def add(self, name, password):
        """False when the name is taken."""
        sql = """
            INSERT INTO users (name, password) VALUES (%s, %s)
            ON CONFLICT (name) DO NOTHING RETURNING name
        """
        return self._row(sql, (name, passwords.hashed(password))) is not None

    def accepts(self, name, password):
        row = self._row("SELECT password FROM users WHERE name = %s", (name,))
        return passwords.matches(password, row[0] if row else None)

    def created_at(self, name):
        """As text, ISO 8601 in UTC; None without such a user."""
        sql = """
            SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
            FROM users WHERE name = %s
        """
        row = self._row(sql, (name,))
        return row[0] if row else None

    def ping(self):
        self._database.row("SELECT 1")

    def _row(self, sql, parameters):
        # Asked for when missed rather than once at start: the database may come later, and may
        # come back empty. A statement that missed its table has changed nothing.
        try:
            return self._database.row(sql, parameters)
        except errors.UndefinedTable:
            self._database.row(_CREATE)
            return self._database.row(sql, parameters)
