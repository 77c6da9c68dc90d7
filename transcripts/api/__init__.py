"""The read-only API under /api/v1/: the public record as JSON, with the filters and rules of the pages. (DOORS.)"""
