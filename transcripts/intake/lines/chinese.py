"""Test for Chinese characters in a text."""

import re

_CHINESE = re.compile("[\u3400-\u9fff]")


def is_chinese_label(label: str) -> bool:
    """Return whether `label` holds a Chinese character."""
    return bool(_CHINESE.search(label))
