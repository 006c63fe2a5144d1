"""The schema of the catalog and how an older one becomes today's: forward only, after a backup, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.problems import KamError, Place, say
from kamengine.workspace.catalog import Catalog, said_of
from kamengine.workspace.durable import put_in_place, said_clearly, sync
from kamengine.workspace.temporary import TemporaryRoom

if TYPE_CHECKING:
    from sqlite_utils import Database

Migration = Callable[["Database"], None]


def first_schema(database: Database) -> None:
    """The journal, imports, mappings, corrections and runs."""
    for statement in _FIRST_SCHEMA.split(";\n\n"):
        database.execute(statement)


def facts_of_each_time(database: Database) -> None:
    """Of which facts a run was each time that it came out the same."""
    for statement in _FACTS_OF_EACH_TIME.split(";\n\n"):
        database.execute(statement)


def work_of_people(database: Database) -> None:
    """Records of human work, and the plans that rules propose."""
    for statement in _WORK_OF_PEOPLE.split(";\n\n"):
        database.execute(statement)


def facts_of_owners(database: Database) -> None:
    """Of which facts the imported owners are, so that they are looked for anew only when facts have changed."""
    database.execute(_FACTS_OF_OWNERS)


def reasons_in_order(database: Database) -> None:
    """The reasons of each plan by account, so that everybody's tasks are counted and listed little by little."""
    for statement in _REASONS_IN_ORDER.split(";\n\n"):
        database.execute(statement)


MIGRATIONS: tuple[Migration, ...] = (
    first_schema,
    facts_of_each_time,
    work_of_people,
    facts_of_owners,
    reasons_in_order,
)
"""Migration n takes the schema from version n to n + 1. What was released is never edited, only added to."""


def migrate(catalog: Catalog, room: TemporaryRoom, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring a catalog to the newest schema. Before an older one is changed it is copied beside itself.

    Args:
        catalog: to bring up to date.
        room: where the copy is written before it is put in place.
        migrations: all there are.

    Raises:
        KamError: its schema is newer than this program, or the copy cannot be written.
    """
    version, newest = schema_version(catalog), len(migrations)
    if version > newest:
        what = say("the workspace was written by a newer kamengine (schema {version}, here {newest})", **locals())
        raise KamError.of(what, say("install the newest kamengine"), place=Place(str(catalog.path)))
    if version == newest:
        return
    if version > 0:
        back_up(catalog, backup_path(catalog, newest), room)
    with catalog.writing() as database:
        for number in range(schema_version(catalog), newest):  # another process may have been faster
            migrations[number](database)
        database.execute(f"PRAGMA user_version = {newest}")


def schema_version(catalog: Catalog) -> int:
    """The version of a catalog's schema; 0 when it is empty."""
    return int(catalog.rows("SELECT user_version AS version FROM pragma_user_version")[0]["version"])


def backup_path(catalog: Catalog, version: int) -> Path:
    """Where the copy goes that is made before the schema becomes this version."""
    return catalog.path.with_name(f"{catalog.path.name}.before-{version}")


def back_up(catalog: Catalog, target: Path, room: TemporaryRoom) -> None:
    """Copy a catalog as it is now; the copy is whole or not there.

    Raises:
        KamError: it cannot be written.
    """
    with said_clearly(target), said_of(target):
        aside = room.path()
        catalog.database.execute("VACUUM INTO ?", [str(aside)])
        sync(aside)
        put_in_place(aside, target)


_FIRST_SCHEMA = """
-- Everything that ever changed, in order: never updated, never deleted. `batch` is the first entry of the change that
-- an entry belongs to; `undoes` the entry that it takes back.
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    batch INTEGER NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    verb TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    before TEXT,
    after TEXT,
    undoes INTEGER UNIQUE REFERENCES journal (seq)
) STRICT;

CREATE INDEX journal_of_key ON journal (kind, key);

CREATE TRIGGER journal_keeps_entries BEFORE UPDATE ON journal
BEGIN SELECT raise(ABORT, 'the journal is never changed'); END;

CREATE TRIGGER journal_keeps_all BEFORE DELETE ON journal
BEGIN SELECT raise(ABORT, 'the journal is never changed'); END;

-- `seq` is the journal entry since which an import counts, `undone_seq` the one since which it does not.
CREATE TABLE imports (
    id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
    undone_seq INTEGER REFERENCES journal (seq),
    kind TEXT NOT NULL,
    mode TEXT NOT NULL,
    snapshot TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    rows INTEGER NOT NULL,
    sources TEXT NOT NULL,
    columns TEXT NOT NULL,
    read INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    quarantined INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    quarantine TEXT,
    date TEXT,
    period_from TEXT,
    period_to TEXT,
    details TEXT NOT NULL
) STRICT;

CREATE INDEX imports_of_kind ON imports (kind, seq);

-- How the headers of a kind of file were mapped to fields; `headers` is their folded set as JSON.
CREATE TABLE mappings (
    kind TEXT NOT NULL,
    headers TEXT NOT NULL,
    mapping TEXT NOT NULL,
    PRIMARY KEY (kind, headers)
) STRICT;

-- A fact said by a person, over whatever imports say. A row never changes but for `ended_seq`, the journal entry since
-- which it does not count; `seq` is the one since which it does. `value` is canonical text, `imported` what the import
-- said then; NULL is unknown.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    field TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT,
    imported TEXT,
    why TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES journal (seq),
    ended_seq INTEGER REFERENCES journal (seq)
) STRICT;

CREATE UNIQUE INDEX corrections_that_count ON corrections (account, field) WHERE ended_seq IS NULL;

-- The rule packs that runs used, as they were.
CREATE TABLE packs (
    sha256 TEXT PRIMARY KEY,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
    pack TEXT NOT NULL,
    version TEXT NOT NULL,
    pack_sha256 TEXT NOT NULL REFERENCES packs (sha256),
    facts INTEGER NOT NULL,
    accounts TEXT NOT NULL,
    ledgers TEXT NOT NULL,
    as_of TEXT NOT NULL,
    as_of_from TEXT NOT NULL,
    parameters TEXT NOT NULL,
    engine TEXT NOT NULL,
    program TEXT NOT NULL,
    result TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    rows INTEGER NOT NULL,
    counts TEXT NOT NULL,
    details TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE INDEX runs_of_pack ON runs (pack, seq);

-- Each time that a run was asked for and came out the same again.
CREATE TABLE run_times (
    run TEXT NOT NULL REFERENCES runs (id),
    seq INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
    who TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT
""".strip()

_FACTS_OF_EACH_TIME = """
ALTER TABLE run_times ADD COLUMN facts INTEGER;

UPDATE run_times SET facts = (SELECT facts FROM runs WHERE runs.id = run_times.run)
""".strip()

_STANDING = """
(
    pack TEXT NOT NULL,
    account TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES journal (seq),
    as_of TEXT NOT NULL,
    run TEXT NOT NULL REFERENCES runs (id),
    computed TEXT,
    settled TEXT,
    effective TEXT,
    why TEXT NOT NULL,
    streak TEXT NOT NULL,
    reviewed TEXT,
    base TEXT REFERENCES runs (id),
    PRIMARY KEY (pack, account, seq)
) STRICT, WITHOUT ROWID
""".strip()

_WORK_OF_PEOPLE = f"""
-- One row for each thing that people keep; `content` is JSON, and all other columns are read out of it.
CREATE TABLE records (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    content TEXT NOT NULL,
    account TEXT GENERATED ALWAYS AS (json_extract(content, '$.account')) VIRTUAL,
    person TEXT GENERATED ALWAYS AS (
        coalesce(
            json_extract(content, '$.responsible'), json_extract(content, '$.owner'), json_extract(content, '$.person')
        )
    ) VIRTUAL,
    day TEXT GENERATED ALWAYS AS (
        coalesce(json_extract(content, '$.due'), json_extract(content, '$.day'), json_extract(content, '$.until'))
    ) VIRTUAL,
    open INTEGER GENERATED ALWAYS AS (
        coalesce(json_extract(content, '$.status'), '') NOT IN ('done', 'dropped', 'closed')
    ) VIRTUAL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX records_of_account ON records (account, kind);

CREATE INDEX records_of_person ON records (kind, person, day);

-- The last number that a key of a kind got; never taken back, so that no key is used twice.
CREATE TABLE record_numbers (
    kind TEXT PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

-- The account that an entry is about, if it is about one.
ALTER TABLE journal ADD COLUMN account TEXT GENERATED ALWAYS AS (
    CASE kind
        WHEN 'correction' THEN json_extract(key, '$[0]')
        ELSE coalesce(json_extract(after, '$.account'), json_extract(before, '$.account'))
    END
) VIRTUAL;

CREATE INDEX journal_of_account ON journal (account, seq) WHERE account IS NOT NULL;

CREATE INDEX journal_of_person ON journal (who, seq);

CREATE INDEX journal_of_kind ON journal (kind, seq);

-- The playbooks that plans were made with, as they were.
CREATE TABLE playbook_texts (
    sha256 TEXT PRIMARY KEY,
    content TEXT NOT NULL
) STRICT;

-- Each time that the plans of a pack were brought up to date: by which run and which playbooks, and on which day.
-- `undone_seq` is the journal entry since which it does not count.
CREATE TABLE plans (
    seq INTEGER PRIMARY KEY REFERENCES journal (seq),
    pack TEXT NOT NULL,
    run TEXT NOT NULL REFERENCES runs (id),
    playbooks TEXT NOT NULL REFERENCES playbook_texts (sha256),
    today TEXT NOT NULL,
    details TEXT NOT NULL,
    undone_seq INTEGER REFERENCES journal (seq)
) STRICT;

CREATE INDEX plans_of_pack ON plans (pack, seq);

-- Why an account has what a playbook proposes: since the day of the plan that found it (ISO 8601) until `gone_seq`.
-- Tasks that nobody has touched are not kept: they follow from the reason, the steps of its playbook and `due_days`.
CREATE TABLE reasons (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    pack TEXT NOT NULL,
    account TEXT NOT NULL,
    playbook TEXT NOT NULL,
    since TEXT NOT NULL,
    facts TEXT NOT NULL,
    from_seq INTEGER NOT NULL REFERENCES journal (seq),
    gone_seq INTEGER REFERENCES journal (seq),
    gone_why TEXT
) STRICT;

CREATE UNIQUE INDEX reasons_that_stand ON reasons (pack, account, playbook) WHERE gone_seq IS NULL;

CREATE INDEX reasons_by_playbook ON reasons (pack, playbook, since, gone_seq);

-- What updates of plans ended that are taken back: by the journal entry of the update, for doing it again.
CREATE TABLE undone_ends (
    seq INTEGER NOT NULL REFERENCES journal (seq),
    reason INTEGER NOT NULL REFERENCES reasons (id),
    why TEXT NOT NULL,
    PRIMARY KEY (seq, reason)
) STRICT, WITHOUT ROWID;

CREATE INDEX reasons_of_account ON reasons (account);

-- When the steps of a playbook fall due for reasons that began on a day; written once, so that no day ever moves.
CREATE TABLE due_days (
    pack TEXT NOT NULL,
    playbook TEXT NOT NULL,
    step TEXT NOT NULL,
    since TEXT NOT NULL,
    occurrence INTEGER NOT NULL,
    due TEXT NOT NULL,
    PRIMARY KEY (pack, playbook, step, since, occurrence)
) STRICT, WITHOUT ROWID;

CREATE INDEX due_days_by_day ON due_days (due);

-- What each account has since a date, in the order in which runs found it; the newest entry counts. `seq` is the
-- journal entry of the run that was taken in, `settled` what grace rules and decisions make of the computed tier,
-- `effective` that or an override, `streak` a JSON array of the tiers that runs in a row found beyond the settled one.
-- `reviewed` is the tier that needs no review, `base` the run to compare with while the computed one is another.
CREATE TABLE standing {_STANDING};

-- Rows of `standing` whose run was taken back, for doing it again.
CREATE TABLE undone_standing {_STANDING};

-- Whom the data of the plan's run names as an account's manager.
CREATE TABLE imported_owners (
    account TEXT PRIMARY KEY,
    person TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX imported_owners_by_person ON imported_owners (person)
""".strip()

_FACTS_OF_OWNERS = """
-- The last journal entry about facts that `imported_owners` takes account of; no row while that is not known.
CREATE TABLE facts_of_owners (
    seq INTEGER NOT NULL
) STRICT
""".strip()

_REASONS_IN_ORDER = """
DROP INDEX reasons_by_playbook;

-- Reasons that differ in their accounts alone stand together in it, by account.
CREATE INDEX reasons_in_order ON reasons (pack, playbook, since, gone_seq, from_seq, account)
""".strip()
