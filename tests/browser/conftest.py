"""A browser, and a site for it to open."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import archive, production

# Playwright's synchronous interface runs an event loop in this thread, in which Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# What is waited for comes late where the machine has other work: five seconds, as it would be, are too few.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session", autouse=True)
def _no_collected_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the live server take static files from where they are written, and not miss those collected elsewhere.

    It keeps no pages, whichever test comes first: emptied tables begin their editions again.
    """
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static"), CACHE_URL="dummy://"):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep SQLite in a file: of one in memory all threads share the connection, and so each other's transactions."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "browser.sqlite3")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=production.HEADLESS, args=production.ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def press_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site as in production, with the demonstration content. Only for tests that change nothing."""
    with production.serve(tmp_path_factory.mktemp("press-room")) as address:
        yield address


@pytest.fixture(scope="session")
def old_press_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site with an archive of twenty-two years, imported. Only for tests that change nothing."""
    folder = tmp_path_factory.mktemp("old-press-room")
    with production.serve(folder, archive.write(folder)) as address:
        yield address


@pytest.fixture(scope="session")
def groups(django_db_setup: None, django_db_blocker: Any) -> dict[str, list[str]]:
    """The groups that the migrations made, with what each may do; emptying the tables takes them away."""
    with django_db_blocker.unblock():
        return {group.name: list(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()}


@pytest.fixture
def site(
    groups: dict[str, list[str]],
    live_server: Any,
    transactional_db: None,
    django_db_serialized_rollback: None,
    browser: Browser,
) -> Iterator[str]:
    """The address of a site that is empty but for what the migrations made. Its pages are closed before it goes."""
    for name, codenames in groups.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            group.permissions.set(Permission.objects.filter(codename__in=codenames))
    yield str(live_server.url)
    for context in browser.contexts:
        context.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of: errors of scripts, and whatever the content security policy forbade."""
    return []


def open_page(context: BrowserContext, complaints: list[str]) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    return page


@pytest.fixture
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield open_page(context, complaints)
    context.close()


@pytest.fixture
def plain_page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """A page without JavaScript."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    yield open_page(context, complaints)
    context.close()


@pytest.fixture(params=["with scripts", "without"])
def either_page(request: pytest.FixtureRequest) -> Page:
    """A page with JavaScript, then one without: whatever is tried on it must work on both."""
    page: Page = request.getfixturevalue("page" if request.param == "with scripts" else "plain_page")
    return page
