-- Under which people of a similar name and number meet (F03): the first 8 bytes of keyed HMAC-SM3 codes, six to eight a person for
-- usual names. They go with the person; there is no index by laborer, since both the name's old keys and an erased person's can
-- be computed before they go.
create table collection.look_alikes (
    key bigint not null,
    laborer uuid not null
);
create index look_alikes_by_key on collection.look_alikes (key);

-- Who came on record before there were such keys, until the service has made them.
create table collection.look_alikes_missing (
    laborer uuid primary key
);
insert into collection.look_alikes_missing select laborer from collection.laborers;
