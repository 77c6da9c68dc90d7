"""An archive of any size, written by the database itself: rows only, past the actions."""

from django.db import connection

from tests.builders import make_series, make_speaker

CONFERENCES = """
INSERT INTO transcripts_conference (
    series_id, title, slug, language, translation_group, date, held_on, venue, source, source_url, summary, status,
    published_at, withdrawal_reason, record_status, preview_key, version, words_at, created_at, updated_at)
SELECT %s, 'Briefing ' || i, 'briefing-' || i, CASE WHEN i %% 2 = 0 THEN 'en' ELSE 'fr' END,
    CASE WHEN i %% 10 < 6 THEN 'group-' || (i / 2) ELSE '' END, {day}, {day}, 'Quay ' || (i %% 100), '', '', '',
    CASE WHEN i %% 100 = 7 THEN 'draft' WHEN i %% 100 = 9 THEN 'submitted' ELSE 'published' END,
    CASE WHEN i %% 100 IN (7, 9) THEN NULL ELSE {moment} END, '', 'preliminary', '', 1, {moment}, {moment}, {moment}
FROM (WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < %s) SELECT i FROM numbers) n
"""
DAYS = {
    "sqlite": ("date('2000-01-01', (i / 6) || ' days')", "datetime('2000-01-01', (i * 4) || ' hours')"),
    "postgresql": ("date '2000-01-01' + i / 6", "timestamptz '2000-01-01 00:00Z' + i * interval '4 hours'"),
}
REST = [
    """INSERT INTO transcripts_exchange (conference_id, position, public_id, heading)
    SELECT id, 1, 'e' || id, 'Heading ' || id FROM transcripts_conference""",
    """INSERT INTO transcripts_turn (exchange_id, position, public_id, kind, journalist, label_as_printed, text)
    SELECT id, 1, 't' || id, 'question', '', 'Evening Courier', 'When does the boat leave?'
    FROM transcripts_exchange""",
    """INSERT INTO transcripts_participation
        (conference_id, speaker_id, position, name_as_printed, role_as_printed, part)
    SELECT c.id, s.id, 1, s.name, '', 'speaker'
    FROM transcripts_conference c JOIN transcripts_speaker s ON s.slug = 'speaker-' || (c.id % 50)""",
    """INSERT INTO transcripts_revision
        (conference_id, number, base, state, document, digest, made_by_id, made_by_name, made_at,
        decided_by_name, note, is_major)
    SELECT c.id, 1, 0, 'applied', '{}', 'x', u.id, u.username, c.words_at, '', '', false
    FROM transcripts_conference c, auth_user u""",
]


def make_archive(size: int) -> None:
    """Write conferences with an exchange, a turn, a participant and a revision each, the last by the one user there is.

    Of a hundred, one is a draft and one submitted; six of ten are in groups of two.
    """
    day, moment = DAYS[connection.vendor]
    series = make_series()
    for number in range(50):
        make_speaker(f"Speaker {number}", slug=f"speaker-{number}")
    with connection.cursor() as cursor:
        cursor.execute(CONFERENCES.format(day=day, moment=moment), [series.pk, size])
        for statement in REST:
            cursor.execute(statement)
        cursor.execute("ANALYZE")
