create schema reporting;

-- What Collection said about a person, each row from one event. A row is known from when its event was recorded until
-- the next of its key; ranges of one key never overlap. The form year is the range in which it is true.
-- key: form (an accepted form), confirmed, returned; value: the event's own facts.
create table reporting.facts (
    laborer uuid not null,
    form_year int not null,
    key text not null check (key in ('form', 'confirmed', 'returned')),
    seq bigint not null,
    source text not null,
    town text not null,
    value json not null,
    known_from timestamptz not null,
    known_to timestamptz not null default 'infinity',
    primary key (laborer, form_year, key, seq)
);

-- Refused rows about people who are not on record; a resolved one is known until then.
create table reporting.refusals (
    refusal uuid not null,
    seq bigint not null,
    import uuid not null,
    row int not null,
    form_year int null,
    town text null,
    village text null,
    broken json not null,
    known_from timestamptz not null,
    known_to timestamptz not null default 'infinity',
    primary key (refusal, seq)
);
create index refusals_now on reporting.refusals (town) where known_to = 'infinity';

-- What the facts known now say of each person and form year; made from them alone, and can be made again.
create table reporting.people (
    laborer uuid not null,
    form_year int not null,
    form_version int not null,
    town text not null,
    village text null,
    state text not null check (state in ('awaiting', 'returned', 'confirmed')),
    warned boolean not null,
    category text null check (category in ('counted', 'lead', 'self-employed', 'other', 'below-standard')),
    place text null check (place in ('in-county', 'out-of-county-in-province', 'out-of-province')),
    working_now boolean null,
    -- The counting policy that decided category and place.
    policy text not null,
    primary key (laborer, form_year),
    check ((state = 'confirmed') = (category is not null and place is not null and working_now is not null))
);
create index people_town on reporting.people (form_year, town);

-- Everybody the dispatch table speaks of: people on record and refused rows.
create view reporting.listed as
select laborer as id, 'person' as kind, form_year, town, village, form_version, state, warned, category, place, working_now,
       null::uuid as import, null::int as row, null::json as broken
from reporting.people
union all
select refusal, 'refusal', form_year, town, village, null, null, null, null, null, null, import, row, broken
from reporting.refusals where known_to = 'infinity';
