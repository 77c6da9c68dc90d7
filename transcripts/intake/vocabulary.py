"""Vocabulary for reading pages of press offices, in English and Chinese. Tables only.

They are words that many offices use: none of them names a person or one office's quirk. The words of other languages
are added from their files (`language_words`).
"""

from transcripts.intake.language_words import words_for, words_in
from transcripts.intake.list_words import LIST_WORDS

HONORIFICS = words_in(
    "mr mrs ms miss dr prof sir madam mx hon shri smt rev amb adm gen lt col capt cmdr maj sgt brig sen rep gov"
    " sec usec asec spox engr cdr cmdre cpl dame lord lady det supt insp cllr cr"
) | words_for("names", "honorifics")

# Ranks cut short, as they stand behind a name: “Ines Calder, Capt., USN”.
RANKS = words_in(
    """
    adm brig brigadier capt captain cdr cmdr cmdre col colonel commander cpl gen general insp lieutenant lt maj major
    rear sgt supt vice ret retd retired
    """
)
SERVICES = words_in("usa usaf usmc usn uscg ussf raf rn rm raaf ran rcaf rcn")

# Nouns that name an office. A label or a line that begins or ends with one speaks of an officer.
ROLE_NOUNS = words_in(
    """
    administrator admiral advisor adviser ambassador attaché attorney brigadier cabinet captain chair chairman
    chairperson chairwoman chancellor chief colonel commandant commander commissioner comptroller constable counsel
    doctor master convenor
    coordinator councillor counselor detective
    counsellor dean delegate deputy director economist engineer envoy executive general governor head inspector judge
    investigator justice leader lieutenant magistrate major manager mayor member minister observer officer official pm
    president premier presidency president-elect principal professor prosecutor rapporteur rector registrar
    representative scientist secretary secretary-general senator sergeant sheriff speaker specialist spokesman
    investigator-in-charge officer-in-charge editor-in-chief commander-in-chief director-general attorney-general
    spokesperson spokeswoman superintendent surgeon taoiseach treasurer undersecretary vice vice-minister
    vice-president under-secretary commodore marshal coach trainer skipper archbishop bishop cardinal provost
    ombudsman auditor curator forecaster seismologist epidemiologist geologist veterinarian physician
    archaeologist biologist meteorologist statistician actuary architect sheriff harbourmaster harbormaster
    undersecretary-general secretary-designate minister-president co-chair co-chairs vice-chair vice-chairman
    vice-governor vice-chancellor deputies legislator parliamentarian solicitor-general commandant
    """
) | words_for("names", "offices")

# What offices are for, or belong to: no surnames.
OFFICE_SUBJECTS = words_in(
    """
    affairs security government council trade health development finance nations states kingdom union commission court
    committee department ministry agency bank authority board forces defence defense service services resources
    relations     cooperation house parliament assembly republic office planning transport energy education
    """
)

# The ends of German and Dutch compounds: “Hafendirektorin”, “havendirecteur”; “Abendkurier”, “Havenkrant”.
COMPOUND_OFFICES = tuple(
    words_in(
        """
        direktor direktorin minister ministerin präsident präsidentin sprecher sprecherin leiter leiterin meister
        meisterin beauftragte beauftragter directeur directrice woordvoerder woordvoerster voorzitter
        """
    )
)
COMPOUND_OUTLETS = tuple(
    words_in(
        """
        zeitung rundfunk anzeiger nachrichten fernsehen tageblatt abendblatt kurier krant courant dagblad weekblad
        nieuwsblad omroep koerier
        """
    )
)

CHINESE_ROLE_NOUNS = tuple(
    sorted(
        words_in(
            """
            董事会秘书 独立董事 监事 董秘 财务总监 裁判长 裁判長 领队 領隊 教练 教練 管理監 総監
            發言人 发言人 部长 部長 总理 總理 总统 總統 主席 主任 局长 局長 司长 司長 署长 署長 市长 市長 省长
            省長 书记 書記 大使 秘书长 秘書長 院长 院長 校长 校長 行长 行長 会长 會長 委员 委員 理事长 理事長
            总裁 總裁 处长 處長 厅长 廳長 组长 組長 代表 长官 長官 专员 專員 首席 所长 所長 总经理 總經理
            董事长 董事長 执行长 執行長 区长 區長 县长 縣長
            指挥官 指揮官 巡视员 巡視員 主委 副主委 召集人 负责人 負責人
            新闻官 新聞官 政委 参谋长 參謀長
            舰长 艦長 队长 隊長 馆长 館長 站长 站長 台长 臺長 团长 團長 议长 議長 检察长 檢察長
            特使 参赞 教授 院士 研究员 總監 总监 工程师 總署長 司令 大臣 首相
            次长 次長 科长 科長 课长 課長 股长 股長 督察 监察 警监 秘书 秘書 干事 幹事 理事 医师 醫師 专家 專家
            主教练 主教練 教练 教練 球员 球員 领队 領隊 财务官 財務官 财务长 財務長 执行官 執行官 运营官 技术官
            首席财务官 首席執行官 首席执行官 首席運營官 首席运营官 首席技术官 首席信息官 首席经济学家 经济学家
            經濟學家 预报员 預報員 工程師 研究員 庭长 庭長 检察官 檢察官 法官 律师 律師 馆员 园长 園長 校監
            总指挥 總指揮 副总指挥 副總指揮 总设计师 總設計師 指挥长 指揮長 护士长 護士長 总编 總編
            协调员 協調員 观察员 觀察員 大使 公使 领事 領事 总领事 總領事 關長 关长 署理署長 政務官 常委
            """
        )
        | {word for word in words_for("names", "offices") if "\u4e00" <= word[0] <= "\u9fff"}
    )
)

QUESTIONERS = words_in(
    """
    q i question questioner reporter reporters journalist journalists press media correspondent audience 记者
    記者 问 問 提问 提問 提问者 媒体 媒體 有记者问 记者问 記者問
    """
) | {"unidentified reporter", "unknown reporter", "member of the press", "media representative"} | {
    "additional question", "further question", "follow-up question", "supplementary question", "follow-up",
    "interjection", "remark", "audience member", "audience question",
    "member of the audience", "unidentified journalist", "male reporter",
    "female reporter", "online question", "from the floor", "voice from the floor", "voice from the audience",
    "question from the floor", "question from the audience", "from the audience", "台下", "场下", "場下", "场下记者",
    "追问", "追問", "网友", "網友", "interviewer",
    "投资者", "投資者", "投资者提问", "投資者提問", "股民", "观众", "觀眾", "听众", "聽眾", "市民", "市民提问",
    "市民提問",
    "群众", "群眾", "读者", "讀者", "现场提问", "現場提問", "书面提问", "書面提問", "企业代表", "investor",
    "插话", "插話", "网友提问", "網友提問", "媒体提问", "媒體提問",
} | words_for("labels", "asks")  # fmt: skip
ANSWERERS = words_in("a answer reply response 答 回答 答复 答覆 回复 回覆 回應 回应 公司回复 公司答复") | words_for(
    "labels", "answers"
)
CHAIRS = (
    words_in("moderator host chair chairperson chairman mc emcee facilitator operator 主持人 主持 司仪 司儀 小编 小編")
    | {"programme director"}
    | words_for("labels", "leads")
)
# After an outlet's name too: “港报网小编”.
CHINESE_HOSTS = ("主持人", "小编", "小編")
# They lead, but are not the chair whom a page names.
UNNAMED_CHAIRS = frozenset(("operator", "mc"))
INTERPRETERS = words_in("interpreter translator 翻译 翻譯 口译 口譯 传译员 傳譯員") | words_for("labels", "interprets")
# A person, but an unknown one: the acts of the words decide the role.
UNKNOWN_SPEAKERS = (
    words_in(
        "speaker caller participant attendee unidentified unknown male female voice voices crowd staff staffer aide"
        " 未知 现场"
    )
    | {
        "unidentified speaker",
        "male speaker",
        "female speaker",
        "unidentified male",
        "unidentified female",
        "unidentified voice",
        "unidentified person",
        "unidentified man",
        "unidentified woman",
        "unknown voice",
        "male voice",
        "female voice",
        "several voices",
        "a voice",
    }
    | words_for("labels", "unknown")
)

OUTLET_WORDS = words_in(
    """
    advertiser agency app argus bulletin broadcast broadcasting broadcaster bureau channel chronicle courier daily
    digest dispatch echo enquirer evening examiner express fm gazette globe herald independent inquirer journal ledger
    magazine mail media messenger mirror monthly
    network networks news newspaper newspapers newsroom newswire online pictorial post press publication radio record
    register report reporter correspondent journalist review sentinel shimbun shinbun standard star sun
    telegraph television times today tribune tv video weekly wire world zaobao afp ap anadolu bloomberg caixin
    dpa efe euronews itar jiji kyodo nikkei reuters sputnik tass xinhua yicai yonhap
    """
) | words_for("names", "outlets")
# Words of the table above that are as common in names of offices: alone they prove nothing.
WEAK_OUTLET_WORDS = words_in("bureau general independent observer record register report star sun world")

CHINESE_OUTLET_ENDINGS = tuple(
    sorted(
        words_in(
            """
            社 报 報 网 網 电视台 電視臺 電視台 台 臺 电视 電視 卫视 衛視 广播 廣播 新闻 新聞 周刊 週刊 杂志
            雜誌 客户端 客戶端 频道 頻道 日报 日報 时报 時報 传媒 傳媒 融媒体 通讯 电台 電台 央视 總台央視
            总台央视 快报 晚报 财经 財經 融媒体中心 融媒體中心 融媒 传媒中心 广播电视中心 新闻中心 新聞中心 资讯
            資訊 证券 證券 投信 投顾 投顧 资本 資本 基金 资管 資管 在线 在線 观察 觀察 论坛报 新聞部 网站 網站
            """
        )
        | {word for word in words_for("names", "outlets") if "\u4e00" <= word[0] <= "\u9fff"}
    )
)
CHINESE_REPORTER = ("记者", "記者")

# A label never begins with one of these: such words open a sentence, not a turn.
SENTENCE_OPENERS = words_in(
    """
    a about after again all also although among an and another any are as at because before both but by
    concerning could did do does during each either every few finally first firstly following for fourth from
    had has have he her here here's his how however i i'd i'll i'm i've if in including is it it's its last
    lastly let let's like look many may meanwhile more moreover most my neither next no nor not note now number
    of on once one or other our over overall part per perhaps phase point please question re regarding remember
    same second secondly see several shall she should since so some something step still such sure take thank
    thanks that that's their then there there's therefore these they third thirdly this those three through
    thus to today tomorrow too two under unlike until up upon us was we we'll we're we've well were what what's
    when where whereas whether which while who whose why will with within without would yes yesterday yet you
    you're your
    """
) | words_for("words", "openers")
# Nor is a label one of these, or ends with one: they announce a thing, not a speaker.
THING_NOUNS = words_in(
    """
    achievements areas data efforts figures findings highlights initiatives measures numbers plan plans policies
    reforms requirements responses schedule statistics steps strategy targets
    answer answers appendix attachments background bottom caption change challenge charge conclusion context
    correction date details disclaimer effect example fact facts goal goals guests handouts headline idea
    introduction issue issues keywords lesson line location measure message note notes objective outcome
    overview photo place point points principle priority priorities problem process progress purpose question
    questions reality reason reasons remark remarks result results rule section solution source story subject
    contents index overview proceedings transcript subjects length runtime
    type id number format category categories duration length edition region ref reference status language
    summary tags task tasks theme thing things time title topic topics translation truth update url venue
    warning way
    """
) | words_for("words", "things")
# The ends of titles: the kind of event.
EVENT_NOUNS = words_in(
    """
    briefing briefings conference conferences stakeout stakeouts telebriefing teleconference gaggle availability
    doorstep interview hearing call announcement
    """
)
CHINESE_NOT_LABELS = words_in(
    """
    发布 發布 發佈 更新 修改
    证券代码 證券代碼 股票代码 证券简称 公告编号 发布时间 發布時間 發佈時間 发布日期 發布日期 發佈日期
    主题 主題 关键词 關鍵詞 关键字 记录人 記錄人 记录 記錄 整理 议题 議題 标签
    相关链接 相關連結 相关新闻 相關新聞 相关阅读 相关报道 相關報導 延伸阅读 延伸閱讀 附加檔案 瀏覽人次
    文字实录 文字實錄 实录 實錄 实录全文 全文 现场实录 直播实录 原标题 原標題 标题 標題
    推荐给朋友 网友评论 友情链接 纠错 打印 打印本页 关闭 关闭窗口 分享 分享到 收藏
    主办单位 主办 承办 声明 聲明 上一篇 下一篇 上一条 下一条 上一則 下一則 其中包括 其中
    版权所有 版權所有 联系我们 聯絡我們
    第一 第二 第三 第四 第五 首先 其次 再次 最后 最後 一是 二是 三是 四是 例如 比如 注 备注 附 附件 总之 總之
    此外 另外 同时 同時 问题 問題 问题是 结论 結論 原因 目标 目標 数据 图 图片 時間 时间 地点 地點 日期 来源
    來源 编辑 編輯 责任编辑 責任編輯 标题 關於 关于 他说 她说 他說 他指出 我说
    """
)

# Lines of a page's frame, and of what stands after a transcript: never a label, whatever their shape.
NOT_LABELS = frozenset(
    (
        "related news", "related stories", "related articles", "related links", "related content", "related events",
        "related information", "media contact", "media contacts", "press contact", "press contacts", "contact",
        "contacts", "contact us", "for media inquiries", "media inquiries", "media relations", "read more", "see also",
        "next post", "previous post", "news release", "press release", "press office", "last updated",
        "editor", "phone", "email", "e-mail", "tel", "fax", "address", "subscribe", "follow us", "stay connected",
        "released by", "release date", "release type", "transcript id",
        "posted by", "uploaded by", "submitted by", "filed under", "period of service",
        "audio", "video", "videos", "photos", "livestream", "webcast",
        "date", "venue", "languages", "available in", "index", "embargo", "the embargo",
    )
) | words_for("head", "frame") | words_for("head", "posted")  # fmt: skip
NOT_LABELS |= {word for word in words_for("words", "things") if len(word) > 1}

DATE_WORDS = (
    words_in("date day held when 日期 时间 時間 举行时间 舉行時間 举行日期 会议时间 會議時間 会议日期 發佈會時間")
    | words_for("head", "dates")
    | {
        f"{one} {two}" if one == "date of" else f"{two} {one}"
        for one in ("date of", "date")
        for two in (
            "event",
            "interview",
            "meeting",
            "hearing",
            "briefing",
            "conference",
            "recording",
            "broadcast",
            "session",
        )
    }
    | words_in(
        """
        直播时间 直播時間 活动时间 活動時間 访谈时间 訪談時間 发布会时间 召开时间 召開時間 开始时间 開始時間 举办时间
        舉辦時間 会见时间 會見時間 采访时间 採訪時間 调研时间 接待时间
        """
    )
    | {
        "event date",
        "date and time",
        "发布会时间",
        "發佈會日期",
        "发布会日期",
        "通报会时间",
        "记者会时间",
        "記者會時間",
        "date/time",
        "date & time",
        "time and date",
        "recorded",
        "held",
    }
    | {"delivered on", "delivered", "given on", "aired on", "filmed on", "hosted on", "date of call", "date of event"}
    | {"date of the event", "date of the interview", "date of the meeting", "date held", "held on", "recorded on"}
)
TIME_WORDS = words_in("time 时间 時間") | words_for("head", "times")
# When a conference was held, where a place stands beside it; else the time of posting.
RELEASE_TIMES = words_in("发布时间 發布時間 發佈時間 发布日期 發布日期 發佈日期") | {"time of release", "release time"}
VENUE_WORDS = words_in(
    """
    venue place location where 地点 地點 举办地点 发布地点 發布地點 發佈地點 地址 会议地点 會議地點 活动地点 活動地點
    举行地点 舉行地點 召开地点 召開地點 发布会地点 會場 会场 直播地点
    """
) | words_for("head", "venues")
SOURCE_WORDS = words_in("source from publisher 来源 來源 稿件来源") | words_for("head", "sources")
FACT_WORDS = frozenset(LIST_WORDS) | DATE_WORDS | TIME_WORDS | VENUE_WORDS | SOURCE_WORDS
# What a file says of its publication: no title, no speech.
PUBLICATION_WORDS = frozenset(
    (
        "series", "系列", "published by", "发布机构", "record status", "文稿状态", "version", "版本",
        "permanent link", "permalink", "固定链接", "source address", "来源网址",
    )
)  # fmt: skip
# They name the kind of a page, and nothing of what it is about.
KIND_WORDS = words_in(
    """
    press news media introductory opening closing daily weekly regular official full latest hansard video event events
    transcript transcripts transcription transcriptions briefing briefings conference conferences
    remarks statement statements speech speeches interview interviews release releases newsroom room office
    archive archives and of the public affairs & noon e&oe
    """
)
POSTED_WORDS = (
    "updated", "posted", "posted on", "published", "released", "release date",
    "last reviewed", "last modified", "last updated", "issued", "issued on", "submitted", "submitted on", "uploaded",
    "uploaded on", "published on", "released on", "date posted", "date published", "publication date", "updated on",
    "发布时间", "發布時間", "發佈日期", "發佈時間", "發布日期", "发布于",
    "最后更新", "最後更新", "最后更新日期", "最後更新日期", "更新日期", "发布日期", "更新时间", "上載日期", "上载日期",
    "上載時間", "上载时间", "刊登日期", "登載日期", "张贴日期", "張貼日期", "公布日期", "公佈日期", "created on",
    "added on", "first published", "uploaded at", "date uploaded", "date released", "created", "date created",
    "issue date", "date issued", "date of issue", "date of publication", "date of release", "for release",
    "distributed", "distributed on", "modified", "modified on", "date modified", "made available on", "available from",
    "online since", "released at", "published at", "posted at", "publish date", "post date", "first posted",
    "发稿时间", "發稿時間", "发表时间", "發表時間", "发表于", "發表於", "發佈於", "上网日期", "上網日期", "公告日期",
    "date of this text", "date of this transcript", "date of this document", "date of posting", "text dated",
    "发文日期", "發文日期", "建檔日期", "建档日期",
    *sorted(words_for("head", "posted")),
)  # fmt: skip
EDITOR_WORDS = words_in(
    """
    editor editors author by tags keywords share 编辑 編輯 责任编辑 責任編輯 作者 责编 分享到 分享 責編
    """
)
# Words for posted only where a colon stands behind them: “发布会” is a conference.
POSTED_ALONE = words_in("发布 發布 發佈 更新 修改")

# Headings of a table's columns: the speaker, and the words.
SPEAKER_HEADINGS = words_in("speaker speakers name voice who participant 发言人 發言人 讲话人 說話者 姓名")
WORDS_HEADINGS = words_in(
    "text words transcript transcription remarks content said statement 内容 內容 发言 發言 文字 发言内容"
)

# The commonest Chinese surnames, in either script.
SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅高郑鄭梁谢謝宋唐许許韩韓邓鄧冯馮曹彭曾肖萧蕭田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇吕呂丁任卢盧姚沈钟鍾"
    "姜崔谭譚陆陸汪范金石廖贾賈韦韋夏付傅方邹鄒熊白孟秦邱江尹薛闫閻阎段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯常温溫康施文牛樊葛邢安齐齊"
    "易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿关關兰蘭焦俞左柳甘祝包宁寧尚符舒阮柯纪紀梅童凌毕畢单單季裴霍涂成苗谷盛曲翁冉骆駱蓝藍路游辛靳欧管柴蒙"
    "鲍鮑华華喻祁蒲房滕屈饶饒解牟艾尤阳陽时時穆农農司卓古吉缪繆简簡车車项項连連芦麦麥褚娄婁窦竇戚岑景党黨宫宮费費卜冷晏席卫衛米柏宗瞿桂全佟应應臧闵閔苟邬鄔"
    "边邊卞姬师師和仇栾欒隋商刁沙荣榮巫寇桑郎甄丛叢仲虞敖巩鞏明佘池查麻苑迟遲邝鄺官封谈談匡鞠惠荆荊乐樂冀郁胥南班储儲原栗燕楚鄢劳勞谌諶奚皮粟冼蔺藺楼樓盘盤满滿闻聞"
    "位厉厲伊仝区區郜海阚闞花权權强強帅帥屠豆朴盖蓋练練廉禹井祖漆巴丰豐支卿国國狄平计計索宣晋晉相初门門云雲容敬来來扈晁芮都普阙闕浦戈伏鹿薄邸雍辜羊阿乌烏母裘亓修邰赫杭洪赖賴丘招幸"
)

# Those of two characters.
LONG_SURNAMES = words_in(
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 司徒 夏侯 端木 南宫 南宮 轩辕 軒轅"
)

NAME_PARTICLES = words_in(
    "of the and de del della di da dos du la le van von der den bin ibn al el for in on at & y e"
) | words_for("names", "particles")
HOME_WORDS = frozenset(("home", "home page", "homepage", "main", "press room", "首页", "首頁", "主页", "主頁"))
HOME_WORDS |= words_for("head", "home")
# Parts of a site's menu in which no page stands.
MENU_WORDS = frozenset(
    (
        "contact", "contacts", "contact us", "about", "about us", "search", "login", "log in", "sign in", "register",
        "subscribe", "newsletter", "sitemap", "site map", "careers", "jobs", "privacy", "cookies", "help", "faq",
        "联系我们", "聯絡我們", "关于我们", "關於我們", "网站地图", "網站導覽", "登录", "登入", "搜索",
        "contacto", "kontakt", "impressum", "contatti", "contato", "recherche", "suche", "buscar",
    )
)  # fmt: skip
