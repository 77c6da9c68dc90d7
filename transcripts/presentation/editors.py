"""Names of editors, as pages show them. (Pure.)"""

from django.utils.translation import gettext

COMMAND_LINE = "command line"  # what rows hold where nobody's account did it
ERASED_EDITOR = "an editor (erased)"  # what represents the name of an editor whose personal data were erased


def editor_name(name: object) -> str:
    """Return the name of whoever did something as the admin shows it: nobody's account and an erased one in words."""
    said = str(name)
    if said == COMMAND_LINE:
        return gettext("command line")
    return gettext("an editor (erased)") if said.startswith(ERASED_EDITOR) else said
