-- Where the journal is kept: one row, 'postgres' (also where there is none) or 'eventstoredb' and the journal's name there. Moving
-- a journal changes it, so that nobody goes on in the store that was left.
create table journal.kept_in (
    one boolean primary key default true check (one),
    store text not null
);
