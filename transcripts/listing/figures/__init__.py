"""Numbers and charts: charts, trends, statistics."""
