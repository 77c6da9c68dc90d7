"""An archive of twenty-two years as an office would import it: without summaries, with long names and titles."""

from pathlib import Path

YEARS = range(2005, 2027)
CONFERENCE = "/conferences/2026-11-22-2026-briefing-on-the-housing-harbour-and-river-crossings-of-the/"
# A page of each type that an archive makes longer or wider.
PAGES = {
    "home": "/",
    "list": "/conferences/",
    "exchange": CONFERENCE,
    "exchange-later": f"{CONFERENCE}2/",
    "full": f"{CONFERENCE}full/",
    "search-results": "/search/?q=harbour",
    "speakers": "/speakers/",
    "speaker": "/speakers/maria-magdalena-wojciechowska-featherstonehaugh-of-northbank-and-the-merrow/",
    "outlet": "/outlets/the-northern-harbour-evening-courier-and-weekly-shipping-intelligencer/",
    "topic": "/topics/housing/",
    "series": "/series/regular-briefings-of-the-ministry-of-ports-river-crossings-and-the-islands-of/",
    "404": "/nowhere/",
}
SPEAKER = "Maria-Magdalena Wojciechowska-Featherstonehaugh of Northbank and the Merrow Islands"
OUTLET = "The Northern Harbour Evening Courier and Weekly Shipping Intelligencer (Bartholomew Featherstonehaugh-Smythe)"
TITLE = (
    "{year}: briefing on the housing, harbour and river crossings of the northern bank, and what they cost, number {n}"
)
HEADING = (
    "Winter service on the northern bank and the islands: who pays for it, how many boats there are, why the harbour "
    "stays open although the river freezes, and what will be done about it"
)
TITLE_ZH = "{year}年关于北岸住房、港口与跨江交通建设及其费用和对周边社区影响的新闻发布会（第{n}场）"

ENGLISH = """Title: {title}
Series: Regular briefings of the Ministry of Ports, River Crossings and the Islands of the Northern Bank
Held: {day}

Speakers:
- {speaker}, first deputy director for the coordination of river crossings, housing and public health

=== How many homes are there on the northern bank, when will the others be built, and who pays for the crossings
Topics: Harbours, river crossings and transport on the northern bank; Housing

{outlet}:

How many homes were built in {year}, and what does the bridge cost?

{speaker}:

Of the homes that were promised {n} hundred stand. The harbour pays for half of the bridge, the city for the rest.

The islands will be served by two boats more.

=== {heading}
Topics: Winter service

{outlet}:

And in winter?

{speaker}:

The harbour stays open for as long as the river does.
"""
CHINESE = """标题: {title}
语言: zh-hans
举行日期: {day}

发言人:
- 林海月, 港务、跨江交通与海岛公共服务协调委员会第一副主任

=== 北岸已建成多少住房、其余住房何时建成以及跨江大桥的费用由谁承担
话题: 住房

晚邮报（乔·马什）:

{year}年建成了多少住房？

林海月:

承诺的住房已经建成{n}百套，港口承担大桥费用的一半。

=== 冬季服务

晚邮报（乔·马什）:

冬天怎么办？

林海月:

只要江面不封冻，港口就开放。
"""


def write(folder: Path) -> list[Path]:
    """Write a transcript in English for each year, and one in Chinese for every third; return the files."""
    files = []
    for n, year in enumerate(YEARS, start=1):
        kinds = [("en", ENGLISH, TITLE)] + ([("zh", CHINESE, TITLE_ZH)] if n % 3 == 1 else [])
        for language, text, title in kinds:
            file = folder / f"{year}-{language}.txt"
            day = f"{year}-{n % 12 + 1:02}-{n:02}"
            said = {"year": year, "n": n, "day": day, "speaker": SPEAKER, "outlet": OUTLET, "heading": HEADING}
            file.write_text(text.format(title=title.format(year=year, n=n), **said))
            files.append(file)
    return files
