"""A reader reads, follows, quotes, cites and prints a conference. With scripts, and without."""

import re
from io import BytesIO
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.builders import make_conference, make_exchange, make_participation, make_speaker, make_turn
from tests.citations.test_quoting import HARMLESS, NESTED
from transcripts import actions
from transcripts.citations import quotation
from transcripts.document import Kind
from transcripts.models import Conference, Turn
from transcripts.views.conference import full

FIRST = "We will “hold it” for a year.\n\nThe night ferry runs until one.\nEvery night of the week."


@pytest.fixture(params=["page", "plain_page"])
def any_page(request: pytest.FixtureRequest) -> Page:
    """A page with JavaScript, then one without."""
    found: Page = request.getfixturevalue(request.param)
    return found


def make_reading(language: str = "en", **fields: object) -> Conference:
    """Three exchanges; in the second somebody whose role was printed says two paragraphs."""
    calder = make_speaker("Ines Calder")
    conference = make_conference("Night ferries", language=language, **fields)
    make_participation(conference, calder)
    make_exchange(conference, heading="Opening remarks", speaker=calder)
    second = make_exchange(conference, heading="The last boat", question="When does it leave?", answer=None)
    make_turn(second, Kind.ANSWER, FIRST, speaker=calder)
    make_turn(second, Kind.ANSWER, "I agree.", speaker=make_speaker("Tomas Reyl"))
    make_exchange(conference, heading="", question="And in winter?", speaker=calder)
    return conference


def said_in(conference: Conference, position: int) -> Turn:
    return Turn.objects.get(exchange__conference=conference, exchange__position=2, position=position)


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def allow_copying(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])


def test_a_conference_is_read_by_its_pager(any_page: Page, site: str) -> None:
    page, conference = any_page, make_reading()
    page.goto(site + conference.get_absolute_url())
    expect(page.locator("h2.reading__heading")).to_have_text("Opening remarks")
    page.click(".pager a[rel=next] >> nth=0")
    expect(page.locator("h2.reading__heading")).to_have_text("The last boat")
    expect(page.locator(".neighbours [rel=prev]")).to_contain_text("Opening remarks")
    page.click(".neighbours [rel=next]")
    expect(page.locator(".reading__text")).to_contain_text("And in winter?")
    page.click(".spine li a >> nth=0")
    expect(page.locator("h2.reading__heading")).to_have_text("Opening remarks")
    expect(page.locator(".spine [aria-current]")).to_contain_text("Evening Courier")


def test_the_arrow_keys_turn_the_pages_but_not_in_a_field(page: Page, site: str, complaints: list[str]) -> None:
    url = make_reading().get_absolute_url()
    page.goto(site + url)
    expect(page.locator(".keys")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"{site}{url}2/")
    page.focus("#masthead-q")
    page.keyboard.press("ArrowRight")
    page.focus("main")
    for modifier in ("Shift", "Control", "Meta"):
        page.keyboard.press(f"{modifier}+ArrowRight")
    expect(page).to_have_url(f"{site}{url}2/")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"{site}{url}3/")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"{site}{url}2/")
    assert complaints == []


def test_on_one_page_jumps_lead_from_exchange_to_exchange(any_page: Page, site: str) -> None:
    page, conference = any_page, make_reading()
    second = conference.exchanges.get(position=2)
    page.goto(f"{site}{conference.get_absolute_url()}full/")
    page.click(".chapter >> nth=0 >> .jumps [rel=next]")
    expect(page).to_have_url(f"{site}{conference.get_absolute_url()}full/#{second.public_id}")
    page.click(".chapter >> nth=1 >> text=Contents")
    expect(page).to_have_url(re.compile("#contents$"))


def test_on_one_page_the_arrow_keys_lead_on_too(page: Page, site: str) -> None:
    conference = make_reading()
    first, second, _ = conference.exchanges.order_by("position")
    page.set_viewport_size({"width": 1280, "height": 400})
    page.goto(f"{site}{conference.get_absolute_url()}full/")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(f"#({first.public_id}|{second.public_id})$"))
    page.goto(f"{site}{conference.get_absolute_url()}full/#{second.public_id}")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**/full/#{first.public_id}")


def test_the_other_exchanges_of_a_long_conference_come_when_they_are_nearly_read(
    page: Page, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full, "FIRST", 20)
    conference = make_conference("Two days of questions", exchanges=23)
    address, last = f"{site}{conference.get_absolute_url()}full/", conference.exchanges.get(position=23)
    page.goto(address)
    expect(page.locator(".chapter")).to_have_count(20)
    page.keyboard.press("End")
    expect(page.locator(".chapter")).to_have_count(23)
    expect(page.locator("[data-rest]")).to_have_count(0)
    expect(page.locator(f'[id="{last.public_id}"] .turn__do button')).to_have_count(4)
    expect(page.locator(f'.spine a[href="#{last.public_id}"]')).to_have_count(1)
    page.goto("about:blank")
    page.goto(f"{address}#{last.public_id}")
    page.wait_for_url(f"{address}?all=1#{last.public_id}")
    expect(page.locator(".chapter")).to_have_count(23)


def test_without_scripts_a_link_leads_to_all_exchanges(
    plain_page: Page, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full, "FIRST", 2)
    conference = make_conference(exchanges=3)
    plain_page.goto(f"{site}{conference.get_absolute_url()}full/")
    plain_page.click("[data-rest] a")
    expect(plain_page.locator(".chapter")).to_have_count(3)


def test_the_contents_of_a_long_conference_begin_just_before_what_is_read(page: Page, site: str) -> None:
    conference = make_conference("Three days of questions", exchanges=120)
    page.goto(f"{site}{conference.get_absolute_url()}110/")
    side, before = page.locator(".reading__side"), page.locator(".spine a", has_text="Heading 109")
    assert 0 <= before.bounding_box()["y"] - side.bounding_box()["y"] < 40  # type: ignore[index]
    number = page.locator(".spine [aria-current] .spine__n")
    expect(number).to_have_text("110")
    assert number.bounding_box()["height"] < 25  # type: ignore[index]


def test_side_by_side_stays_while_paging(any_page: Page, site: str) -> None:
    page, conference = any_page, make_reading(translation_group="night")
    make_reading("zh-hans", translation_group="night", slug="night-zh")
    page.goto(site + conference.get_absolute_url())
    page.click("text=Side by side with")
    expect(page).to_have_url(re.compile(r"\?with=zh-hans$"))
    page.click(".pager a[rel=next] >> nth=0")
    expect(page).to_have_url(re.compile(r"/2/\?with=zh-hans$"))
    one, two = (page.locator(f".pair__{side} .turn--question").bounding_box() for side in ("one", "two"))
    assert one is not None
    assert two is not None
    assert abs(one["y"] - two["y"]) < 2
    assert one["x"] + one["width"] < two["x"]
    page.set_viewport_size({"width": 390, "height": 800})
    one, two = (page.locator(f".pair__{side} .turn--question").bounding_box() for side in ("one", "two"))
    assert one is not None
    assert two is not None
    assert one["y"] + one["height"] < two["y"]
    assert one["x"] < two["x"]
    page.click(".spine summary")
    page.click(".spine li a >> nth=2")
    expect(page).to_have_url(re.compile(r"/3/\?with=zh-hans$"))
    page.click("text=In English only")
    expect(page.locator(".pair")).to_have_count(0)


def test_a_permanent_link_leads_to_its_paragraph_and_marks_it(any_page: Page, site: str) -> None:
    page, turn = any_page, said_in(make_reading(), 2)
    first, second = turn.paragraph_rows.order_by("position")
    page.goto(f"{site}{second.get_permanent_url()}")
    expect(page).to_have_url(re.compile(f"/2/#{second.public_id}$"))
    marked, plain = (page.locator(f"[id='{each.public_id}']") for each in (second, first))
    assert page.locator(":target").get_attribute("id") == second.public_id
    ground = "each => getComputedStyle(each).backgroundColor"
    assert marked.evaluate(ground) != plain.evaluate(ground)
    expect(marked).to_be_in_viewport()
    page.goto(f"{site}{turn.get_permanent_url()}?p=99")
    expect(page).to_have_url(re.compile(rf"/2/\?changed={turn.public_id}#{turn.public_id}$"))
    expect(page.locator(".notice")).to_be_in_viewport()
    expect(page.locator(".notice")).to_contain_text("names a paragraph by its number")


SELECT = """
([id, from, to]) => {
  const text = [...document.getElementById(id).childNodes].find((node) => node.textContent.includes(from));
  const range = document.createRange();
  range.setStart(text, text.textContent.indexOf(from));
  range.setEnd(text, text.textContent.indexOf(to) + to.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}
"""


@pytest.mark.parametrize(
    ("language", "text", "cut", "words"),
    [
        ("en", "The night-ferry, if it runs, runs until one.", ("erry, if", "runs, r"), "ferry, if it runs, runs"),
        ("zh-hans", "夜间渡轮每晚运行，直到凌晨一点为止。", ("渡轮", "直到"), "渡轮每晚运行，直到"),
    ],
)
def test_selected_words_are_linked_to_and_the_link_leads_to_them(
    page: Page, site: str, complaints: list[str], *, language: str, text: str, cut: tuple[str, str], words: str
) -> None:
    conference = make_reading(language=language)
    exchange = conference.exchanges.get(position=2)
    filler = "\n\n".join(["The harbour is wide and the night is long." for _ in range(40)])
    long = make_turn(exchange, Kind.ANSWER, f"{filler}\n\n{text}\n\n{filler}", speaker=make_speaker("Ines Calder"))
    paragraph = long.paragraph_rows.get(position=41)
    allow_copying(page)
    page.goto(f"{site}{conference.get_absolute_url()}2/")
    page.evaluate(SELECT, [paragraph.public_id, *cut])
    page.locator(f"[id='{long.public_id}'] .turn__do button >> nth=0").click()
    expect(page.locator(".copied")).to_have_text("The link was copied.")
    link = clipboard(page)
    assert link == f"{site}{paragraph.get_permanent_url()}?text={quote(words, safe='')}"
    fresh = page.context.new_page()
    fresh.goto(link)
    expect(fresh).to_have_url(re.compile(f"/2/#{paragraph.public_id}$"))  # scripts do not see the fragment's words
    expect(fresh.locator(f"[id='{paragraph.public_id}']")).to_be_in_viewport()
    assert fresh.evaluate("scrollY") > 500
    # Words of a link are found by the browser itself: without the anchor it scrolls to them as well.
    where = fresh.request.get(link, max_redirects=0).headers["location"]
    fresh.goto("about:blank")
    fresh.goto(site + where.replace(f"#{paragraph.public_id}", "#"))
    expect(fresh.locator(f"[id='{paragraph.public_id}']")).to_be_in_viewport()
    assert fresh.evaluate("scrollY") > 500
    assert complaints == []


def test_words_that_changed_since_are_said_to_have_changed(any_page: Page, site: str) -> None:
    page, turn = any_page, said_in(make_reading(), 2)
    paragraph = turn.paragraph_rows.get(position=2)
    page.goto(f"{site}{paragraph.get_permanent_url()}?text=until+three")
    expect(page.locator(f"[id='{paragraph.public_id}']")).to_be_in_viewport()
    expect(page.locator(".notice")).to_be_in_viewport()
    expect(page.locator(".notice")).to_contain_text("This paragraph has changed")


def test_the_mark_beside_a_paragraph_copies_its_permanent_link(page: Page, site: str) -> None:
    conference = make_reading()
    turn = said_in(conference, 2)
    allow_copying(page)
    page.goto(f"{site}{conference.get_absolute_url()}2/")
    second = turn.paragraph_rows.get(position=2)
    mark = page.locator(f"[id='{second.public_id}'] .pilcrow")
    assert mark.evaluate("each => getComputedStyle(each).opacity") == "0"
    mark.focus()
    assert mark.evaluate("each => getComputedStyle(each).opacity") == "1"
    page.keyboard.press("Enter")
    expect(page.locator(".copied")).to_have_text("The link was copied.")
    assert clipboard(page) == f"{site}{second.get_permanent_url()}"
    expect(page).to_have_url(re.compile(f"#{second.public_id}$"))


def test_a_whole_turn_is_quoted_with_speaker_role_conference_date_and_link(
    page: Page, site: str, complaints: list[str]
) -> None:
    conference = make_reading()
    turn = said_in(conference, 2)
    allow_copying(page)
    page.goto(f"{site}{conference.get_absolute_url()}2/")
    page.hover(f"[id='{turn.public_id}']")
    page.click(f"[id='{turn.public_id}'] >> text=Copy quote")
    expect(page.locator(".copied")).to_have_text("The quotation was copied.")
    assert clipboard(page) == (
        f"{quotation(FIRST, 'en')}\n— Ines Calder, deputy mayor of Northbank, “Night ferries”, 12 March 2024. "
        f"{site}{turn.get_permanent_url()}"
    )
    assert complaints == []


def test_quotations_in_a_copied_quotation_have_the_inner_marks_of_the_language(page: Page, site: str) -> None:
    texts = [(language, words, quoted) for language, (words, quoted) in NESTED.items()]
    texts += [("en", words, quoted) for words, quoted in HARMLESS if words]
    conferences = {language: make_conference(f"Ferries {language}", language=language) for language in NESTED}
    copied = {}
    allow_copying(page)
    for language, words, _ in texts:
        turn = make_exchange(conferences[language], answer=words).turns.get(position=2)
        page.goto(site + turn.get_permanent_url())
        page.click(f"[id='{turn.public_id}'] >> text=Copy quote")
        expect(page.locator(".copied")).to_have_text("The quotation was copied.")
        copied[language, words] = clipboard(page).partition("\n—")[0].replace("\u00a0", " ")
    assert copied == {(language, words): quoted.replace("\u00a0", " ") for language, words, quoted in texts}


def test_selected_words_are_quoted_and_nobody_is_given_another_s(page: Page, site: str) -> None:
    conference = make_reading()
    first, second = said_in(conference, 2), said_in(conference, 3)
    allow_copying(page)
    page.goto(f"{site}{conference.get_absolute_url()}2/")
    page.evaluate(
        """([from, to]) => {
            const start = document.getElementById(from).lastChild;
            const end = document.getElementById(to).lastChild;
            getSelection().setBaseAndExtent(start, start.data.indexOf("night"), end, 2);
        }""",
        [first.paragraph_rows.get(position=2).public_id, second.paragraph_rows.get().public_id],
    )
    page.click(".reading__rail >> text=Copy quote")
    assert "Every night of the week." not in clipboard(page).split("\n")[0]
    assert clipboard(page).startswith("“night of the week.”\n— Ines Calder, deputy mayor of Northbank, “Night ferries”")
    assert "agree" not in clipboard(page)


def test_chinese_words_are_quoted_in_chinese_marks(page: Page, site: str) -> None:
    conference = make_conference("夜航", language="zh-hans")
    exchange = make_exchange(conference, answer="一点。", speaker=make_speaker("考尔德"))
    make_participation(conference, make_speaker("考尔德"), role="副市长")
    allow_copying(page)
    page.goto(f"{site}/zh-hans{conference.get_absolute_url()}")
    turn = exchange.turns.get(position=2)
    page.hover(f"[id='{turn.public_id}']")
    page.locator(f"[id='{turn.public_id}'] button").nth(1).click()
    copied = clipboard(page)
    assert copied.startswith("“一点。”")
    assert "副市长考尔德" in copied
    assert "《夜航》" in copied
    assert "2024年3月12日" in copied


def test_a_citation_is_read_without_a_script_and_copied_with_one(any_page: Page, site: str) -> None:
    page, conference = any_page, make_reading()
    page.goto(site + conference.get_absolute_url())
    page.click(".tools >> text=/^Cite$/")
    expect(page.locator(".cite")).to_contain_text("“Opening remarks”, in “Night ferries”, 12 March 2024")
    if page.locator(".cite button").count():
        allow_copying(page)
        page.click(".cite button >> nth=1")
        expect(page.locator(".copied")).to_have_text("The citation was copied.")
        assert clipboard(page).startswith("Ines Calder. (2024, March 12). Opening remarks.")


def test_as_it_was_opens_the_version_before_at_its_paragraph(any_page: Page, site: str) -> None:
    page, conference = any_page, make_reading()
    turn = conference.exchanges.get(position=2).turns.get(position=2)
    actions.sync_after_edit(conference)
    turn.text = "We will drop it."
    turn.save()
    actions.sync_after_edit(conference, actions.Change(note="Misheard.", is_major=True))
    page.goto(f"{site}{conference.get_absolute_url()}2/")
    page.click("text=As it was")
    expect(page.locator(".notice").first).to_contain_text("Version 1 of 2")
    expect(page.locator(":target")).to_contain_text("hold it")
    page.click("text=Read the current text")
    expect(page.locator("main")).to_contain_text("We will drop it.")


def test_without_a_script_there_is_no_dead_button(plain_page: Page, site: str) -> None:
    conference = make_reading()
    for tail in ("2/", "full/", "cite/"):
        plain_page.goto(f"{site}{conference.get_absolute_url()}{tail}")
        expect(plain_page.locator("main button")).to_have_count(0)
        expect(plain_page.locator(".keys:visible")).to_have_count(0)


def test_on_paper_it_can_be_cited(any_page: Page, site: str) -> None:
    page, conference = any_page, make_reading()
    exchange = conference.exchanges.get(position=2)
    url = f"{conference.get_absolute_url()}2/"
    page.goto(site + url)
    words = printed(page)
    for expected in (
        "Night ferries",
        "12 March 2024",
        "Exchange 2 of 3",
        f"/exchanges/{exchange.public_id}/",
        url,
        "Ines Calder",
        "We will “hold it” for a year.",
        "1 / 1",
    ):
        assert expected in words, expected
    for absent in ("Copy quote", "Previous exchange", "In this conference", "Conferences", "¶", "arrow keys"):
        assert absent not in words, absent


def test_on_paper_the_whole_conference_says_where_each_exchange_stands(any_page: Page, site: str) -> None:
    page, conference = any_page, make_reading()
    page.goto(f"{site}{conference.get_absolute_url()}full/")
    words = printed(page)
    for exchange in conference.exchanges.all():
        assert f"Exchange {exchange.position} of 3" in words
        assert f"/exchanges/{exchange.public_id}/" in words
    assert "Next exchange" not in words


def printed(page: Page) -> str:
    """The words of the page's PDF, lines joined; an address may be parted where a line ends."""
    pages = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, format="A4"))).pages
    text = "\n".join(each.extract_text() for each in pages)
    return " ".join(text.split()) + "\n" + re.sub(r"\s", "", text)
