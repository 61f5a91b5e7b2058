-- First forms on their way into a journal outside this database: written before the number is claimed there, gone in the
-- transaction that puts the person on record. Whoever finds one completes it. The form is sealed as it will be stored.
create table collection.waiting_forms (
    laborer uuid primary key,
    form json not null,
    made_at timestamptz not null default clock_timestamp()
);
