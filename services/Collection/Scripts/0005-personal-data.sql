-- Under which people are found (SEC-03): the first 8 bytes of keyed HMAC-SM3 codes of the last four of the number, of how the name
-- begins and of its pinyin's initials. They go with the person.
create table collection.search_keys (
    key bigint not null,
    laborer uuid not null
);
create index search_keys_by_key on collection.search_keys (key);

-- Who came on record before there were such codes, until the service has made them.
create table collection.search_keys_missing (
    laborer uuid primary key
);
insert into collection.search_keys_missing select laborer from collection.laborers;

-- Of an erased person the row stays, for the place and state that are counted; what led to it is gone.
alter table collection.laborers alter column resident drop not null;

-- Who was erased, when (business time), by whom and why (a code). The journal has it as an event too, and a file outside the
-- database remembers it across a restore.
create table collection.erasures (
    laborer uuid primary key,
    officer text not null,
    reason text not null,
    at timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp()
);
