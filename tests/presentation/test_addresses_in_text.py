"""Addresses in a text become links, and nothing else does."""

import pytest

from transcripts.presentation import link_addresses

MAIL = '<a href="mailto:press@harbour.example">press@harbour.example</a>'
PAGE = '<a href="https://live.example.org/a">https://live.example.org/a</a>'


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("请致信press@harbour.example，写明姓名。", f"请致信{MAIL}，写明姓名。"),
        ("请致信 press@harbour.example。摄像机位", f"请致信 {MAIL}。摄像机位"),
        ("直播见https://live.example.org/a，谢谢。", f"直播见{PAGE}，谢谢。"),
        ("（https://live.example.org/a）", f"（{PAGE}）"),
        ("Write to press@harbour.example, or see\nhttps://live.example.org/a.", f"Write to {MAIL}, or see\n{PAGE}."),
        (
            "<b>press@harbour.example</b>’s “page” & 发布会<i>",
            f"&lt;b&gt;{MAIL}&lt;/b&gt;’s “page” &amp; 发布会&lt;i&gt;",
        ),
        ("", ""),
    ],
)
def test_an_address_ends_where_its_sentence_goes_on(text: str, linked: str) -> None:
    assert link_addresses(text) == linked


def test_a_path_may_be_chinese() -> None:
    assert ">https://example.org/海港</a>，" in link_addresses("见https://example.org/海港，第一页")
