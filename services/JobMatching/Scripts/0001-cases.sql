create schema jobmatching;

-- Everybody on record, by Collection's events.
create table jobmatching.people (
    laborer uuid primary key,
    form_year int not null,
    form_version int not null,
    form_at timestamptz not null,
    town text not null,
    village text null,
    -- 当前状态 of the newest confirmed form.
    confirmed_status text null
);

-- 72-hour cases as they stand; what happened to each is the stream case-{id} of this service's own journal.
create table jobmatching.cases (
    id uuid primary key,
    laborer uuid not null,
    form_year int not null,
    state text not null check (state in ('open', 'placed', 'refused', 'no-wish', 'exited')),
    town text not null,
    village text null,
    not_picky boolean not null,
    -- Hours of the last stage reached.
    stage int not null,
    breach boolean not null,
    in_time boolean null,
    officer text null,
    first_reported_at timestamptz not null,
    returned_on text null,
    out_of_work_since text null,
    -- The clock of the case: hours at which it escalates, and within which work is owed.
    stages int[] not null,
    limit_hours int not null,
    policy text not null,
    closed_at timestamptz null,
    version bigint not null,
    -- When the next stage is due, by the business clock; null where there is none, or the case is closed.
    next_due timestamptz null,
    check ((state = 'open') = (closed_at is null)),
    check ((state = 'placed') = (in_time is not null))
);
create unique index cases_one_open on jobmatching.cases (laborer) where state = 'open';
create index cases_due on jobmatching.cases (next_due) where next_due is not null;
create index cases_town on jobmatching.cases (town, state, id);
