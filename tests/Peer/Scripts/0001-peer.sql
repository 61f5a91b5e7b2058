-- What a consumer took in, in the order it did: nothing here hides an event that was applied twice.
create table taken (
    n bigint generated always as identity primary key,
    aggregate text not null,
    seq bigint not null
);

-- Events that this consumer can't apply as long as they are here.
create table poison (
    aggregate text not null,
    seq bigint not null
);
