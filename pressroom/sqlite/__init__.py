"""A database backend for SQLite that keeps reading when nothing can be written."""
