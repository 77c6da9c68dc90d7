"""Accounts in the admin: logging in, the second factor, sessions, and what the log of accounts says."""
