"""The interface in simplified Chinese: every sentence has its translation, and the pages show no English words."""

import ast
import gettext
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.translation.template import templatize

from tests.actions.workflow.test_running import long_after
from tests.admin.forms import save
from tests.builders import (
    make_announced,
    make_conference,
    make_draft,
    make_exchange,
    make_handout,
    make_outlet,
    make_participation,
    make_photo,
    make_plan,
    make_recording,
    make_scheduled,
    make_series,
    make_speaker,
    make_topic,
    make_turn,
    make_video,
    make_withdrawn,
)
from tests.views.pages import Reader, markup
from transcripts import actions
from transcripts.actions import save_all_name_keys
from transcripts.document import Kind, Part
from transcripts.intake import ACCEPTED_SUFFIXES
from transcripts.models import CONTENT_LANGUAGES, Conference, Exchange, Merge, Paragraph, SiteIdentity

BASE: Path = settings.BASE_DIR
CATALOGUE = BASE / "locale/zh_Hans/LC_MESSAGES/django.po"

# The catalogue

# Where the message, its plural and its context stand among the arguments of each function.
FUNCTIONS = {
    "gettext": ("message",),
    "gettext_lazy": ("message",),
    "gettext_noop": ("message",),
    "ngettext": ("message", "plural"),
    "ngettext_lazy": ("message", "plural"),
    "pgettext": ("context", "message"),
    "pgettext_lazy": ("context", "message"),
    "npgettext": ("context", "message", "plural"),
    "npgettext_lazy": ("context", "message", "plural"),
    # The sentences of intake, which knows no Django.
    "message": ("message",),
    "template": ("message",),
    "Clue": ("", "message"),
    # The labels of a conference's head fields; the document knows no Django either.
    "HeadField": ("", "message"),
}
DJANGOS = "gettext_django"  # for sentences that Django itself has translated
OURS = {"message", "template", "Clue", "HeadField"}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]")
TAG = re.compile(r"</?\w+")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
NUMBER = r"(?:(?<![-:A-Za-z\d])\d+|%\((?:all|count|most|n|number|shown|total)\)[sd])"
SPACED_NUMBER = re.compile(f"[\u4e00-\u9fff] {NUMBER} ?[\u4e00-\u9fff]|{NUMBER} [\u4e00-\u9fff]")

Message = tuple[str, str, str]  # context, message, plural


def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def key_of(entry: polib.POEntry) -> Message:
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def translation_of(entry: polib.POEntry) -> str:
    """The one form that Chinese has."""
    if not entry.msgid_plural:
        return entry.msgstr
    assert list(entry.msgstr_plural) == [0], entry.msgid
    return entry.msgstr_plural[0]


def test_every_message_is_translated() -> None:
    entries = list(catalogue())
    assert entries
    assert [entry.msgid for entry in entries if not translation_of(entry).strip()] == []
    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete] == []


def test_the_compiled_catalogue_says_the_same() -> None:
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    said = {key_of(entry): translation_of(entry) for entry in compiled}
    assert said == {key_of(entry): translation_of(entry) for entry in catalogue()}
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Search") == "搜索"


def test_translations_keep_the_placeholders_and_the_tags() -> None:
    for entry in catalogue():
        for pattern in (PLACEHOLDER, TAG):
            wanted = sorted(pattern.findall(entry.msgid_plural or entry.msgid))
            assert sorted(pattern.findall(translation_of(entry))) == wanted, entry.msgid


def test_chinese_sentences_have_chinese_punctuation() -> None:
    sentences = {translation_of(entry): TAG.sub("", translation_of(entry)) for entry in catalogue()}
    assert [sentence for sentence, bare in sentences.items() if HALF_WIDTH.search(bare)] == []


def test_chinese_sentences_have_no_space_beside_a_number_and_one_word_for_an_account() -> None:
    sentences = [translation_of(entry) for entry in catalogue()]
    assert [sentence for sentence in sentences if SPACED_NUMBER.search(sentence) or "账户" in sentence] == []


def test_every_sentence_of_the_program_is_in_the_catalogue() -> None:
    known = {key_of(entry) for entry in catalogue()}
    # A message may stand once alone and once as the singular of a plural; then the plural's entry does for both.
    singulars = {(context, message) for context, message, _ in known}
    found = dict(collect())
    assert len(found) > 100
    missing = [
        f"{place}: {message}"
        for message, place in found.items()
        if message not in known and (message[2] or message[:2] not in singulars)
    ]
    assert missing == []


def collect() -> Iterator[tuple[Message, str]]:
    """Yield each message of the sources, and where it stands."""
    for package in ("pressroom", "transcripts"):
        for path in sorted((BASE / package).rglob("*.py")):
            if "migrations" not in path.parts:
                tree = ast.parse(path.read_text(encoding="utf-8"))
                yield from messages_of(tree, names_of(tree), str(path.relative_to(BASE)))
    for path in sorted((BASE / "templates").rglob("*.*")):
        place = str(path.relative_to(BASE))
        for call in calls_of(templatize(path.read_text(encoding="utf-8"), origin=place)):
            yield from messages_of(call, {name: name for name in FUNCTIONS} | {"_": "gettext"}, place)


def names_of(tree: ast.AST) -> dict[str, str]:
    """What the module calls Django's functions, `_` is gettext_lazy mostly, and ours."""
    own = {node.name: node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name in OURS}
    return own | {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if (node.module == "django.utils.translation" and alias.name in FUNCTIONS and alias.asname != DJANGOS)
        or ((node.module or "").startswith("transcripts.") and alias.name in OURS)
    }


def messages_of(tree: ast.AST, names: dict[str, str], place: str) -> Iterator[tuple[Message, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            parts = {"context": "", "plural": ""}
            for part, value in zip(FUNCTIONS[names[node.func.id]], node.args, strict=False):
                if not part:
                    continue
                where = f"{place}: {ast.unparse(node)} cannot be collected, it is not a plain text"
                assert isinstance(value, ast.Constant), where
                parts[part] = value.value
            yield (parts["context"], parts["message"], parts["plural"]), place


def calls_of(source: str) -> Iterator[ast.AST]:
    """The calls among what Django makes of a template for xgettext, which is no Python as a whole."""
    for found in re.finditer(r"(?<![A-Za-z])(?:n?p?gettext|_)\(", source):
        for end in (close.end() for close in re.finditer(r"\)", source[found.start() :])):
            try:
                yield ast.parse(source[found.start() : found.start() + end])
                break
            except SyntaxError:
                continue
        else:
            raise AssertionError(source[found.start() : found.start() + 80])


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{% translate 'No.' %}", ("", "No.", "")),
        ('{% translate "Note" context "turn" %}', ("turn", "Note", "")),
        ("{% blocktranslate %}It’s (all) {{ x }}{% endblocktranslate %}", ("", "It’s (all) %(x)s", "")),
        ("{% blocktranslate count n=x %}one{% plural %}{{ n }}{% endblocktranslate %}", ("", "one", "%(n)s")),
        ('{{ x|default:_("(none)") }}', ("", "(none)", "")),
    ],
)
def test_the_sentences_of_templates_are_collected(source: str, message: Message) -> None:
    [call] = calls_of(templatize("{% load i18n %}" + source))
    [found] = messages_of(call, {name: name for name in FUNCTIONS} | {"_": "gettext"}, "")
    assert found[0] == message


# The pages, on a site whose content is Chinese: whatever Latin word is left comes from the interface

NOT_TRANSLATED = {
    "Akoma", "Ntoso", "TEI", "Lines",
    "HTML", "JSON", "EPUB", "WebVTT", "SubRip", "PDF", "XML", "DOCX", "Markdown", "Word", "Excel", "JPEG", "PNG", "CSV",
    "Atom", "XLSX", "WebP", "API", "BibTeX", "RIS", "CSL", "UTC", "Cookie", "WebM", "Ogg", "Opus", "Vorbis",
    "last", "boat", "ferr",  # how to search for English words
    *(word for _, name in CONTENT_LANGUAGES for word in name.split()),
}  # fmt: skip
WORD = re.compile(r"[A-Za-zÀ-ÿ]{3,}")
ADDRESS = re.compile(r"https?://\S+")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SAID = {"aria-label", "title", "alt", "placeholder", "data-label"}


class Visible(HTMLParser):
    """Gathers what a page says, but not what is marked as being in another language than Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []  # each open element, and whether it is passed over
        self.words: list[str] = []

    @property
    def is_silent(self) -> bool:
        return any(silent for _, silent in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        silent = tag in {"script", "style"} or not given.get("lang", "zh").lower().startswith("zh")
        if not silent and not self.is_silent:
            said = {name for name in SAID if name in given}
            if tag == "input" and given.get("type") in {"submit", "button"}:
                said.add("value")
            self.words += [given[name] for name in said]
        if tag not in VOID:
            self.open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.is_silent:
            self.words.append(data)


def english_in(page: str) -> set[str]:
    """The Latin words of a Chinese page that are not on the list above."""
    assert '<html lang="zh-Hans"' in page or '<html lang="zh-hans"' in page
    reader = Visible()
    reader.feed(page)
    words = {word for text in reader.words for word in WORD.findall(ADDRESS.sub("", text))}
    assert any("\u4e00" <= char <= "\u9fff" for text in reader.words for char in text)
    return words - NOT_TRANSLATED


@pytest.fixture
def conference(db: None) -> Conference:
    """A published conference in Chinese, of three exchanges."""
    SiteIdentity(name="海港新闻发布厅", texts={"zh-hans": {"name": "海港新闻发布厅"}}).save()
    fields = {"language": "zh-hans", "starts_at": "10:00", "venue": "长厅", "source": "海港公报", "pages": 11}
    conference = make_conference(
        "夜间渡轮", series=make_series("港务部发布会"), translation_group="ferries", posted_on="2024-03-14", **fields
    )
    speaker, outlet, topic = make_speaker("林海月"), make_outlet("晚邮报"), make_topic("过江交通")
    make_participation(conference, speaker, "量子测量中心主任")
    make_participation(conference, make_speaker("若岚"), "新闻办公室主任", Part.CHAIR)
    for _ in range(2):
        question = {"question": "末班船几点开？", "answer": "一点。", "speaker": speaker, "outlet": outlet}
        make_exchange(conference, topics=(topic,), **question)
    make_photo(conference, alt="码头边的一艘船", caption="四号码头", credit="晚邮报")
    make_handout(conference, title="班次表")
    make_video(conference, title="现场录像", url="https://例子.测试/录像")
    last = make_exchange(conference, heading="闭幕发言", question=None, answer=None)
    for kind in (Kind.STATEMENT, Kind.MODERATOR, Kind.NOTE):
        make_turn(last, kind, "谢谢各位。")
    make_recording(conference, title="现场录音", size=400)
    Paragraph.objects.filter(turn__exchange__conference=conference).update(time=65)
    return conference


@pytest.fixture
def both(conference: Conference) -> Conference:
    """The same, and the same conference in English, whose people have Chinese names too."""
    make_speaker("Ines Calder", names={"zh-hans": "伊内丝·考尔德"})
    make_outlet("Evening Courier", names={"zh-hans": "晚间信使报"})
    make_conference("Night ferries", exchanges=2, translation_group="ferries")
    return conference


PUBLIC = {
    "the front page": "/",
    "the list": "/conferences/",
    "the list, filtered": "/conferences/?q=夜间&speaker=林海月&topic=过江交通&from=2024-01-01&to=2025-01-01",
    "the list, of nothing": "/conferences/?year=1999",
    "a first exchange": "/conferences/2024-03-12-夜间渡轮/",
    "an exchange": "/conferences/2024-03-12-夜间渡轮/3/",
    "a whole conference": "/conferences/2024-03-12-夜间渡轮/full/",
    "an empty search": "/search/",
    "a search": "/search/?q=末班船",
    "a search, filtered": "/search/?q=一点&speaker=林海月&kind=answer",
    "a search for nothing": "/search/?q=没有&topic=过江交通",
    "the speakers": "/speakers/",
    "a speaker": "/speakers/林海月/",
    "the outlets": "/outlets/",
    "an outlet": "/outlets/晚邮报/",
    "the topics": "/topics/",
    "a topic": "/topics/过江交通/",
    "all series": "/series/",
    "a series": "/series/港务部发布会/",
    "the corrections": "/corrections/",
    "about": "/about/",
}


@pytest.mark.parametrize("path", PUBLIC.values(), ids=PUBLIC.keys())
def test_a_public_page_shows_no_english(both: Conference, path: str) -> None:
    page = Reader().get(f"/zh-hans{path}")
    assert page.status_code == 200
    assert english_in(page.content.decode()) == set()


def test_an_announcement_shows_no_english(both: Conference) -> None:
    words = {"place": "长厅", "people": "林海月，主任", "accreditation": "请提前一日报名。", "series": both.series}
    announced = make_announced(plan=make_plan("海港要花多少钱", language="zh-hans", **words))
    moved = replace(actions.plan_of(announced.announcement), zone="Asia/Tokyo")
    actions.change_announcement(announced, moved, change=actions.Change(note="改在外地举行。"))
    for path in ("/", "/calendar/", announced.get_absolute_url()):
        assert english_in(Reader().get(f"/zh-hans{path}").content.decode()) == set(), path


def test_a_conference_in_english_is_marked_as_english(both: Conference) -> None:
    page = markup(Reader().get("/zh-hans/conferences/2024-03-12-night-ferries/2/"))
    title, page = re.findall(r"<title>.*</title>", page), re.sub(r"<title>.*</title>", "", page)
    assert title == ["<title>Heading 2 · Night ferries · 海港新闻发布厅</title>"]
    in_labels = {"Ines", "Calder", "Evening", "Courier"}  # an attribute cannot mark whose language a name in it is
    assert english_in(page) == in_labels
    assert english_in(re.sub(r'aria-label="[^"]*"', "", page)) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/conferences/", "/search/", "/speakers/", "/corrections/"])
def test_a_page_of_an_empty_site_shows_no_english(path: str) -> None:
    SiteIdentity(texts={"zh-hans": {"name": "海港新闻发布厅"}}).save()
    assert english_in(Reader().get(f"/zh-hans{path}").content.decode()) == set()


def test_refusals_show_no_english(both: Conference) -> None:
    make_withdrawn("撤回的发布会", language="zh-hans", withdrawal_reason="录音有误。", held_on="2023-01-01")
    pages = {
        "/nowhere/": 404,
        "/conferences/?page=99": 404,
        f"{both.get_absolute_url()}99/": 404,
        "/conferences/2023-01-01-撤回的发布会/": 410,
        "/conferences/?nothing=1&year=x&speaker=nobody": 200,
    }
    for path, status in pages.items():
        page = Reader().get(f"/zh-hans{path}")
        assert page.status_code == status, path
        assert english_in(page.content.decode()) <= {"nothing", "nobody"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "410.html", "500.html"])
def test_an_error_page_shows_no_english(name: str) -> None:
    with translation.override("zh-hans"):
        page = render_to_string(name, {"is_error": True}, request=RequestFactory().get("/zh-hans/"))
    assert english_in(page) == set()


# The desk


@pytest.fixture
def editor(db: None) -> Client:
    user = User.objects.create_user("编辑", is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    client = Reader()
    client.force_login(user)
    return client


def desk(view: str, *args: object) -> str:
    with translation.override("zh-hans"):
        return reverse(f"admin:{view}", args=args)


def test_the_desks_door_shows_no_english(conference: Conference) -> None:
    page = Reader().get(desk("login"))
    assert english_in(page.content.decode()) == set()


def test_the_desk_shows_no_english(conference: Conference, editor: Client) -> None:
    draft = make_draft("未发布的发布会", language="zh-hans")
    make_exchange(draft, answer=None, question="末班船几点开？", outlet=make_outlet("晚邮报"))
    scheduled = make_scheduled("定时的发布会", language="zh-hans")
    withdrawn = make_withdrawn("撤回的发布会", language="zh-hans", withdrawal_reason="录音有误。")
    empty = make_draft("空白的发布会", language="zh-hans")
    exchange = conference.exchanges.first()
    addresses = [desk("index"), desk("password_change")]
    for model in ("conference", "exchange", "turn", "speaker", "outlet", "topic", "series", "redirect"):
        addresses.append(desk(f"transcripts_{model}_changelist"))
    for model in ("conference", "exchange", "speaker", "outlet", "topic", "series"):
        addresses.append(desk(f"transcripts_{model}_add"))
    for model in ("speaker", "outlet", "topic"):
        addresses.append(desk(f"transcripts_{model}_duplicates"))
    for each in (conference, draft, scheduled, withdrawn, empty):
        addresses += [desk(f"transcripts_conference_{view}", each.pk) for view in ("change", "history")]
    addresses += [desk("transcripts_conference_schedule", empty.pk), desk("transcripts_conference_withdraw", each.pk)]
    addresses += [desk("transcripts_conference_delete", draft.pk)]
    addresses += [desk("transcripts_exchange_change", exchange.pk), desk("transcripts_siteidentity_change", 1)]
    for address in addresses:
        page = editor.get(address)
        assert page.status_code == 200, address
        words = page.content.decode().replace('alt="Search"', "")  # Django gives it to no catalogue
        assert english_in(words) == set(), address


def make_running_in_chinese() -> Conference:
    """A running conference in Chinese with released, changed and waiting turns."""
    running = make_draft("正在举行的发布会", language="zh-hans")
    make_participation(running, make_speaker("林海月"), "量子测量中心主任")
    actions.sync_after_edit(running, actions.Change())
    actions.start_running(running, change=actions.Change())
    question, answer = actions.Typed("末班船几点开？", outlet="晚邮报"), actions.Typed("一点。", speaker="林海月")
    for typed in (question, answer):
        actions.enqueue(running, typed, change=actions.Change())
    actions.release(running, change=actions.Change())
    long_after(running)
    turn = running.exchanges.get().turns.get(position=2)
    typed = actions.Typed("两点。", speaker="林海月")
    actions.correct_released(running, turn.public_id, typed, was="一点。", change=actions.Change())
    actions.enqueue(running, answer, change=actions.Change())
    running.queue.update(is_checked=False)
    return running


def test_a_running_transcript_shows_no_english(both: Conference) -> None:
    running = make_running_in_chinese()
    root = running.get_absolute_url()
    for path in ("/", "/calendar/", "/search/?q=末班船", root, f"{root}?after=1", f"{root}1/", f"{root}full/"):
        assert english_in(Reader().get(f"/zh-hans{path}", follow=True).content.decode()) == set(), path
    told = Reader().get(f"/zh-hans{root}running.json?after=0").json()
    assert english_in(f'<html lang="zh-Hans">{told["said"]}{told["exchanges"][0]["html"]}</html>') == set()


def test_the_running_desk_shows_no_english(conference: Conference, editor: Client) -> None:
    """Before it runs, while it does, and closing it; announcing beside it, and the times of a recording."""
    draft, running = make_draft("即将开始的发布会", language="zh-hans"), make_running_in_chinese()
    announced = make_announced("尚无内容", plan=make_plan("海港要花多少钱", language="zh-hans"), language="zh-hans")
    page, close = (desk(f"transcripts_conference_{name}", running.pk) for name in ("running", "close_running"))
    assert editor.post(page, {"do": "token"}).status_code == 302
    turn, queued = running.exchanges.get().turns.first(), running.queue.get()
    asked = [desk("transcripts_conference_running", draft.pk), page, f"{page}?turn={queued.pk}"]
    asked += [f"{page}?correct={turn.public_id}", close, desk("transcripts_conference_times", conference.pk)]
    asked += [desk("transcripts_conference_announcement", each.pk) for each in (draft, announced)]
    views = ("cancel_announced", "withdraw_announcement")
    asked += [desk(f"transcripts_conference_{name}", announced.pk) for name in views]
    kept = {"Authorization", "Bearer", "POST", "vtt", "srt", "json", "Ctrl", "Enter", "Escape"}
    kept |= {"Esc", "pressroom", "captions"}
    for address in asked:
        answer = editor.get(address)
        assert answer.status_code == 200, address
        words = re.sub(r"(?s)<(code|datalist|option)\b.*?</\1>", "", answer.content.decode())
        assert english_in(words) - kept == set(), address
    for data in ({"do": "type", "text": "一点。"}, {"do": "release"}, {"do": "type", "who": "note"}):
        answer = editor.post(page, data, follow=True)
        assert english_in(answer.content.decode()) - kept == set(), data
    assert english_in(editor.post(close, {}, follow=True).content.decode()) == set()


def test_the_pages_of_an_import_show_no_english(conference: Conference, editor: Client) -> None:
    said = ["主持人 若岚：大家好。", "晚邮报记者：末班船几点开？", "林海月：一点。", "林海：两点。"]
    text = "\n\n".join(["渡轮发布会\n2024年3月13日", *said])
    address = editor.post(desk("transcripts_conference_import"), {"text": text})["Location"]
    kinds = {suffix.strip(".") for suffix in ACCEPTED_SUFFIXES}
    kinds |= {"zip", "Word", "OpenDocument", "RTF", "PDF", "Markdown", "Akoma", "Ntoso", "WebVTT", "SRT", "JSON"}
    for _ in range(2):  # of what is new, and of what is here
        for page in (editor.get(desk("transcripts_conference_import")), editor.get(address)):
            assert english_in(page.content.decode()) <= kinds
        page = editor.post(address, {"title": "", "conference": "nowhere"})
        assert english_in(page.content.decode()) <= {"nowhere"}
        editor.post(address, {"conference": conference.get_absolute_url(), "title": "夜间渡轮", "language": "zh-hans"})


def test_what_intake_says_of_a_file_is_said_in_chinese(conference: Conference, editor: Client) -> None:
    said = [
        "主持人 若岚：大家好。",
        "晚邮报记者：末班船几点开？",
        "林海月：一点。",
        "韩梅：船不多。",
        "晚邮报记者：为什么？",
    ]
    text = "\n\n".join(["渡轮发布会", *said, "林海月："])
    address = editor.post(desk("transcripts_conference_import"), {"text": text})["Location"]
    page = editor.get(address)
    assert page.context["preview"].warnings >= 2
    assert english_in(page.content.decode()) == set()
    for refused in ({"text": "没有人说话。"}, {"uploads": SimpleUploadedFile("发布会.pdf", b"%PDF-1.7")}):
        page = editor.post(desk("transcripts_conference_import"), refused)
        [[sentence]] = page.context["form"].errors.values()
        assert max(sentence) >= "\u4e00"
        assert set(WORD.findall(sentence)) <= {"pdf", "PDF", "Word"}


def test_the_desk_refuses_in_chinese(conference: Conference, editor: Client) -> None:
    empty = make_draft("空白的发布会", language="zh-hans")
    page = editor.post(desk("transcripts_conference_publish", empty.pk), follow=True)
    assert "“空白的发布会”：还没有任何发言。" in page.content.decode()
    page = save(editor, desk("transcripts_conference_add"))
    assert "这个字段是必填项。" in page.content.decode()
    assert english_in(page.content.decode()) == set()


# Days and numbers


def test_days_times_and_numbers_are_written_as_in_chinese(conference: Conference) -> None:
    page = Reader().get(f"/zh-hans{conference.get_absolute_url()}").content.decode()
    assert '举行时间：<time datetime="2024-03-12">2024年3月12日</time> 10:00' in page
    assert '发布日期：<time datetime="2024-03-14">2024年3月14日</time>' in page
    assert "第1组问答（共3组）" in page
    english = Reader().get(conference.get_absolute_url()).content.decode()
    assert 'Held <time datetime="2024-03-12">12 March 2024</time>, 10:00' in english


def test_what_is_said_of_two_records_and_of_a_list_is_said_in_chinese(conference: Conference, editor: Client) -> None:
    kept, gone = make_speaker("林海月"), make_speaker("林海越", slug="林海越")
    save_all_name_keys()
    columns = {"slug", "name", "hans", "sort", "family", "aliases", "UTF"}
    addresses = [desk("transcripts_speaker_duplicates"), desk("transcripts_speaker_upload")]
    addresses.append(f"{desk('transcripts_speaker_merge', gone.pk)}?kept={kept.pk}")
    for address in addresses:
        assert english_in(editor.get(address).content.decode()) <= columns | {kept.slug}, address
    editor.post(addresses[-1], {"kept": kept.pk, "confirm": "1"})
    undo = desk("transcripts_speaker_undo_merge", kept.pk, Merge.objects.get().pk)
    for address in (desk("transcripts_speaker_history", kept.pk), undo):
        assert english_in(editor.get(address).content.decode()) <= {kept.slug}, address
    for table in ("name\n韩梅\n林海月\n", "slug,name\n没有,韩梅\n", "name,颜色\n韩梅,红\n", "名称\n" + "长" * 201):
        file = SimpleUploadedFile("表.csv", table.encode())
        page = editor.post(desk("transcripts_speaker_upload"), {"file": file})
        assert english_in(page.content.decode()) <= columns


def test_chinese_headings_of_djangos_forms_have_no_spaces_and_no_word_of_counting() -> None:
    with translation.override("zh-hans"):
        name = str(Exchange._meta.verbose_name)
        assert name == str(Exchange._meta.verbose_name_plural)
        headings = [translation.gettext(words) for words in ("Add %s", "Change %s", "View %s", "Select %s to change")]
        assert not [heading for heading in headings if " " in heading % name]
        assert translation.gettext("Delete selected %(verbose_name_plural)s") % {"verbose_name_plural": name} == (
            "删除所选问答"
        )
