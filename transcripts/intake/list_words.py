"""Words over lists of people on a page, each with the part that it gives to those under it. Tables only."""

from transcripts.intake.language_words import words_for, words_in

# Words over a list of people, each with the part that it gives: its key in `document.Part`.
_SPEAKER_LISTS = words_in(
    """
    speaker speakers participant participants panelists panellists briefers briefer present attendees
    featured featuring with presenter presenters panel guest guests briefer briefing
    spokesperson 直播嘉宾 列席 列席人员 主講
    发言人 發言人 发布人 發布人 嘉宾 嘉賓 出席 出席者 出席人员 出席人 出席嘉宾 与会人员 介绍人
    """
)
_SPEAKER_LISTS |= words_for("head", "speakers")
_SPEAKER_LISTS |= {
    "call participants", "conference participants", "speakers and guests", "speaking", "speakers today",
    "present at the briefing", "officials present", "briefing officials", "briefing officers", "on the dais",
    "on the line", "on hand", "joined by", "delivered by", "given by",
    "主讲人", "主講人", "受访人", "受訪人", "受访嘉宾", "访谈嘉宾", "對談人", "出席官員",
    "出席官员", "出席長官", "与会领导", "发言嘉宾", "新闻发言人", "发布单位及发布人", "on the platform",
    "on the panel", "witnesses", "members present", "in attendance", "attending", "those present", "people present",
    "on the podium", "on stage", "interviewee", "interviewees", "delegation", "panel members", "also present",
    "taking part", "briefing by", "on the call", "company participants", "resource persons", "resource person",
    "出席领导", "出席領導", "参加领导", "出席领导和嘉宾", "发布嘉宾", "主发布人", "介绍嘉宾",
    "corporate participants", "company representatives", "executives", "公司出席人员", "公司参会人员", "参会人员",
    "參會人員", "参会嘉宾", "与会嘉宾", "發布人員", "发布人员", "上市公司接待人员姓名", "公司接待人员",
    "上市公司接待人员", "appearances", "appearing", "briefed by", "presented by", "spokespeople", "spokespersons",
    "officials", "representatives", "our speakers", "your speakers", "key speakers", "main speakers", "principals",
    "in the room", "for the ministry", "for the company", "for the government", "for the office", "presiding",
    "主要发布人", "主要發布人", "答问人", "答問人", "答记者问", "介绍情况人员", "与会者", "與會者", "出席人士",
    "出席官員及嘉賓", "出席人員", "出席嘉賓", "與會人員", "介紹人", "列席人員", "出席首長", "與談人", "報告人",
    "出席單位",
    "出席代表", "說明人", "说明人", "發言人員", "与谈人", "參加人員", "参加人员", "发布会嘉宾", "新闻发布人",
    "現場嘉賓", "现场嘉宾", "受訪者", "受访者",
}  # fmt: skip
_CHAIR_LISTS = words_in("chair chairs chairperson chairman moderator moderators host hosts 主持人 主持")
_CHAIR_LISTS |= words_for("head", "chairs")
_CHAIR_LISTS |= {
    "facilitator", "facilitators", "in the chair", "chaired by", "moderated by", "hosted by", "moderation", "opened by",
    "introduced by", "led by", "facilitated by", "master of ceremonies", "mc", "主持者", "主持嘉宾", "司仪", "司儀",
}  # fmt: skip
_INTERPRETER_LISTS = words_in("interpreter interpreters translator 翻译 翻譯 口译")
# Words over a list that nobody speaks under.
SURE_LISTS = frozenset(
    (
        "presenter", "presenters", "featured", "featuring", "speakers", "participants", "present", "attendees",
        "in attendance", "attending", "those present", "people present",
    )
) | {word for word in words_for("head", "speakers") if " " in word}  # fmt: skip
# The headings of a list that is a table.
LIST_HEADINGS = frozenset(
    f"{one} {two}"
    for one in ("name", "names", "姓名")
    for two in ("function", "title", "role", "position", "职务", "職稱")
)
# Words over a list that tell no part: whoever leads may stand in it too.
NEUTRAL_LISTS = words_in(
    "participant participants present attendees 出席 出席人员 出席人 与会人员 参会人员 參會人員 出席人員 與會人員"
) | {
    "in attendance",
    "attending",
    "those present",
    "people present",
}
# Words over a list of those who ask: its lines are no speech, and name nobody of the office.
ASKER_LISTS = frozenset(
    (
        "conference call participants",
        "call participants - analysts",
        "analysts",
        "analyst participants",
        "questioners",
        "other participants",
        "media participants",
        "media present",
        "media in attendance",
        "journalists",
        "reporters",
        "journalists present",
        "questions from",
        "questions by",
        "media",
    )
)
INTERVIEWERS = frozenset(("interviewer", "interviewers", "interviewed by", "interview by", "questions"))
LIST_WORDS: dict[str, str] = {
    **dict.fromkeys(_SPEAKER_LISTS, "speaker"),
    **dict.fromkeys(_CHAIR_LISTS, "chair"),
    **dict.fromkeys(_INTERPRETER_LISTS, "interpreter"),
}
