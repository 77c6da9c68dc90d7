"""Database access: prepared queries, the replica, statistics, and full or read-only disks."""
