-- What an operator did about a parked event, with the event as it was: never changed.
create table journal.parked_decisions (
    id bigint generated always as identity primary key,
    consumer text not null,
    source text not null,
    aggregate text not null,
    seq bigint not null,
    event json not null,
    parked_reason text not null,
    parked_at timestamptz not null,
    decision text not null check (decision in ('replayed', 'discarded')),
    reason text null check (decision = 'replayed' or reason <> ''),
    decided_by text not null,
    decided_at timestamptz not null default clock_timestamp()
);

create unique index parked_event on journal.parked (consumer, (event ->> 'id'));
