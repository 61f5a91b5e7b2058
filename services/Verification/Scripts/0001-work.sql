create schema verification;

-- One row a person: the newest version of the form, and what has become of it.
-- waiting: nobody has decided; decided: Collection has not answered yet; confirmed, returned: its answer.
create table verification.work (
    laborer uuid primary key,
    form_year int not null,
    form_version int not null,
    town text not null,
    village text null,
    collector text not null,
    warnings json not null,
    changed_fields json not null,
    submitted_at timestamptz not null,
    state text not null check (state in ('waiting', 'decided', 'confirmed', 'returned')),
    -- The rule by which Collection refused the last decision on this version.
    refused_rule text null,
    decision uuid null,
    decision_kind text null check (decision_kind in ('confirm', 'return')),
    decided_by text null,
    reasons json null
);
create index work_state on verification.work (state, laborer);
create index work_town on verification.work (town, state, laborer);
