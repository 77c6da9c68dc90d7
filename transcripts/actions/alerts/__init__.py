"""E-mail alerts: who follows what, and the outbox of their mail."""
