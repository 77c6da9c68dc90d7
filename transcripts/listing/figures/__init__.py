"""What is counted and drawn: charts, trends, statistics."""
