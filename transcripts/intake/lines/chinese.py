"""Chinese and Japanese characters in a text."""

import re

# Han, kana and bopomofo, for the brackets of an expression: each is a word by itself.
ONE_EACH = r"\u3041-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CHINESE = re.compile("[\u3400-\u9fff]")


def is_chinese_label(label: str) -> bool:
    """Return whether `label` holds a Chinese character."""
    return bool(_CHINESE.search(label))
