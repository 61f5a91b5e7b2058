-- How the last rebuild of each consumer's tables went, or how far the running one is.
create table journal.rebuild (
    consumer text primary key,
    state json not null
);
