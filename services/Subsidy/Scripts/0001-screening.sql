create schema subsidy;

-- What Collection's events say of a person and form year; known: the fold of them (People/Person.cs).
create table subsidy.people (
    laborer uuid not null,
    form_year int not null,
    -- The policy that screened the confirmed form; null before one is confirmed.
    screened_by text null,
    known json not null,
    primary key (laborer, form_year)
);
create index people_screened_by on subsidy.people (screened_by);

-- How everybody with a confirmed form was screened last: the newest qualification-changed of this service's own journal,
-- which has those before it.
create table subsidy.results (
    laborer uuid not null,
    form_year int not null,
    scheme text not null,
    town text not null,
    village text null,
    qualifies boolean not null,
    form_version int not null,
    policy text not null,
    conditions json not null,
    since timestamptz not null,
    primary key (laborer, form_year, scheme)
);
create index results_list on subsidy.results (form_year, scheme, qualifies, laborer);
