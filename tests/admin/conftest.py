"""Who sits at the desk."""

import time

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.builders import make_author, make_editor


def log_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session  # of which it was noted just now that it is used
    session["desk-began"] = session["desk-seen"] = time.time()
    session.save()
    return client


@pytest.fixture
def editor(db: None) -> Client:
    return log_in(make_editor())


@pytest.fixture
def author(db: None) -> Client:
    return log_in(make_author())


@pytest.fixture
def administrator(db: None) -> Client:
    return log_in(User.objects.create_superuser("administrator"))
