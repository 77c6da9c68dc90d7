"""The footer, lines after the last turn that are no speech: an end mark, credits, links, the page's foot."""

import re
from collections.abc import Collection, Sequence

from transcripts.intake.lines.page_lines import Line, ends_sentence
from transcripts.intake.lines.paragraphs import Paragraph

_MEETING = r"(?:briefing|conference|session|interview|gaggle|call|event|meeting|proceedings|teleconference)"
_END = re.compile(
    "|".join(
        (
            r"[\[(（【<〈\-–—=*\s]{0,5}(?:the )?(?:end|ends|ended|完|以\s*上|全文完|concluded"
            r"|끝|fin|fim|ende|конец|（E）)[\])）】>〉\-–—=*\s]{0,5}[.\s]*",
            r"[\[(（]?\s*(?:end|conclusion) of (?:the )?(?:transcript|briefing|press conference|q&a|remarks|event"
            r"|interview)\b.{0,20}",
            r"[\[(（]?(?:ends?|ended|concluded)\b.{0,10}\d{1,2}[:.]\d{2}.{0,12}",
            rf"[\[(（]\s*(?:whereupon\b.{{0,120}}|(?:the|this) (?:\w+ ){{0,3}}{_MEETING}\b.{{0,60}})[\])）]",
            rf"(?:\d{{1,2}}[:.]\d{{2}}\s+)?(?:the )?{_MEETING}"
            r" (?:ends|ended|concludes|concluded|closes|closed)\b.{0,80}",
            r"\d{1,2}[:.]\d{2}\s?[ap]\.?\s?m\.?(?: [a-z]{2,4})?|※.{0,160}",
            r"(?:ends?|issued|released)\b\s*(?:[/:：]|at\b).*\d.*",
            r"[\[(（【<〈\-–—*#\s]*(?:end|ends|fin|fim|ende|конец)\s*[/|·-]?\s*(?:完|終|终|以上|끝)[\])）】>〉\-–—*#\s.]*",
            r".{0,80}\b(?:all rights reserved|transcripts? (?:was |is )?provided by)\b.{0,80}",
            r"[—–-]{1,3}\s*(?:0{2,4}|o0+o|oOo|0o0)\s*[—–-]{1,3}",
            r"[\[(♪]\s*music\s*[\])♪]|(?:#\s*){2,}|[*＊]{5,}",
            r"(?:translated|transcribed|edited|compiled|reported)\b.{0,20}\bby\b.{0,230}",
            rf"(?:the|this|today['’]s) (?:\w+ ){{0,3}}{_MEETING} (?:was )?"
            r"(?:ended|concluded|closed|adjourned|finished|over|rose)\b(?: at| on|[,:])? ?[^.?!]{0,20}\d.{0,30}",
            r"(?:this|the|a|an) (?:\w+ ){0,3}(?:transcript|record|summary|text) (?:was|is|has been|may|of this)\b"
            r".{0,40}\b(?:prepared|produced|edited|made|compiled|published|issued|checked|provided|transcribed|generated"
            r"|available|official|contain|errors)\b.{0,160}",
            r"(?:printed|retrieved|downloaded|reprinted|copied) from .{0,120}|(?:notes?|background) (?:to"
            r"|for) (?:the )?editors?\s*[:：]?",
            r"(?:cite (?:this )?as|how to cite|suggested citation|citation)\b.{0,230}",
            r"for (?:further|more|media|additional|press|general) (?:information|details|enquiries|inquiries"
            r"|queries|interviews)\b.{0,200}",
            r"(?:media|press|public|general|news) (?:enquiries|inquiries|queries|relations|office|contacts?|line"
            r"|desk)\b"
            r"(?:\s*[:：].{0,160}|[^.?!]{0,60})",
            r"(?-i:About (?:the |our |us|this )?(?:[A-Z][\w’'&.-]*(?: (?:of|for|and|the|de|on))* ?){0,7})[:：]?"
            r"|about us",
            r"authori[sz]ed by .{0,120}|(?:watch|listen to|download|read) (?:the |this |our )?(?:full |complete )?"
            r"(?:video|audio|recording|webcast|transcript|press release|statement|podcast)\b[^.?!]{0,80}",
            r"[（(]?.{0,14}(?:发布会|發佈會|發布會|记者会|記者會|通报会|通報會|吹风会|說明會|说明会|会议|會議|活动|活動|见面会)"
            r"(?:于|於|在)?.{0,12}\d.{0,12}(?:结束|結束|散会|散會|閉幕|闭幕)[。]?[)）]?",
            r"(?:关于|關於)(?:我们|我們|本部|本局|本会|本會|本院|本台)|(?:媒体|媒體|新闻|新聞|传媒|傳媒)?(?:联系|聯絡|联络|聯繫|查询|查詢|諮詢|咨询)"
            r"(?:人|电话|電話|方式|我们|我們)?\s*[:：].{0,120}",
            r"[（(]?(?:本文|本稿|以上内容|以上內容|以上实录|文字实录|实录|本实录)?(?:由|根据|根據|依据|依據|以).{0,30}"
            r"(?:整理|速记|速記|为准|為準|摘录|摘錄)[。]?[)）]?",
            r"(?:see also|related|tags|topics|contacts?|contact details|about this page"
            r")\s*[:：]?",
            r"(?:is|was|did) this page (?:useful|helpful|.{0,20}looking for)\b.{0,120}",
            r"(?:(?:conference )?call )?participants\s*[:：]?|(?:联系|聯絡|聯繫)我[们們]|contact us",
            r"[-–—=*\s\[(]{0,5}ends? of (?:the )?(?:recording|tape|audio|video|call)\b[-–—=*\s.\])]{0,5}"
            r"|ends?\s+\d{1,2}[:.]\d{2}\s?(?:[ap]\.?m\.?)?\s*(?:\([^()]{1,20}\))?|read next|(?:à lire aussi|lire aussi"
            r"|leia também|lea también|te puede interesar|lesen sie auch|читайте также)\b.{0,80}|subscribe to .{0,160}"
            r"|page last (?:changed|updated|modified).{0,120}|【(?:责任编辑|責任編輯|编辑|編輯)[:：].{0,20}】",
            r"duration\s*[:：]\s*\d.{0,30}",
            r"link to (?:the )?(?:full )?(?:video|audio|recording|webcast).{0,200}",
            r"(?:tags?|etiquetas|mots-clés|palavras-chave|palabras clave|schlagw[oö]rter|etichette)\s*[:：].{1,160}",
            r"(?:todo o conteúdo|todos los derechos|alle rechte|tous droits|tutti i diritti|все права).{0,160}",
            r"無断転載.{0,160}",
            r"leave a (?:reply|comment).{0,60}|your email address will not be published.{0,120}",
            r".{0,160}\b(?:last (?:updated|modified|reviewed)|page (?:editor|owner|updated))\b.{0,80}",
            r"(?:\.\s?){4,}|(?:声明|聲明|版权声明|免责声明)\s*[:：].{0,160}",
            r".{0,160}\((?:pdf|docx?|xlsx?|pptx?|mp[34]|zip)\b[^()]{0,30}\)[.\s]*",
            r"(?:this|these) (?:record|transcript|page|summary|minutes|notes) "
            r"(?:is|are|was|were|do|does|has|have|may|should|will) (?:(?!\b(?:we|i|you|our|my|your)\b).){3,160}",
            r".{0,60}만족하십니까.{0,60}",
            r"share (?:this|on|via)\b.{0,80}[^.?!]",
            r"in case of any (?:discrepancy|difference).{0,200}",
            r"(?:source\s*[:：]|editor\s*[:：]).{0,200}",
            r"(?:related|next post|previous post|see also|media contacts?|press contacts?|last updated)\b.{0,60}[^.?!]",
            r".{0,60}not an official record.{0,60}|(?:reproduction|reprinting) is .{0,120}",
            r"(?:相关|相關)(?:链接|連結|新闻|新聞|阅读|报道|報導).{0,20}|(?:责任编辑|責任編輯|编辑|編輯|来源|來源)\s*[:：].{0,80}",
            r"(?:版权所有|版權所有|主办|主辦|承办|扫一扫|推荐给朋友|微信公众号|附加檔案|瀏覽人次|上一篇|下一篇|分享到).{0,80}",
        )
    ),
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://.{0,200}")  # after the last turn; between turns it is their own, or a section's
_CODE = re.compile(r"^[\[(]\d{1,2}:\d{2}(?::\d{2})?[\])]\s*")
_FOOTNOTE = re.compile(r"^(?:\[\d{1,2}\]|\(\d{1,2}\)|[¹²³⁴⁵⁶⁷⁸⁹])\s*\S")
_SPOKEN_END = re.compile(r"[\[(（【]\s*(?:laught|applau|inaudib|crosstalk|笑|掌声|鼓掌)", re.IGNORECASE)
_CONTACT = re.compile(
    r"\+\d[\d ()./-]{7,}\d|[\w.]@[\w-]+\.\w|\b(?:tel|fax|phone|电话|電話)\b\.?\s*[:：]", re.IGNORECASE
)
MOST_AFTER = 2  # false label candidates after an end mark; where there are more, it was no end mark
SHORTEST_RUN = 3  # lines in a row that end no sentence and stand after one
LONGEST_FRAME_LINE = 140  # characters
LONGEST_LAST_WORDS = 8  # words of a last line that ends no sentence, if it is no speech cut off
LONGEST_LAST_CHINESE = 24  # characters of the same


def end_of_speech(lines: Sequence[Line], marks: Collection[int]) -> int:
    """Return the index at which lines begin that are surely no speech, after nearly all of `marks`."""
    places = sorted(marks)
    if not places:
        return len(lines)
    after = max(MOST_AFTER, len(places) // 10)
    begin = places[-1 - after] if len(places) > after else places[0]
    for index in range(begin + 1, len(lines)):
        text = _CODE.sub("", lines[index].text)
        if len(text) <= 260 and _END.fullmatch(text) and not _SPOKEN_END.match(text):
            return index
        if index > places[-1] and _ADDRESS.fullmatch(text):
            return index
    return len(lines)


def is_end_mark(text: str) -> bool:
    """Return whether a line ends a transcript and says nothing: “[ENDS]”, “（以上）”, “Transcribed by …”."""
    return bool(_END.fullmatch(text)) and not _SPOKEN_END.match(text)


def footer_start(paragraphs: Sequence[Paragraph], *, own_line: bool, before_frame: bool) -> int:
    """Return the index of the first paragraph of the last turn that belongs to the page's frame.

    It stands after a finished sentence, and neither it nor those after it end one: links, addresses, names of units.
    `before_frame` means that lines follow which surely are no speech. So do footnotes, whatever they end with.
    """
    last = len(paragraphs)
    while last > 1 and _FOOTNOTE.match(paragraphs[last - 1].text):
        last -= 1
    before_frame = before_frame or last < len(paragraphs)
    paragraphs = paragraphs[:last]
    for at in range(1 if own_line else 0, len(paragraphs)):
        if at == 0 or not ends_sentence(paragraphs[at - 1].text):
            continue
        run = paragraphs[at : at + SHORTEST_RUN]
        if all(_is_frame_like(one.text) for one in run) and (
            len(run) == SHORTEST_RUN or before_frame or _is_brief(run)
        ):
            return at
    return len(paragraphs)


def _is_frame_like(text: str) -> bool:
    open_ended = text[:1].islower() or text[-1:] in ",，、—–-…"
    return len(text) <= LONGEST_FRAME_LINE and not (ends_sentence(text.rstrip(":：)）]】")) or open_ended)


def _is_brief(run: Sequence[Paragraph]) -> bool:
    """Return whether the last lines are too short, or too much of a list, to be speech that was cut off."""
    return any(_CONTACT.search(one.text) or one.text.isupper() for one in run) or all(
        (
            len(one.text.split()) <= LONGEST_LAST_WORDS
            and (one.text.isascii() or len(one.text) <= LONGEST_LAST_CHINESE or " " in one.text)
        )
        or "|" in one.text
        for one in run
    )
