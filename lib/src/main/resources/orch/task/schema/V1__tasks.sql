-- The same for SQLite and PostgreSQL. Times are milliseconds since 1970, UTC.
CREATE TABLE task (
  id           TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  state        TEXT NOT NULL,
  attempt      INTEGER NOT NULL,
  failures     INTEGER NOT NULL,
  wish         TEXT,
  archived     INTEGER NOT NULL,
  queued_at    BIGINT NOT NULL,
  not_before   BIGINT NOT NULL,
  owner        TEXT NOT NULL,
  lease        BIGINT NOT NULL,
  engine       TEXT NOT NULL,
  memory       BIGINT NOT NULL,
  image        TEXT NOT NULL,
  container    TEXT NOT NULL,
  exit_code    INTEGER,
  out_of_memory INTEGER NOT NULL,
  log          TEXT NOT NULL,
  started_at   BIGINT,
  ended_at     BIGINT,
  reason       TEXT NOT NULL,
  spec         TEXT NOT NULL
);

-- what has ended and is out of sight costs the daily questions nothing
CREATE INDEX task_in_sight ON task (id) WHERE archived = 0;
CREATE INDEX task_by_state ON task (state, id);

CREATE TABLE transition (
  task       TEXT NOT NULL REFERENCES task (id),
  number     INTEGER NOT NULL,
  from_state TEXT,
  to_state   TEXT NOT NULL,
  at         BIGINT NOT NULL,
  attempt    INTEGER NOT NULL,
  cause      TEXT NOT NULL,
  PRIMARY KEY (task, number)
);

CREATE TABLE store (
  id TEXT NOT NULL
);
