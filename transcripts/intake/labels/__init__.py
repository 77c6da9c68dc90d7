"""Speaker labels: candidates, their scoring, and the choice among them."""
