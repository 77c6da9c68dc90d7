"""Data from readers: subscriptions to alerts, and reports of mistakes."""
