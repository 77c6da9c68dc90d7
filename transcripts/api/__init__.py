"""The read-only API under /api/v1/: the public record as JSON, by the same filters and gate as the pages. (DOORS.)"""
