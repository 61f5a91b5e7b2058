-- Who did what, append-only. Ids only: nothing here names or describes a person (printable ASCII keeps names out).
create schema audit;

create table audit.entries (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    actor text not null,
    role text null,
    division text null,
    action text not null,
    subject text null,
    details json null,
    traceparent text null,
    check (actor || coalesce(role, '') || coalesce(division, '') || action || coalesce(subject, '') || coalesce(details::text, '') ~ '^[ -~]*$')
);
create index entries_actor on audit.entries (actor, id);
create index entries_subject on audit.entries (subject, id) where subject is not null;
create index entries_action on audit.entries (action, id);

-- The chain: seq is dense from 1, seal = SHA-256 over the previous seal and the row (Sealing/Seal.cs).
create table audit.seals (
    seq bigint primary key,
    entry bigint not null unique,
    seal bytea not null,
    sealed_at timestamptz not null default clock_timestamp()
);

-- Rows that wait for their seal, so that the sealer need not look for them. Who deletes here only delays a seal: the
-- proof counts unsealed rows by comparing the two tables.
create table audit.pending (entry bigint primary key);

create function audit.note_pending() returns trigger language plpgsql as $$
begin
    insert into audit.pending (entry) select id from written;
    return null;
end $$;
create trigger pending after insert on audit.entries referencing new table as written
    for each statement execute function audit.note_pending();

create function audit.refuse() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are never changed: % refused', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end $$;
create trigger refuse before update or delete or truncate on audit.entries for each statement execute function audit.refuse();
create trigger refuse before update or delete or truncate on audit.seals for each statement execute function audit.refuse();
alter table audit.entries enable always trigger refuse;
alter table audit.seals enable always trigger refuse;

-- Where the service's own login runs this, it gives up the rights of an owner that it doesn't need.
do $$
begin
    execute format('revoke update, delete, truncate, trigger, references on audit.entries, audit.seals from %I', current_user);
end $$;
