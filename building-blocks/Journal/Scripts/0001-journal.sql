create schema if not exists journal;

-- One row per life of this journal. Transaction ids do not survive a dump, so whatever was restored begins a new life, and
-- its events come after all before. Positions carry the epoch. Its number is never that of another life: two restores of
-- one dump must not both be 'the second'. before is the last position of the lives before, nothing in the first.
create table journal.epochs (
    epoch bigint primary key,
    identity text not null,
    before text null,
    started_at timestamptz not null default clock_timestamp()
);

create table journal.streams (
    stream text primary key,
    version bigint not null,
    seq bigint not null
);

create table journal.events (
    epoch bigint not null,
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

-- What a restore changes: the cluster, its timeline (a recovery to a point in time, a promoted standby), the database, the table.
create function journal.identity() returns text language sql as $$
    select concat_ws(':', c.system_identifier, left(pg_walfile_name(pg_current_wal_lsn()), 8), d.oid, 'journal.events'::regclass::oid)
    from pg_control_system() c, pg_database d where d.datname = current_database()
$$;

-- Begins a new life, whatever the old one was. Tools that put back files of the cluster without a recovery must call it
-- before the services start: such a copy can't be told from the original. It waits for appends under way; those that come
-- meanwhile wait for it and take the new epoch.
create function journal.begin_epoch() returns bigint language plpgsql as $$
declare
    begun bigint;
begin
    lock table journal.streams in share row exclusive mode;
    insert into journal.epochs (epoch, identity, before)
    select coalesce(max(p.epoch), 0) + 1 + (random() * 1000000000)::bigint, journal.identity(),
        (select concat_ws('.', l.before, concat_ws('-', e.epoch, e.tx, e.position))
         from journal.events e join journal.epochs l using (epoch) order by e.epoch desc, e.tx desc, e.position desc limit 1)
    from journal.epochs p
    returning epoch into begun;
    return begun;
end $$;

-- The present life: a new one where this is not the database that the last one was in. Every new connection asks.
create function journal.enter_epoch() returns bigint language plpgsql as $$
declare
    here text := journal.identity();
    newest journal.epochs;
begin
    select * into newest from journal.epochs order by epoch desc limit 1;
    if newest.identity is distinct from here then
        lock table journal.streams in share row exclusive mode;
        select * into newest from journal.epochs order by epoch desc limit 1;
        if newest.identity is distinct from here then
            return journal.begin_epoch();
        end if;
    end if;
    return newest.epoch;
end $$;

-- p_expected: -1 any version, 0 no stream yet, n exactly version n. Versions count from 1.
-- outcome: 0 appended, 1 repeated (these very events are in this stream already), 2 wrong version.
-- Fails with a violation of events_id where an id is stored in another stream, or only some of them are stored.
create function journal.append(
    p_stream text, p_expected bigint, p_ids uuid[], p_types text[], p_published boolean[],
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
    else
        insert into journal.streams as t (stream, version, seq) values (p_stream, n, shown)
        on conflict (stream) do update set version = t.version + n, seq = t.seq + shown
        returning t.version - n, t.seq - shown into v, s;
    end if;

    if v > 0 then
        if exists (select 1 from journal.events e where e.id = p_ids[1]) then
            -- It was appended before, or by somebody who held the stream a moment ago: the stream goes back to where it was.
            update journal.streams t set version = v, seq = s where t.stream = p_stream;
            v := null;
        end if;
    end if;

    if v is not null then
        -- The epoch is read under the lock that the change of streams has taken: a new one can't begin in between.
        insert into journal.events (epoch, stream, version, id, type, seq, data, recorded_at, traceparent)
        select (select p.epoch from journal.epochs p order by p.epoch desc limit 1), p_stream, v + x.i, x.id, x.type,
               case when x.published then s + count(*) filter (where x.published) over (order by x.i) end,
               x.data::json, p_recorded_at, p_traceparent
        from unnest(p_ids, p_types, p_published, p_data) with ordinality as x (id, type, published, data, i)
        order by x.i;
        outcome := 0;
        version := v + n;
        return;
    end if;

    select max(e.version) into version from journal.events e where e.stream = p_stream and e.id = any (p_ids) having count(*) = n;
    if version is not null then
        outcome := 1;
    elsif exists (select 1 from journal.events e where e.id = any (p_ids)) then
        raise unique_violation using message = 'an event id is stored already, in another append', constraint = 'events_id';
    else
        outcome := 2;
        select coalesce(max(t.version), 0) into version from journal.streams t where t.stream = p_stream;
    end if;
end $$;

-- One event each for streams that are new, all at once. Answers those that were: somebody else was faster with the others.
create function journal.append_new(
    p_streams text[], p_ids uuid[], p_types text[], p_published boolean[], p_data text[],
    p_recorded_at timestamptz[], p_traceparents text[])
returns setof text language plpgsql as $$
declare
    arrived text[];
begin
    with new as (
        insert into journal.streams as t (stream, version, seq)
        select x.stream, 1, x.published::int from unnest(p_streams, p_published) as x (stream, published)
        on conflict do nothing returning t.stream)
    select array_agg(new.stream) into arrived from new;

    -- A statement of its own, as in append: the epoch is read under the lock on streams.
    return query
    insert into journal.events as e (epoch, stream, version, id, type, seq, data, recorded_at, traceparent)
    select (select p.epoch from journal.epochs p order by p.epoch desc limit 1),
           x.stream, 1, x.id, x.type, case when x.published then 1 end, x.data::json, x.recorded_at, x.traceparent
    from unnest(p_streams, p_ids, p_types, p_published, p_data, p_recorded_at, p_traceparents) with ordinality
        as x (stream, id, type, published, data, recorded_at, traceparent, i) join unnest(arrived) as n (stream) using (stream)
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

select journal.begin_epoch();
