"""Say the import warnings that are kept in the words of today, so that they are translated and known again."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Each template as it was, and as it is now.
TEMPLATES = [
    ("The sheet", "Text of the transcript"),
    (
        "%(label)s opens the page and asks nothing; its words were taken for the host's.",
        "%(label)s speaks first and asks nothing; this was read as the moderator speaking.",
    ),
    (
        "The label “%(label)s” looks like “%(other)s” misspelt; it was kept as printed.",
        "The label “%(label)s” looks like a misspelling of “%(other)s”; it was kept as printed.",
    ),
    ("No words stand under the label “%(label)s”.", "There is no text under the label “%(label)s”."),
    ("it names a part in the conversation", "it names a role in the conversation"),
    ("the page names this person above", "the page lists this person above"),
    ("an honorific opens it", "it begins with an honorific"),
    ("it has the shape of a name", "it looks like a name"),
    ("it stands in brackets", "it is in brackets"),
    ("it is a letter that stands for a question or an answer", "it is a letter for a question or an answer"),
    ("a time code stands before it as before the others", "a time code precedes it, as with the others"),
    ("no time code stands before it as before the others", "no time code precedes it, unlike the others"),
    ("it looks like one that comes back, misspelt", "it looks like a misspelling of a recurring label"),
    ("“>>” stands before it", "“>>” precedes it"),
    ("a wide space parts it from the words", "a wide space separates it from the text"),
    ("it heads a table's row", "it begins a table row"),
    ("it alone is bold", "only it is bold"),
    ("it is in capitals as the others are", "it is in capitals, like the others"),
    ("it stands on a line of its own as the others do", "it is on a line of its own, like the others"),
    ("it comes back on lines of its own", "it recurs on lines of its own"),
    ("it comes back", "it recurs"),
    ("it comes back and asks", "it recurs and asks"),
    ("a question stands under it", "a question is below it"),
    ("one who comes back speaks before and after it", "the same recurring speaker precedes and follows it"),
    ("it opens the page's first words", "it begins the text of the page"),
    ("others say the name", "others mention the name"),
    (
        "it stands before words, and the others on lines of their own",
        "it is followed by text on the same line, while the others are on lines of their own",
    ),
    ("it is not in capitals as the others are", "it is not in capitals, unlike the others"),
    ("it is not bold as the others are", "it is not bold, unlike the others"),
    ("it heads no table's row as the others do", "it does not begin a table row, unlike the others"),
    ("“>>” does not stand before it", "“>>” does not precede it"),
    ("only a space parts it from the words", "only a space separates it from the text"),
    (
        "it stands once and its words are ordinary ones of this page",
        "it occurs once, and its words are common on this page",
    ),
    ("a date stands under it", "a date is below it"),
    ("it names an event and a date stands under it", "it names an event and a date is below it"),
    ("it names only a kind of page", "it names only a type of page"),
    ("a word for a list or a fact opens it", "it begins with a word for a list or a detail"),
    ("it ends as a sentence or is too long", "it ends like a sentence or is too long"),
    ("it opens with a bracket", "it begins with a bracket"),
    ("it belongs to the page's frame", "it is part of the layout of the page"),
    ("it is a date or a time and nothing else", "it is only a date or a time"),
    ("a bar parts a date off", "a bar separates a date from it"),
    ("wide spaces part it", "wide spaces separate it"),
    ("it says by whom", "it names the author"),
    ("it asks something before an officer speaks", "it asks a question before an official speaks"),
    ("an officer speaks after it", "an official speaks after it"),
    ("it adds to what an officer says", "it adds to what an official says"),
    ("it has an honorific or an office", "it has an honorific or names an office"),
    ("it gives the word to others", "it gives others the floor"),
    ("it opens in a few words", "it begins with a few words"),
    (
        "%(name)s is in Word's old format: open it in Word and save it as .docx.",
        "%(name)s is in the old Word format: open it in Word and save it as .docx.",
    ),
    (
        "%(name)s holds macros: open it in your word processor and save it as .docx.",
        "%(name)s contains macros: open it in your word processor and save it as .docx.",
    ),
    (
        "%(name)s is a PDF, which has lost where its paragraphs end: ask for the Word file, or paste its text.",
        "%(name)s is a PDF, which does not show where paragraphs end: use the Word file, or paste the text.",
    ),
    (
        "%(name)s is of a kind that cannot be read: accepted are %(some)s and %(last)s.",
        "%(name)s is not a supported type of file: use %(some)s or %(last)s.",
    ),
    (
        "%(name)s is too large: a transcript's file holds at most %(most)d megabytes.",
        "%(name)s is too large: a transcript file can have at most %(most)d MB.",
    ),
    (
        "%(name)s holds no speech: no line looks like a speaker's label such as “Ines Calder:”.",
        "%(name)s contains no speech: no line looks like a speaker's label such as “Ines Calder:”.",
    ),
    (
        "The page has no day but that of a time stamp; it was taken for the day of the conference.",
        "The only date on the page is a time stamp; it was used as the date of the conference.",
    ),
    (
        "The page holds two languages; every turn may stand here twice.",
        "The page contains two languages; each turn may appear twice.",
    ),
    (
        "The page does not say when it was held; %(day)s was taken from the file's name.",
        "The page does not say when the conference was held; %(day)s was taken from the file name.",
    ),
    (
        "%(name)s holds more than %(most)s lines; a transcript is shorter.",
        "%(name)s has more than %(most)s lines, too many for a transcript.",
    ),
    (
        "%(name)s holds more than %(most)s different labels; a transcript has fewer.",
        "%(name)s has more than %(most)s different labels, too many for a transcript.",
    ),
    (
        "“%(label)s” was taken for words, not for a speaker's label: %(why)s.",
        "“%(label)s” was read as text, not as a speaker's label: %(why)s.",
    ),
    ("%(name)s is not text: it holds control characters.", "%(name)s is not text: it contains control characters."),
    (
        "The title is the page's name for itself; no line of its words could be the title.",
        "The title was taken from the page's metadata; no line of the text could be the title.",
    ),
    (
        "The day of posting stands in the page's own record, not in its words.",
        "The posting date was taken from the page's metadata, not from the text.",
    ),
    (
        "The title names %(name)s, who says nothing on this page; %(other)s was taken instead.",
        "The title names %(name)s, who does not speak on this page; %(other)s was used instead.",
    ),
    (
        "No word says so, but %(name)s was taken for the chair: the last list names nobody else.",
        "%(name)s was taken to be the chair, although the page does not say so: the last list names nobody else.",
    ),
    (
        "%(name)s holds no speech: its debate has no speech, question or answer with words.",
        "%(name)s contains no speech: its debate has no speech, question or answer with text.",
    ),
    (
        "%(name)s is XML, but not Akoma Ntoso: its outermost element is “%(element)s”.",
        "%(name)s is XML, but not Akoma Ntoso: its root element is “%(element)s”.",
    ),
    ("%(name)s is Akoma Ntoso, but it holds nothing.", "%(name)s is Akoma Ntoso, but it is empty."),
    (
        "%(name)s is Akoma Ntoso, but no debate: it holds “%(kind)s”.",
        "%(name)s is Akoma Ntoso, but not a debate: it contains “%(kind)s”.",
    ),
    (
        "The element “%(element)s” is not known here; its words were kept as a note.",
        "The element “%(element)s” is not supported; its text was kept as a note.",
    ),
    (
        "The element “%(element)s” is not known in a speech; its words were kept.",
        "The element “%(element)s” is not supported in a speech; its text was kept.",
    ),
    (
        "“%(key)s” is not among the references; the label says who speaks.",
        "“%(key)s” is not among the references; the speaker was taken from the label.",
    ),
    ("%(name)s is not text: it holds binary data.", "%(name)s is not text: it contains binary data."),
    (
        "%(name)s is not text that can be read: its encoding cannot be told, so save it as UTF-8.",
        "%(name)s is not text in a known encoding: save it as UTF-8.",
    ),
    (
        "%(name)s declares a document type (DOCTYPE), which can draw in other files; a transcript needs none.",
        "%(name)s declares a document type (DOCTYPE), which can load other files and is not accepted.",
    ),
    (
        "%(name)s is not well-formed XML: line %(line)d breaks its rules.",
        "%(name)s is not well-formed XML: there is an error in line %(line)d.",
    ),
    (
        "%(name)s is too large: it has more elements than any page with a transcript.",
        "%(name)s is too large: it has too many elements.",
    ),
    ("%(name)s is empty: no words stand on the page.", "%(name)s is empty: there is no text on the page."),
    (
        "The file does not state its encoding; it was read as %(encoding)s: look at the accents.",
        "The file does not state its encoding; it was read as %(encoding)s: check the accented letters.",
    ),
    (
        "One character was broken in the file and could not be read: look for %(sign)s.",
        "One character in the file is damaged and could not be read: look for %(sign)s.",
    ),
    (
        "%(count)d characters were broken in the file and could not be read: look for %(sign)s.",
        "%(count)d characters in the file are damaged and could not be read: look for %(sign)s.",
    ),
    (
        "The file holds tracked changes: what was added was read, what was struck out was not.",
        "The file contains tracked changes: insertions were read, deletions were not.",
    ),
    ("The file holds hidden words; they were left out.", "The file contains hidden text, which was left out."),
    (
        "%(name)s is protected by a password: save it without one.",
        "%(name)s is protected by a password: save it without a password.",
    ),
    (
        "%(name)s cannot be read: it is broken, or no Word file.",
        "%(name)s cannot be read: it is damaged, or not a Word file.",
    ),
    ("%(name)s is too large: unpacked, it would be more than any transcript.", "%(name)s is too large when unpacked."),
    (
        "%(name)s holds no speech: no line is a speaker's label such as “Ines Calder:”.",
        "%(name)s contains no speech: no line is a speaker's label such as “Ines Calder:”.",
    ),
    (
        "“%(line)s” is no line of a sheet's head, and no label of a speaker.",
        "“%(line)s” is neither a header line of a sheet nor a speaker's label.",
    ),
    ("An extract is marked by the word “%(word)s”.", "Use the word “%(word)s” to mark an extract."),
    ("This line stands in the head a second time.", "This header line appears twice."),
    ("A person stands here without a name.", "A person here has no name."),
    ("“%(value)s” is no date such as 2024-03-12.", "“%(value)s” is not a date such as 2024-03-12."),
    ("“%(value)s” is no time of day such as 15:00.", "“%(value)s” is not a time of day such as 15:00."),
    ("“%(value)s” is no number of a page.", "“%(value)s” is not a page number."),
    (
        "There are more than %(most)s turns; a transcript has fewer.",
        "There are more than %(most)s turns, too many for a transcript.",
    ),
    (
        "“%(word)s” in the square brackets is none of %(kinds)s, and no name= of a person.",
        "“%(word)s” in the square brackets is not one of %(kinds)s, and not the name= of a person.",
    ),
    ("The square brackets say %(name)s twice.", "The square brackets give %(name)s twice."),
    (
        "The id “%(id)s” stands on line %(first)d already; here it counts for nothing.",
        "The ID “%(id)s” is already used on line %(first)d; it is ignored here.",
    ),
    (
        "These words stand before any label, so nobody says them.",
        "This text comes before any label, so it has no speaker.",
    ),
    (
        "The words from here on stand under no label: nobody is known to say them.",
        "The text from here on has no label, so its speaker is unknown.",
    ),
    (
        "A question seems to begin here without a label; it was parted from what %(label)s says.",
        "A question seems to begin here without a label; it was separated from what %(label)s says.",
    ),
    (
        "An answer seems to begin here without a label; it was parted from what %(label)s says.",
        "An answer seems to begin here without a label; it was separated from what %(label)s says.",
    ),
    ("it stands once", "it occurs once"),
    ("it stands %(count)d times", "it occurs %(count)d times"),
    (
        "%(times)s, and all that speaks for it is that %(why)s",
        "%(times)s, and the only evidence for it is that %(why)s",
    ),
    ("%(times)s and names no one", "%(times)s and names nobody"),
]


def say_as_now(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Replace the templates of before."""
    _replace(apps, dict(TEMPLATES))


def say_as_before(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the templates of before in their place again."""
    _replace(apps, {new: old for old, new in TEMPLATES})


def _replace(apps: Apps, templates: dict[str, str]) -> None:
    """Replace templates in the warnings that conferences and imports under way keep, batch by batch."""
    warnings = apps.get_model("transcripts", "SavedWarning").objects
    changed = []
    for warning in warnings.iterator(chunk_size=500):
        sentence = _reword(warning.sentence, templates)
        if sentence != warning.sentence:
            warning.sentence = sentence
            changed.append(warning)
    warnings.bulk_update(changed, ["sentence"], batch_size=500)
    for draft in apps.get_model("transcripts", "ImportDraft").objects.iterator(chunk_size=10):
        files = _reword(draft.files, templates)
        if files != draft.files:
            draft.files = files
            draft.save(update_fields=["files"])


def _reword(form: Any, templates: dict[str, str]) -> Any:
    """Return JSON with each `template` in it replaced that is among `templates`."""
    if isinstance(form, list):
        return [_reword(each, templates) for each in form]
    if not isinstance(form, dict):
        return form
    changed = {name: _reword(value, templates) for name, value in form.items()}
    if isinstance(form.get("template"), str) and isinstance(form.get("parts"), dict):
        changed["template"] = templates.get(form["template"], form["template"])
    return changed


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0043_rename_doubts")]
    operations = [migrations.RunPython(say_as_now, say_as_before)]
