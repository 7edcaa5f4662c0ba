"""A small HTTP service: users in PostgreSQL, tokens in Redis."""
