-- Refused rows of an import, kept for some days so that the sender gets them back with the reasons beside the cells.
-- Each is sealed under the import's key; when the key is gone nothing opens them.
alter table collection.imports add column columns text[] not null default '{}';
alter table collection.import_findings add column cells bytea null;
create table collection.import_keys (
    import uuid primary key references collection.imports,
    wrapped bytea not null,
    erase_after timestamptz not null
);

-- Who took personal data out, when, why and of how many people. Append-only.
create table collection.reads (
    read uuid primary key,
    officer text not null,
    role text not null,
    -- by the business clock
    at timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp(),
    what text not null,
    reason text not null,
    selection json not null,
    people int not null
);
