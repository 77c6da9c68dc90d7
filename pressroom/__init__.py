"""The project: settings, addresses and the application that gunicorn serves."""

__version__ = "0.1.0"
