"""Attribution of turns: the one place that decides a turn's speaker and the name shown. (Pure.)"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attribution:
    """The attribution of a turn: the name before the words, the role printed that day, an outlet's journalist.

    All are empty where nobody is known.
    """

    name: str = ""
    role: str = ""
    journalist: str = ""

    @property
    def journalist_beside(self) -> str:
        """The journalist, where the name does not hold it already."""
        return "" if self.journalist in self.name else self.journalist

    @property
    def short_name(self) -> str:
        """The name without the journalist in brackets behind it."""
        name = self.name
        for form in (f"({self.journalist})", f"（{self.journalist}）"):
            name = name.removesuffix(form) if self.journalist else name
        return name.strip()

    def in_words(self, language: str) -> str:
        """Return the attribution as a quotation in `language` prints it; empty where nobody is known."""
        return speaker_text(self.name, self.role, self.journalist_beside, language)


def attribute(
    *, printed: str = "", label: str = "", known: str = "", role: str = "", journalist: str = ""
) -> Attribution:
    """Return the attribution of a turn, with the name that is shown before the words everywhere.

    `printed` is the participant's name as printed that day, `label` what the page printed before the words, and
    `known` the name on record of the speaker or the outlet: the first of these that is not empty is the name.
    """
    return Attribution(printed or label or known, role, journalist)


def speaker_text(name: str, role: str, journalist: str, language: str) -> str:
    """Return a speaker as text for print, with role and journalist: in Chinese and Japanese a role leads."""
    is_east_asian = language.startswith(("zh", "ja"))
    if name and role:
        return f"{role}{name}" if is_east_asian else f"{name}, {role}"
    if name and journalist:
        return f"{name}（{journalist}）" if is_east_asian else f"{name} ({journalist})"
    return name or journalist
