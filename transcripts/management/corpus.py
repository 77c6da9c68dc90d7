"""A synthetic archive: words, people and conferences made from a seed, the same each time. Pure.

Words are drawn by Zipf's law, as in any language: the most frequent are real function words, then words of press
rooms, then words built from syllables. To write millions of turns quickly, one long stream of words is drawn, and each
turn is a piece of it; so phrases come back, as they do when people speak. Each turn has a rare word of its own besides.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from opencc import OpenCC

from transcripts.models.ids import ALPHABET, LENGTH

SPEAKERS, OUTLETS, TOPICS, SERIES = 2_000, 500, 300, 40
FIRST_DAY, LAST_DAY = date(2005, 1, 3), date(2026, 10, 30)
EXCHANGES = 11  # a conference, about
WORDS, RARE_WORDS = 30_000, 100_000
STREAM = 600_000  # words of a language
CHINESE, TRADITIONAL = 0.25, 0.05  # of all conferences


def _words(text: str) -> list[str]:
    return text.split()


_FUNCTION = _words(
    """the of and to in a that we is for it on this are with be as by have will at our not from has which they
more was all can also or their been an but what do there who would these its about so than if you into how your may one
no any many some very when other were such only should those must out over most through under could between after before
because where both each made"""
)
_PRESS = _words(
    """minister question people development government work country year policy international public measures
cooperation national economic security city region service report health water harbour ferry school budget market growth
housing trade energy support project plan press conference committee future system law area bridge island climate
transport hospital research island fund agreement border river price census winter storm vessel"""
)
_ONSETS = _words("b c d f g h l m n p r s t v w br cl cr dr fl gr pl pr sc st tr")
_VOWELS = _words("a e i o u ai ea ee ou")
_CODAS = ["", "", "", "l", "m", "n", "nd", "nt", "r", "rd", "rn", "s", "st", "t"]
_FUNCTION_ZH = _words("的 了 在 是 和 我们 有 将 对 也 这 都 不 为 与 就 等 各 从 并 进行 以及 已经 可以 这个 问题")
_PRESS_ZH = _words(
    """发展 工作 国家 经济 政府 合作 社会 建设 人民 国际 安全 城市 措施 服务 教育 健康 港口 轮渡
预算 市场 增长 住房 贸易 能源 支持 项目 计划 新闻 发布 委员 未来 制度 法律 地区 大桥 岛屿
气候 交通 医院 研究 基金 协议 边境 河流 价格"""
)
_CHARACTERS = (
    "天地人大中小山水火木金土日月东西南北春夏秋冬风云雨雪江河湖海田石林草花鸟鱼马牛羊青白红黄黑高长远近明光清和平安康宁"
    "福寿喜乐文武学校书画诗词歌曲工农商军政法医药电力车船飞机路桥门窗房屋城镇乡村民族家国世界历史时代事业产品科技生活环境"
    "保护管理组织机构标准质量数量速度程度方面情况条件原因结果过程作用影响关系意见建议决定规定计划准备开始继续完成提高增加"
    "减少改变调整加强推动实现满足解决处理检查监督评价总结报告说明介绍回答提出要求希望相信认为表示强调指出"
)
_GIVEN = _words("Ada Boris Carla Denis Edith Farid Greta Hugo Ines Jonas Kira Leon Mara Nils Olga Piet Rosa")


@dataclass(frozen=True, slots=True)
class MadeTurn:
    """A turn: `speaker` or `outlet` is a number from 0, the other None."""

    kind: str
    text: str
    speaker: int | None = None
    outlet: int | None = None


@dataclass(frozen=True, slots=True)
class MadeExchange:
    """An exchange, with the numbers of its topics."""

    heading: str
    topics: tuple[int, ...]
    turns: list[MadeTurn]


@dataclass(frozen=True, slots=True)
class MadeConference:
    """A conference; `series` is a number, `people` are speakers' numbers, each once."""

    number: int
    title: str
    language: str
    day: date
    series: int
    people: tuple[int, ...]
    exchanges: list[MadeExchange] = field(default_factory=list)


class Corpus:
    """An archive of `exchanges` exchanges, made from `seed`."""

    def __init__(self, exchanges: int, seed: int) -> None:
        self.exchanges = exchanges
        self.random = Random(seed)  # noqa: S311 (no secret is made)
        self._paragraphs = Random(seed + 1)  # noqa: S311
        rare = sorted({self._word(3) for _ in range(WORDS + RARE_WORDS)} - {*_FUNCTION, *_PRESS})
        self.random.shuffle(rare)
        self._rare = rare
        english = self._stream([*_FUNCTION, *_PRESS, *rare[:WORDS]], " ", (", ", ". "))
        simple = self._stream([*_FUNCTION_ZH, *_PRESS_ZH, *self._words_zh()], "", ("，", "。"))
        words = list(dict.fromkeys(simple))
        forms = dict(zip(words, OpenCC("s2t").convert("\n".join(words)).split("\n"), strict=True))
        traditional = [forms[word] for word in simple]
        self._streams = {"en": english, "zh-hans": simple, "zh-hant": traditional}
        self.topics = [f"{a.title()} {b}" for a, b in self._pairs(_PRESS, rare, TOPICS)]
        self.series = [f"{a.title()} {b} briefing" for a, b in self._pairs(rare, _PRESS, SERIES)]
        self.outlets = [f"{a.title()} {b.title()}" for a, b in self._pairs(rare, ["Courier", "Post", "News"], OUTLETS)]
        self.speakers = [f"{a} {b.title()}" for a, b in self._pairs(_GIVEN, rare, SPEAKERS)]

    def public_id(self) -> str:
        """Return a permanent id."""
        return self._id(self.random)

    def paragraph_id(self) -> str:
        """Return a permanent id of a paragraph; the words of the archive do not depend on how many were made."""
        return self._id(self._paragraphs)

    @staticmethod
    def _id(random: Random) -> str:
        bits = random.getrandbits(64)
        return "".join(ALPHABET[bits // len(ALPHABET) ** place % len(ALPHABET)] for place in range(LENGTH))

    def conferences(self) -> Iterator[MadeConference]:
        """Yield the conferences in order of their days, with as many exchanges in all as asked for."""
        left, number = self.exchanges, 0
        count = max(self.exchanges // EXCHANGES, 1)
        days = (LAST_DAY - FIRST_DAY).days
        while left:
            day = FIRST_DAY + timedelta(days=min(days * number // count, days))
            size = min(left, self.random.randint(EXCHANGES - 7, EXCHANGES + 7))
            yield self._conference(number, day, size)
            left -= size
            number += 1

    def _conference(self, number: int, day: date, size: int) -> MadeConference:
        random = self.random
        draw = random.random()
        language = "zh-hant" if draw < TRADITIONAL else "zh-hans" if draw < CHINESE else "en"
        people = tuple(dict.fromkeys(self._often(SPEAKERS) for _ in range(random.randint(1, 4))))
        made = MadeConference(number, self._piece(language, 9)[:120], language, day, self._often(SERIES), people)
        for place in range(size):
            topics = tuple({self._often(TOPICS) for _ in range(random.randint(0, 3))})
            turns = [MadeTurn("statement", self._text(language, 160), speaker=people[0])] if not place else []
            if place or size == 1:
                outlet = self._often(OUTLETS)
                for _ in range(1 + (random.random() < 0.2)):
                    turns.append(MadeTurn("question", self._text(language, 35), outlet=outlet))
                    turns.append(MadeTurn("answer", self._text(language, 110), speaker=random.choice(people)))
                if random.random() < 0.15:
                    turns.append(MadeTurn("moderator", self._text(language, 12), speaker=people[-1]))
            made.exchanges.append(MadeExchange(self._piece(language, 6)[:80], topics, turns))
        return made

    def _often(self, count: int) -> int:
        """Return a number below `count`, the low ones much more often."""
        return int(count * self.random.random() ** 3)

    def _text(self, language: str, length: int) -> str:
        """Return about `length` words, a rare one among them."""
        length = max(4, int(length * self.random.lognormvariate(-0.15, 0.55)))
        rare = self._rare[int(self.random.random() * len(self._rare))]
        return f"{self._piece(language, length)} {rare}."

    def _piece(self, language: str, length: int) -> str:
        stream = self._streams[language]
        start = int(self.random.random() * (len(stream) - length))
        text = "".join(stream[start : start + length]).strip(" ,，")
        return text[:1].upper() + text[1:]

    def _stream(self, words: list[str], gap: str, stops: tuple[str, str]) -> list[str]:
        """Return words drawn by Zipf's law, each with what follows it: a gap, or a stop now and then."""
        weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
        found = self.random.choices(words, cum_weights=weights, k=STREAM)
        ends = self.random.choices([gap, *stops], weights=[18, 1, 1], k=STREAM)
        return [word + end for word, end in zip(found, ends, strict=True)]

    def _word(self, most: int) -> str:
        draw = self.random.random
        return "".join(
            part[int(draw() * len(part))]
            for _ in range(2 + int(draw() * (most - 1)))
            for part in (_ONSETS, _VOWELS, _CODAS)
        )

    def _words_zh(self) -> list[str]:
        pairs = {"".join(self.random.sample(_CHARACTERS, 2)) for _ in range(8_000)}
        return sorted(pairs - {*_PRESS_ZH, *_FUNCTION_ZH}, key=lambda pair: (hash_of(pair), pair))

    def _pairs(self, firsts: list[str], seconds: list[str], count: int) -> list[tuple[str, str]]:
        found: dict[tuple[str, str], None] = {}
        while len(found) < count:
            found[self.random.choice(firsts), self.random.choice(seconds)] = None
        return list(found)


def hash_of(text: str) -> int:
    """Return a number that mixes texts up, the same each time."""
    return sum((ord(char) * 2_654_435_761) >> place for place, char in enumerate(text)) % 65_537
