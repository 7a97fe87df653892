"""Django's backend for SQLite, with a fair queue before its one writer (ADR 10)."""
