-- Keys and indexes beside the journal. Nothing here is needed to read the journal's facts, and all of it goes with the person.
create schema collection;

-- One person one record: resident is the blind index (keyed HMAC-SM3) of the ID number.
create table collection.laborers (
    laborer uuid primary key,
    resident bytea not null unique,
    form_year int not null,
    form_version int not null,
    stream_version bigint not null,
    state text not null,
    town text not null,
    village text null,
    -- keyed MAC of the newest form's canonical text: tells 'nothing changed' without unsealing
    content bytea not null
);

-- The person's own key, wrapped by a key that is not in the database. Erasing the row erases the person.
create table collection.person_keys (
    laborer uuid primary key,
    wrapped bytea not null
);

-- People an import refused who are not on record. subject is a blind index of what the row says they are.
create table collection.refusals (
    refusal uuid primary key,
    subject bytea not null unique,
    -- keyed MAC of place and broken rules: the same refusal again is no news
    content bytea not null,
    town text null,
    open boolean not null
);

create table collection.imports (
    import uuid primary key,
    form_year int not null,
    officer text not null,
    dry_run boolean not null,
    state text not null,
    reason text null,
    read_rows int not null default 0,
    added int not null default 0,
    changed int not null default 0,
    unchanged int not null default 0,
    refused int not null default 0,
    started_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz null
);

-- Findings by row of the sheet: rule, field, severity, sentence; never the value.
create table collection.import_findings (
    import uuid not null references collection.imports,
    row int not null,
    findings json not null,
    primary key (import, row)
);

-- Which wrapping and index keys this database was written with: other keys would not open it.
create table collection.key_check (
    one boolean primary key default true check (one),
    fingerprint bytea not null
);
