"""Accounts: their sessions, and the log of what was done with them."""
