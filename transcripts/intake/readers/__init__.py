"""READERS: bytes of one format become a `Source`, the lines with their typography, within stated limits."""
