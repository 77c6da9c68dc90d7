"""Speaker labels: candidates, their scoring, and which of them are labels."""
