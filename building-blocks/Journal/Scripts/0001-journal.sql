create schema if not exists journal;

-- One row per life of this table: a restore into another cluster or database starts a new epoch, because
-- transaction ids do not survive it. Positions carry the epoch, so that those from before stay comparable.
create table journal.epochs (
    epoch int primary key,
    identity text not null,
    started_at timestamptz not null default clock_timestamp()
);

create table journal.streams (
    stream text primary key,
    version bigint not null,
    seq bigint not null
);

create table journal.events (
    epoch int not null,
    tx xid8 not null default pg_current_xact_id(),
    position bigint generated always as identity,
    stream text not null,
    version bigint not null,
    id uuid not null,
    type text not null,
    seq bigint null,
    data json not null,
    recorded_at timestamptz not null,
    stored_at timestamptz not null default clock_timestamp(),
    traceparent text null,
    primary key (epoch, tx, position)
);
-- An event of ordinary size lies in its row as it is: packing a sealed form costs more than writing it.
alter table journal.events set (toast_tuple_target = 8160);
create unique index events_stream_version on journal.events (stream, version);
create unique index events_id on journal.events (id);

-- p_expected: -1 any version, 0 no stream yet, n exactly version n. Versions count from 1.
-- outcome: 0 appended, 1 repeated (these very events are there already), 2 wrong version.
create function journal.append(
    p_epoch int, p_stream text, p_expected bigint, p_ids uuid[], p_types text[], p_published boolean[],
    p_data text[], p_recorded_at timestamptz, p_traceparent text,
    out outcome int, out version bigint)
language plpgsql as $$
declare
    n int := cardinality(p_ids);
    shown int;
    v bigint;
    s bigint;
begin
    select count(*) into shown from unnest(p_published) x where x;
    if p_expected = 0 then
        insert into journal.streams as t (stream, version, seq) values (p_stream, n, shown)
        on conflict do nothing returning 0, 0 into v, s;
    elsif p_expected > 0 then
        update journal.streams t set version = t.version + n, seq = t.seq + shown
        where t.stream = p_stream and t.version = p_expected returning t.version - n, t.seq - shown into v, s;
    elsif not exists (select 1 from journal.events e where e.id = p_ids[1]) then
        insert into journal.streams as t (stream, version, seq) values (p_stream, n, shown)
        on conflict (stream) do update set version = t.version + n, seq = t.seq + shown
        returning t.version - n, t.seq - shown into v, s;
    end if;

    if v is null then
        select max(e.version) into version from journal.events e
        where e.stream = p_stream and e.id = any (p_ids) having count(*) = n;
        if version is not null then
            outcome := 1;
        else
            outcome := 2;
            select coalesce(max(t.version), 0) into version from journal.streams t where t.stream = p_stream;
        end if;
        return;
    end if;

    insert into journal.events (epoch, stream, version, id, type, seq, data, recorded_at, traceparent)
    select p_epoch, p_stream, v + x.i, x.id, x.type,
           case when x.published then s + count(*) filter (where x.published) over (order by x.i) end,
           x.data::json, p_recorded_at, p_traceparent
    from unnest(p_ids, p_types, p_published, p_data) with ordinality as x (id, type, published, data, i)
    order by x.i;
    outcome := 0;
    version := v + n;
end $$;

-- One event each for streams that are new, all at once. Answers those that were: somebody else was faster with the others.
create function journal.append_new(
    p_epoch int, p_streams text[], p_ids uuid[], p_types text[], p_published boolean[], p_data text[],
    p_recorded_at timestamptz[], p_traceparents text[])
returns setof text language plpgsql as $$
begin
    return query
    with new as (
        insert into journal.streams as t (stream, version, seq)
        select x.stream, 1, x.published::int from unnest(p_streams, p_published) as x (stream, published)
        on conflict do nothing returning t.stream)
    insert into journal.events as e (epoch, stream, version, id, type, seq, data, recorded_at, traceparent)
    select p_epoch, x.stream, 1, x.id, x.type, case when x.published then 1 end, x.data::json, x.recorded_at, x.traceparent
    from unnest(p_streams, p_ids, p_types, p_published, p_data, p_recorded_at, p_traceparents) with ordinality
        as x (stream, id, type, published, data, recorded_at, traceparent, i) join new using (stream)
    order by x.i
    returning e.stream;
end $$;

-- How far a reader of the journal (the relay) has come.
create table journal.checkpoints (
    name text primary key,
    position text not null
);

-- What this service has taken in from others: one row per consumer, source and aggregate.
create table journal.inbox (
    consumer text not null,
    source text not null,
    aggregate text not null,
    last_seq bigint not null,
    primary key (consumer, source, aggregate)
);

-- Takes events in: true where they are what comes next for each of the aggregates (first and last seq of a run without a
-- hole), and none is parked. False, with some rows perhaps moved, where they are not: the caller rolls back and looks.
create function journal.advance(p_consumer text, p_source text, p_aggregates text[], p_first bigint[], p_last bigint[])
returns boolean language plpgsql as $$
begin
    if exists (select 1 from journal.parked where consumer = p_consumer and source = p_source and aggregate = any (p_aggregates)) then
        return false;
    end if;
    for i in 1 .. cardinality(p_aggregates) loop
        if p_first[i] = 1 then
            insert into journal.inbox as t (consumer, source, aggregate, last_seq) values (p_consumer, p_source, p_aggregates[i], p_last[i])
            on conflict (consumer, source, aggregate) do update set last_seq = excluded.last_seq where t.last_seq = 0;
        else
            update journal.inbox set last_seq = p_last[i]
            where consumer = p_consumer and source = p_source and aggregate = p_aggregates[i] and last_seq = p_first[i] - 1;
        end if;
        if not found then
            return false;
        end if;
    end loop;
    return true;
end $$;

-- Events that could not be applied, and later events of the same aggregate behind them.
create table journal.parked (
    consumer text not null,
    source text not null,
    aggregate text not null,
    seq bigint not null,
    event json not null,
    reason text not null,
    parked_at timestamptz not null default clock_timestamp(),
    primary key (consumer, source, aggregate, seq)
);

-- How far the inbox was compared with each source's journal.
create table journal.compared (
    consumer text not null,
    source text not null,
    position text not null,
    primary key (consumer, source)
);

-- The business clock: real time plus an offset (one row).
create table journal.clock (
    one boolean primary key default true check (one),
    shift interval not null
);
