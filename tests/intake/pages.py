"""Pages of offices that do not exist, laid out as real offices lay out theirs."""

ANSWER = [
    "Thank you for your question; I will take it. The harbour has nine piers, and all of them were rebuilt last year.",
    "First, the boats are ready. We have bought eleven of them, and their crews are trained.",
    "Second, the fares stay as they are. We will look at them again in spring.",
    "Going forward, we will focus on the following key tasks:",
    "First: safety. Nobody shall wait on a dark quay.",
    "In all, the winter timetable will serve more people than ever. Thank you.",
]

ONE_OF_MANY = """ㄑ Press Hall ㄑ Transcripts of Briefings ㄑ Briefings of the Ministry of Ports

Ministry of Ports briefing on the winter plan for the Northbank ferries

Ports.example.org | March 14, 2024

Northbank Daily:

The ferries are the life of the town. Could you tell us what was done so far? Moreover, what comes next? Thank you.

Tomas Reyl:

{answer}

<\u00a0\u00a01\u00a0\u00a02\u00a0\u00a03\u00a0\u00a04\u00a0\u00a05\u00a0\u00a0>""".format(answer="\n\n".join(ANSWER))

FIRST_PAGE = """Ministry of Ports briefing on the winter plan for the Northbank ferries

Ports.example.org | March 14, 2024

Share:

Read in Chinese

Speakers:

Mr. Tomas Reyl , director of the Office of River Crossings

Ms. Ines Calder, a member of the town council, and deputy mayor of Northbank

Chairperson:

Ms. Ruo Lan, deputy head of the press office of the Ministry of Ports (MOP)

Date:

March 12, 2024


Ruo Lan:

Good afternoon, and welcome to this press conference of the Ministry of Ports. With us are Mr. Tomas Reyl, director of \
the Office of River Crossings; and Ms. Ines Calder, deputy mayor of Northbank.

I now invite Mr. Reyl to say a few words first.

Tomas Reyl:

Friends from the press, good afternoon. The winter plan matters to all of us.
"""

SECOND_PAGE = """Home -  Press Hall - 
Ministry of Ports briefing on the winter plan for the Northbank ferries

Ports.example.org | March 14, 2024

Ruo Lan:

Thank you. We now open the floor to questions.

NBTV:

How do the piers differ from each other? Thank you.

Ines Calder:

Let me take this question. They differ in length.

Tomas Reyl:

I want to add a few points. They differ in age as well.
"""  # noqa: W291  (the page ends its breadcrumb so)

LABEL_LOST = SECOND_PAGE.replace("NBTV:\n\n", "\n")

WITHOUT_LIST_WORDS = """Home -  Press Hall - 
Ministry of Ports briefing on fares

Ports.example.org | March 28, 2024


Mr. Tomas Reyl, director of the Office of River Crossings

Mr. Bo Marten, spokesperson of the Ministry of Ports (MOP)


Ms. Ruo Lan, deputy head of the press office


March 12, 2024

Ruo Lan:

Good afternoon. Today is a routine briefing.

Tomas Reyl:

It is a pleasure to see you all again.
"""  # noqa: W291

CAPITALS = """Press Briefing by Press Secretary Ana Portillo-Reyes

1:05 P.M. EST

\tMS. PORTILLO-REYES:\u00a0 Good afternoon, everybody.

\tBottom line: we are building.

\tOn Haven Island: we are watching.

\tThe Ferry Act: It lowers fares for all.

\tWith that, Mr. Reyl is here.

MR. REYL:  Thank you. Happy to be here. (Laughter.)

\tQ\u00a0\u00a0\u00a0 Thanks. What is the plan for the piers, and who is going to pay for all of that in the end?

\tMR. REYL:  We all do.  I have no more —

Q    But you said —

MR. REYL:  – to say.

Q    When?

MR. REYL:  In May.

Q    On the boats, do you have any update for the people of the island who have been waiting for them since March?

MR. REYL:  Soon.

END                1:45 P.M. EST
"""

RUN_ON = (
    "Transcript of the Harbour Board’s Press Conference\n2024-03-12\n\n"
    "CHAIR ODELL. Good afternoon. " + "The board met today and left the fares as they are. " * 12 + "I will take your "
    "questions. RUTH ABELE. Thank you. Jo Marsh. JO MARSH. Hi, Jo Marsh with the Evening Courier. Why do fares "
    "stay? CHAIR ODELL. Because costs do. JO MARSH. And next year? CHAIR ODELL. We shall see, with the WTO. "
    "RUTH ABELE. Thank you. Ken. KEN OSTER. Thanks for taking my question. I wanted to ask about the piers. "
    "CHAIR ODELL. They are fine. RUTH ABELE. Thank you very much."
)

HEADINGS = """Press Conferences

Press Conference by Minister for Ports Ines Calder

Tuesday, March 12, 2024, 11:00 a.m. Ministry of Ports

This is a provisional translation for reference purpose only.

Opening Remarks

(1) Deputy Mayor’s Visit to the Island

Ms. Ines Calder, Minister for Ports: From tomorrow I plan to go to the island.

Response Concerning the Narrows

HBK, Takami: What do you think of the state of the Narrows?

Minister Calder: It is very important: all our oil comes that way.

Fares on the Night Ferry

Toba, Northbank TV: I would like to ask about fares. Will they rise?

Minister Calder: I do not believe so.
"""

NO_BLANK_LINES = """Ports Ministry Spokesperson Ruo Lan's Regular Press Conference on March 12, 2024
Updated: March 13, 2024 19:20
Harbour News: The island said it would close its ports. Do you have a comment?
Ruo Lan: We noted that. Our position is clear.
I have one more thing to say: talks are the way.
Meridian: On the same topic. Will you talk to them?
Ruo Lan: Talks are open.
"""

LETTERS = """Ports Ministry Spokesperson Ruo Lan's Regular Press Conference on March 12, 2024
Q: The island closed its ports. What is the reason?
A: I am not aware of the details.
There is one clear principle: ports are open.
Q: Why?
A: Because ships must land.
"""

UNLABELLED = """12 March 2024

Daily Press Briefing by the Office of the Harbour Spokesperson

Below is a near-verbatim transcript of today’s noon briefing by Ines Calder, Spokesperson for the Harbour Office.

Good afternoon.  I will begin with two statements.

On the island:  The Office is concerned over the closed ports.

And on the piers:  They are open.
"""

CHINESE = """首页 > 渡轮动态 > 发言人表态

2024年3月12日港口部发言人阮岚主持例行记者会

2024-03-13 20:08

中央渡轮电视台记者：请介绍冬季渡轮的安排。末班船几点开？

阮岚：冬季渡轮从十一月开始。首先：我们看码头。

　　末班船十二点开。

港报记者李四：票价会不会上涨？

阮岚：不会。
"""

TRADITIONAL = """2024年3月港務部例行記者會
時間：2024年3月12日（15:00—16:40）
地點：港務部新聞廳
發布人：港務部新聞局局長、港務部新聞發言人阮嵐大校

3月12日下午，港務部舉行3月例行記者會，阮嵐大校答記者問。李四 攝
阮嵐：各位記者朋友，下午好！歡迎大家出席。
請各位提問。
記者：碼頭何時完工？請介紹情況。
阮嵐：年底完工。
工程有幾個特點：一是快。二是省。
"""

LIVE = """港务总长阮岚答记者问

[港口网]:

3月12日上午，总长会见记者并回答提问。本网现场直播，敬请关注！[09:44]

.

[傅兰]:

大家好，到场的记者比较多。现在请总长讲几句话。[10:30]

.

[阮岚]:

欢迎大家。时间有限，开始吧。[10:31]

.

[港报记者]:

请问票价会怎么变？谢谢。[10:32]

.

[阮岚]:

票价不变。[10:33]
"""
