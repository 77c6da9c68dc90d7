"""How the database is asked: prepared queries, the replica, statistics, what a full disk refuses."""
