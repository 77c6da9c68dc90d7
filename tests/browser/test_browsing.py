"""Finding one's way: names that narrow while one types, and columns of years that filter."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.builders import make_conference, make_exchange, make_speaker
from tests.search.building import say


def make_people(*names: str) -> None:
    for name in names:
        make_exchange(make_conference(), speaker=make_speaker(name))


def test_names_narrow_while_one_types_and_come_back(site: str, page: Page, complaints: list[str]) -> None:
    make_people("Zoë Kint", "Ines Calder")
    page.goto(f"{site}/speakers/")
    field = page.get_by_role("searchbox", name="Find a speaker by name")
    field.press_sequentially("zoe")
    expect(page.get_by_role("link", name="Ines Calder")).to_have_count(0)
    expect(page.get_by_role("link", name="Zoë Kint")).to_be_visible()
    expect(page.locator(".listing__count")).to_have_text("1 speaker")
    expect(field).to_be_focused()
    field.fill("")
    expect(page.get_by_role("link", name="Ines Calder")).to_be_visible()
    assert complaints == []


def test_a_name_that_only_another_name_leads_to_is_fetched(site: str, page: Page) -> None:
    make_people("Zoë Kint", "Ines Calder")
    make_speaker("Zoë Kint").aliases.create(name="The Warden")
    page.goto(f"{site}/speakers/")
    page.get_by_role("searchbox", name="Find a speaker by name").press_sequentially("warden")
    expect(page.get_by_role("link", name="Zoë Kint")).to_be_visible()
    expect(page).to_have_url(f"{site}/speakers/?q=warden")


def test_without_scripts_the_names_are_a_form(site: str, plain_page: Page) -> None:
    make_people("Zoë Kint", "Ines Calder")
    plain_page.goto(f"{site}/speakers/")
    plain_page.get_by_role("searchbox", name="Find a speaker by name").fill("ZOE")
    plain_page.get_by_role("button", name="Show", exact=True).click()
    expect(plain_page.get_by_role("link", name="Zoë Kint")).to_be_visible()
    expect(plain_page.get_by_role("link", name="Ines Calder")).to_have_count(0)


def test_a_column_filters_its_year_and_a_chip_takes_it_off(site: str, plain_page: Page) -> None:
    for year in (2021, 2023):
        make_conference(f"Held in {year}", held_on=date(year, 5, 1))
    plain_page.goto(f"{site}/conferences/")
    plain_page.get_by_role("link", name="2021: 1 conference").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Conference transcripts, 2021")
    expect(plain_page.get_by_role("link", name="Held in 2023")).to_have_count(0)
    plain_page.get_by_role("list", name="Active filters").get_by_role("link").click()
    expect(plain_page.get_by_role("link", name="Held in 2023")).to_be_visible()


@pytest.mark.parametrize(("width", "names"), [(390, ["This search"]), (1280, ["Search"])])
def test_the_words_of_a_search_stand_in_one_field_on_top_of_its_results(
    page: Page, site: str, width: int, names: list[str]
) -> None:
    say("The winter ferry.", "The ferry in the winter.", speaker=make_speaker("Marit Senne"))
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{site}/search/?q=winter+ferry&speaker=marit-senne&sort=oldest")
    landmarks = [each for each in page.get_by_role("search").all() if each.is_visible()]
    assert [each.get_attribute("aria-label") for each in landmarks] == names
    field = landmarks[0].locator("input[type=search]")
    assert field.input_value() == "winter ferry"
    if width == 390:
        results = page.locator("article.found").first.bounding_box()
        place = field.bounding_box()
        assert place
        assert results
        assert place["y"] + place["height"] < 390 < results["y"]
        field.fill("harbour")
        field.press("Enter")
        page.wait_for_url("**/search/?q=harbour&speaker=marit-senne&sort=oldest")
