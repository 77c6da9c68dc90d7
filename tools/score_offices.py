"""Score pages as those of an office that nothing was learnt from: part of `make score`.

An office is a page's name before its first number; reposts of its pages go with their origin. For each one, the weights
of the clues are fitted without its pages, and these are read with them. Words were learnt from pages as well: all pages
are read once more without the words of our tables that only their own office uses, in another process, since tables are
read at import. What the rules themselves learnt from the pages cannot be taken out; only pages that are new tell that.
"""

import os
import subprocess
import sys
import time
import types
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

WITHOUT_WORDS = "WITHOUT_WORDS"  # an environment variable with the words, a line each
ROOT = Path(__file__).resolve().parent.parent
HAN = ("\u3040", "\u9fff")


def leave_words_out(words: frozenset[str]) -> None:
    """Take words out of the tables of intake, before any of it is imported."""
    package = types.ModuleType("transcripts.intake")
    package.__path__ = [str(ROOT / "transcripts" / "intake")]
    sys.modules["transcripts.intake"] = package
    from transcripts.intake import vocabulary  # noqa: PLC0415  (the tables alone)

    for name, table in list(vars(vocabulary).items()):
        if isinstance(table, frozenset):
            setattr(vocabulary, name, table - words)
        elif isinstance(table, tuple) and all(isinstance(word, str) for word in table):
            setattr(vocabulary, name, tuple(word for word in table if word not in words))
        elif isinstance(table, dict) and not name.startswith("__"):
            setattr(vocabulary, name, {word: part for word, part in table.items() if word not in words})
    del sys.modules["transcripts.intake"]


def words_of_tables() -> set[str]:
    """Return the words of the tables that English and Chinese pages are read by, and those of other languages."""
    from transcripts.intake import vocabulary  # noqa: PLC0415

    return {
        word
        for name, table in vars(vocabulary).items()
        if isinstance(table, frozenset | tuple | dict) and not name.startswith("__")
        for word in table
        if isinstance(word, str)
    }


def words_of_one_office(texts: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the words of the tables that are in the pages of one office alone; `texts` are (office, text)."""
    offices: dict[str, set[str]] = defaultdict(set)
    words = words_of_tables()
    for office, text in texts:
        plain = f" {' '.join(''.join(char if char.isalnum() else ' ' for char in text.casefold()).split())} "
        for word in words:
            is_in = word in text if word and HAN[0] <= word[0] <= HAN[1] else f" {word} " in plain
            if is_in:
                offices[word].add(office)
    return frozenset(word for word, found in offices.items() if len(found) == 1)


def main() -> None:
    """Print the score leaving one office out, and the score without words that only one office uses."""
    folders = [Path(one) for one in sys.argv[1:]]
    if WITHOUT_WORDS in os.environ:
        leave_words_out(frozenset(os.environ[WITHOUT_WORDS].split("\n")))
    # After the tables are as they shall be.
    from tools import fit_weights, score_pages  # noqa: PLC0415

    pages = fit_weights.labelled_pages(folders or [score_pages.OWN_PAGES])
    if WITHOUT_WORDS in os.environ:
        whole = score_pages.total_of([fit_weights.marks_of(page) for page in pages], "without its own words")
        print(score_pages.summary(whole))
        print(score_pages.about_warnings(whole))
        return
    begun = time.process_time()
    learnt = fit_weights.learnt_from(pages)
    every = fit_weights.ALL
    left_out = fit_weights.leaving_one_out(pages, learnt, fit_weights.by_hand(), [every])[every]
    whole = score_pages.total_of(left_out, "leaving one office out")
    print(score_pages.summary(whole))
    print(score_pages.about_warnings(whole))
    words = words_of_one_office((page.office, page.text) for page in pages)
    offices = len({page.office for page in pages})
    print(f"(fitted without each of {offices} offices in {time.process_time() - begun:.0f} s)")
    print(f"{len(words)} words of the tables stand in the pages of one office alone:", flush=True)
    environment = {**os.environ, WITHOUT_WORDS: "\n".join(sorted(words))}
    subprocess.run([sys.executable, __file__, *sys.argv[1:]], env=environment, check=True)


if __name__ == "__main__":
    main()
