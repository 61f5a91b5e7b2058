-- Facts of two more sources. Each key is written from one source only:
-- collection: form, confirmed, returned; subsidy: qualifies-{scheme}; jobmatching: case-{id}.
alter table reporting.facts drop constraint facts_key_check;
alter table reporting.facts add constraint facts_key_of_source check (
    case source
        when 'collection' then key in ('form', 'confirmed', 'returned')
        when 'subsidy' then key like 'qualifies-%'
        when 'jobmatching' then key like 'case-%'
        else false
    end);

-- What the newest fact of each key says; made from them alone, and can be made again.
create table reporting.qualifications (
    laborer uuid not null,
    form_year int not null,
    scheme text not null,
    town text not null,
    village text null,
    form_version int not null,
    qualifies boolean not null,
    primary key (laborer, form_year, scheme)
);
create index qualifications_town on reporting.qualifications (form_year, scheme, town) where qualifies;

create table reporting.cases (
    id uuid primary key,
    laborer uuid not null,
    form_year int not null,
    town text not null,
    village text null,
    state text not null,
    in_time boolean null,
    breach boolean not null
);
create index cases_town on reporting.cases (form_year, town);

-- Everything that the dispatch table counts: people on record, refused rows, who qualifies for a scheme, 72-hour cases.
drop view reporting.listed;
create view reporting.listed as
select laborer as id, 'person' as kind, laborer, form_year, town, village, form_version, state, warned, category, place, working_now,
       null::uuid as import, null::int as row, null::json as broken,
       null::text as scheme, null::text as follow_up, null::boolean as in_time, null::boolean as breach
from reporting.people
union all
select refusal, 'refusal', null, form_year, town, village, null, null, null, null, null, null, import, row, broken, null, null, null, null
from reporting.refusals where known_to = 'infinity'
union all
select laborer, 'qualification', laborer, form_year, town, village, form_version, null, null, null, null, null, null, null, null, scheme, null, null, null
from reporting.qualifications where qualifies
union all
select id, 'case', laborer, form_year, town, village, null, null, null, null, null, null, null, null, null, null, state, in_time, breach
from reporting.cases;
