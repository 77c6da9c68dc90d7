"""Recognition of words that greet, and of those that give others the floor, as a chair's do."""

import re

from transcripts.intake.language_words import any_of, words_for

GREETING = re.compile(
    r"^(?:good (?:morning|afternoon|evening|day)|as?salam|hello|hi\b|thank you|thanks|welcome|ladies and gentlemen"
    rf"|dear friends|大家|各位|女士们|女士們|{any_of(words_for('words', 'greetings'))})",
    re.IGNORECASE,
)
_HANDING_OVER = re.compile(
    r"\b(?:"
    + "|".join(
        (
            r"(?:have|has|take|is yours|to) the floor|the floor (?:is|to|for)",
            r"(?:next|last|final|first)(?: \w+)? questions?",
            r"(?<!have )(?<!ask )(?:one|two|three|few|some)(?: \w+)? (?:more|last|final) questions?",
            r"raise your (?:hand|number)",
            r"(?:few|opening|introductory) (?:\w+ )?(?:words|remarks) (?:from|by)",
            r"(?:i|we)(?: now| would like to|['’]d like to)? invite",
            r"(?:to|at) (?:this|the|today['’]s) (?:press|news)",
            r"(?:conference|briefing|session) (?:ends|is (?:over|hereby|now)|concludes|has ended|here)",
            r"(?:i|we)(?:['’]d| would) like to thank you",
            r"that(?:['’]s| is) all|(?:that|this) concludes|move on|over to|open it up|we have time",
            r"(?:turn|hand|pass|throw) (?:it|things|this)(?: back)? (?:over|back|to)|time for",
            r"(?:thank you|thanks),? (?:all|everyone|everybody)",
            r"let(?:['’]s| us) (?:go|turn|move|take|start|begin)",
            r"we(?:['’]ll| will| can| shall)(?: now)? (?:go|turn|move|start|begin)",
            r"we (?:now )?(?:go|turn|move) (?:now )?to",
            r"(?:we(?:['’]re| are)|i(?:['’]m| am)) (?:also )?joined(?: [\w’'-]+){0,4} by|go ahead, \w+",
            r"(?:open|take|welcome) (?:the floor|your|some|any|to)\b.{0,20}questions?",
            r"(?:we|i)(?:['’]ll| will)? now take questions",
            r"questions?,? please|let me (?:begin|start) with|let me take one from",
            r"(?:we(?:['’]ll| will| shall|['’]d better)?|let(?:['’]s| us)) (?:have to )?leave it (?:there|at that)",
            r"(?:use|into|wait for) (?:the|a) (?:microphone|mic)|say who you are",
            r"please (?:go ahead|identify|state|say|ask|introduce)",
            r"(?:turn|hand|give|pass) the (?:table|podium|microphone|mic)|give (?:us|me) your name|let us go on",
            r"who (?:would like|wants|wishes|has a|else)|(?:any|no) (?:more|other|further|questions?)\b(?! than)"
            r"|any(?:one|body) else"
            r"|(?:have|has|are) (?:run|running) (?:over|out of time)|(?:shall|will"
            r"|is going to) (?:now )?take (?:your |some |a few )?questions"
            r"|(?:yes|now|okay|ok|right),? (?:please|(?:(?:sir|ma['’]am|madam),? )?(?:in|at|on|to) the"
            r" (?:front|back|left|right|middle|row|first|second|aisle|side|corner|end))"
            r"|the (?:lady|gentleman|woman|man|colleague) (?:in|with|at|on|over|from) |over to (?:you|him|her|the)"
            r"|back to you"
            r"|(?:we|i) (?:must|have to|need to|will have to) (?:stop|end|close|finish|wrap)|wrap (?:this |it "
            r"|things )?up"
            r"|(?:thank you|thanks)(?: \w+){0,3} for joining"
            # “The inquest will open on 3 March” calls nobody.
            r"|(?<!i )(?<!we )(?<!they )(?<!it )will (?:(?:start|begin|open)(?! (?:in|at|by|from|again|today|tomorrow"
            r"|next|this|on (?:\d|the \d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|[a-z]+ \d)))"
            r"|speak|go first|make (?:an?|some)"
            r"|give (?:an?|us|some|brief)|say a few|present|read|help|answer)\b"
            r"|(?:all|everything) (?:for|from) (?:today|us|now)|out of time|coffee is|see you (?:next|all|again|on)",
        )
    )
    + r")\b|"
    + "|".join(
        (
            r"现在请|現在請|下面请|下面請|(?<!想)请.{0,12}(?:提问|提問|介绍情况|发言|继续)|請.{0,12}(?:提問|發言)"
            r"|(?:进入|進入)(?:答问|答問|提问|提問|问答|問答|互动|互動)|(?:提问|提問)(?:前|之前).{0,4}(?:请|請|先)"
            r"|(?:请|請)(?:通报|通報)|(?:会|會|活动|活動)就到(?:这里|這裡|这儿)|到此为止|到此為止",
            r"最后.{0,3}(?:一个|两个)?(?:问题|提问)|到此结束|到此結束|继续提问|開放提問|开放提问|敬请关注",
            r"(?:欢迎|歡迎)(?:大家|各位|记者|記者)(?:.{0,8}(?:出席|参加|參加|来到|來到|光临|朋友|记者|記者|提问|提問|收看)|[，。！,!])|^.{0,20}欢迎(?:出席|参加)|我们(?:今天)?(?:请来|邀请)了?",
            r"我們(?:今天)?(?:請來|邀請)了?",
            any_of(words_for("words", "hands_over")),
        )
    )
)


# Who is ready to answer gives nobody else the floor.
_OWN_ANSWERS = re.compile(
    r"\b(?:(?:and )?i(?:['’]m|['’]ll|['’]d| am| will| would)?(?: also| now| then)?(?: be)?(?: very| more than| quite)?"
    r" (?:(?:happy|glad|pleased|ready|delighted|prepared) to )?(?:take|answer)"
    r"|(?:happy|glad|pleased|ready) to (?:take|answer))"
    r"\b[^.!?]{0,40}questions?|look(?:ing)? forward to your questions?"
    r"|\b(?:готова? (?:ответить|отвечать)|отвечу|(?:je )?(?:suis prête? à répondre|répondrai|réponds)"
    r"|(?:estoy a|responderé|contestaré)"
    r"|(?:fico|estou) à|responderei|(?:beantworte|antworte) ich|ich (?:beantworte|stehe)|stehe ich)\b[^.!?]{0,60}"
    r"(?:вопрос|question|pregunta|pergunta|frage|disposici|disposiç)\w*"
    r"|我(?:来|來|很|也)?(?:愿意|願意|乐意|樂意)?回答[^。]{0,12}(?:提问|提問|问题|問題)"
)


# Nor does who says first what that is about, whoever else will speak.
_OWN_WORDS = re.compile(
    r"\bi(?:['’]ll| will|['’]m going to| am going to) (?:speak|talk|report|tell you)\b[^.!?]{0,200}"
)


def gives_the_floor(text: str) -> bool:
    """Return whether words give others the floor. They are folded once: much faster than to ignore their case."""
    folded = text.casefold()
    if _HANDING_OVER.search(folded) is None:
        return False
    folded = _OWN_WORDS.sub(" ", folded)
    folded = _OWN_ANSWERS.sub(" ", folded)
    return _HANDING_OVER.search(folded) is not None
