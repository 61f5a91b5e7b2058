using System.Globalization;
using EventStore.Client;
using Npgsql;
using LogPosition = EventStore.Client.Position;

namespace Guzhang.Journal.EventStoreDb;

/// <summary>
/// Copies a journal from PostgreSQL to EventStoreDB or back while the service is stopped. Every event keeps its position, version,
/// id and seq, so that consumers and whoever keeps a position go on where they were; what comes after the move belongs to a new
/// life of the journal. A copy that was cut off goes on where it ended. The journal has moved when every event was compared.
/// </summary>
/// <param name="database">The service's.</param>
/// <param name="client">To the server.</param>
/// <param name="name">The journal's name there.</param>
/// <param name="progress">Told in a sentence what has been done.</param>
public sealed class MovingJournal(NpgsqlDataSource database, EventStoreClient client, string name, Action<string> progress)
{
    private const int Page = 1000;

    /// <summary>Moves a journal to the store named: <c>eventstoredb</c> or <c>postgres</c>.</summary>
    /// <exception cref="InvalidOperationException">There is no such store, or the journal can't be moved there.</exception>
    public static async Task Run(string to, NpgsqlDataSource database, string connection, string name, Action<string> progress, CancellationToken cancel)
    {
        await using var client = new EventStoreClient(EventStoreClientSettings.Create(connection));
        var moving = new MovingJournal(database, client, name, progress);
        await (to switch
        {
            "eventstoredb" => moving.ToEventStoreDb(cancel),
            "postgres" => moving.ToPostgres(cancel),
            _ => throw new InvalidOperationException($"no such store: {to}; there are: eventstoredb, postgres"),
        });
    }

    /// <exception cref="InvalidOperationException">It is not kept in PostgreSQL, or the copy is not the same.</exception>
    public async Task ToEventStoreDb(CancellationToken cancel)
    {
        await KeptIn.Require(KeptIn.Postgres, database, cancel);
        var from = new Postgres.PostgresEventStore(database);
        var record = new LifeRecord(client, name);
        var there = await record.Read(cancel);
        await record.Keep([.. (await LivesOfPostgres(cancel)).Where(l => !there.Epochs.Contains(l.Epoch))], there.Epochs.Count, cancel);

        var lives = await record.Read(cancel);
        var (at, log) = await Last(lives, cancel);
        var copied = 0;
        while (await from.ReadAll(at, Page, cancel) is { Count: > 0 } page)
        {
            // One by one: the log's order is that of the positions, and a copy that is cut off has no holes.
            var first = log = await Write(page[0], cancel);
            foreach (var e in page.Skip(1))
            {
                log = await Write(e, cancel);
            }

            await record.Keep([new Mark(Place(page[0].Position), first.CommitPosition, first.PreparePosition)], cancel);
            at = page[^1].Position;
            copied += page.Count;
            progress($"{copied} events copied");
        }

        await record.Begin(at == Position.Start ? null : at.ToString(), at == Position.Start ? 0 : log.CommitPosition + 1, cancel);
        progress($"{await Compare(from, cancel)} events compared, all the same");
        await KeptIn.Write(KeptIn.EventStoreDb(name), database, cancel);
    }

    /// <exception cref="InvalidOperationException">It is not kept in EventStoreDB, or the copy is not the same.</exception>
    public async Task ToPostgres(CancellationToken cancel)
    {
        await KeptIn.Require(KeptIn.EventStoreDb(name), database, cancel);
        var from = new EventStoreDbJournal(client, name);
        var to = new Postgres.PostgresEventStore(database);

        // One connection for all: a new one would begin a life before everything is here.
        await using (var connection = await database.OpenConnectionAsync(cancel))
        {
            var at = await LastOfPostgres(connection, cancel);
            var copied = 0;
            while (await from.ReadAll(at, Page, cancel) is { Count: > 0 } page)
            {
                await Insert(page, connection, cancel);
                at = page[^1].Position;
                copied += page.Count;
                progress($"{copied} events copied");
            }

            await BeginLife(await new LifeRecord(client, name).Read(cancel), connection, cancel);
        }

        progress($"{await Compare(to, cancel)} events compared, all the same");
        await KeptIn.Write(KeptIn.Postgres, database, cancel);
    }

    private static string Place(Position position) => string.Create(CultureInfo.InvariantCulture, $"{position.Epoch}-{position.Tx}-{position.Number}");

    /// <summary>Sends one event to where it belongs; one that is there already is left.</summary>
    private async Task<LogPosition> Write(StoredEvent e, CancellationToken cancel)
    {
        // Only published events count for 'shown'; between two of them it is that of the one before.
        var shown = e.Seq ?? await Shown(e, cancel);
        var beside = new Beside(e.Id, e.Seq, shown, e.RecordedAt, e.TraceParent, e.StoredAt, Place(e.Position));
        var expected = e.Version == 1 ? StreamRevision.None : StreamRevision.FromInt64(e.Version - 2);
        var result = await client.AppendToStreamAsync($"{name}-{e.Stream}", expected, [beside.With(e.Type, e.Data)], cancellationToken: cancel);
        return result.LogPosition;
    }

    private async Task<long> Shown(StoredEvent e, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select coalesce(max(seq), 0) from journal.events where stream = $1 and version < $2");
        command.Parameters.Add(new() { Value = e.Stream });
        command.Parameters.Add(new() { Value = e.Version });
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    private async Task<(Position At, LogPosition Log)> Last(Lives lives, CancellationToken cancel)
    {
        await foreach (var last in client.ReadAllAsync(Direction.Backwards, LogPosition.End, StreamFilter.Prefix($"{name}-"), 1, cancellationToken: cancel))
        {
            var log = last.OriginalPosition!.Value;
            return (Beside.Read(last.Event).Position is { } kept ? lives.Kept(kept) : lives.At(log), log);
        }

        return (Position.Start, LogPosition.Start);
    }

    private async Task<List<Life>> LivesOfPostgres(CancellationToken cancel)
    {
        var lives = new List<Life>();
        await using var command = database.CreateCommand(
            "select p.epoch, p.before from journal.epochs p where exists (select 1 from journal.events e where e.epoch = p.epoch) order by p.epoch");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            lives.Add(new Life(reader.GetInt64(0), await reader.IsDBNullAsync(1, cancel) ? null : reader.GetString(1), null));
        }

        return lives;
    }

    private static async Task<Position> LastOfPostgres(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            select concat_ws('.', p.before, concat_ws('-', e.epoch, e.tx, e.position)) from journal.events e join journal.epochs p using (epoch)
            order by e.epoch desc, e.tx desc, e.position desc limit 1
            """,
            connection);
        return Position.Parse((string?)await command.ExecuteScalarAsync(cancel));
    }

    /// <summary>A chunk and the heads of its streams, in one transaction.</summary>
    private static async Task Insert(IReadOnlyList<StoredEvent> events, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var writer = await connection.BeginBinaryImportAsync(
            "copy journal.events (epoch, tx, position, stream, version, id, type, seq, data, recorded_at, stored_at, traceparent) from stdin (format binary)", cancel))
        {
            foreach (var e in events)
            {
                await writer.StartRowAsync(cancel);
                await writer.WriteAsync(e.Position.Epoch, cancel);
                await writer.WriteAsync(e.Position.Tx, NpgsqlTypes.NpgsqlDbType.Xid8, cancel);
                await writer.WriteAsync(e.Position.Number, cancel);
                await writer.WriteAsync(e.Stream, cancel);
                await writer.WriteAsync(e.Version, cancel);
                await writer.WriteAsync(e.Id, cancel);
                await writer.WriteAsync(e.Type, cancel);
                await (e.Seq is { } seq ? writer.WriteAsync(seq, cancel) : writer.WriteNullAsync(cancel));
                await writer.WriteAsync(e.Data, NpgsqlTypes.NpgsqlDbType.Json, cancel);
                await writer.WriteAsync(e.RecordedAt.ToUniversalTime(), cancel);
                await writer.WriteAsync(e.StoredAt.ToUniversalTime(), cancel);
                await (e.TraceParent is { } trace ? writer.WriteAsync(trace, cancel) : writer.WriteNullAsync(cancel));
            }

            await writer.CompleteAsync(cancel);
        }

        await using var heads = new NpgsqlCommand(
            """
            insert into journal.streams as t (stream, version, seq)
            select stream, max(version), coalesce(max(seq), 0) from journal.events where stream = any ($1) group by stream
            on conflict (stream) do update set version = excluded.version, seq = excluded.seq
            """,
            connection);
        heads.Parameters.Add(new() { Value = events.Select(e => e.Stream).Distinct().ToArray() });
        await heads.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Notes the lives that were spent there, and begins the one that follows here.</summary>
    private async Task BeginLife(Lives lives, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var command = new NpgsqlCommand(
            """
            delete from journal.epochs p where not exists (select 1 from journal.events e where e.epoch = p.epoch);
            """,
            connection);
        await command.ExecuteNonQueryAsync(cancel);
        await using var noted = new NpgsqlCommand(
            "insert into journal.epochs (epoch, identity, before) select x.epoch, $3, x.before from unnest($1, $2) as x (epoch, before) on conflict do nothing", connection);
        noted.Parameters.Add(new() { Value = lives.All.Select(l => l.Epoch).ToArray() });
        noted.Parameters.Add(new() { Value = lives.All.Select(l => l.Before).ToArray(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text });
        noted.Parameters.Add(new() { Value = KeptIn.EventStoreDb(name) });
        await noted.ExecuteNonQueryAsync(cancel);
        await using var begin = new NpgsqlCommand("select journal.begin_epoch()", connection);
        await begin.ExecuteScalarAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Reads both from the beginning and compares event by event; answers how many.</summary>
    private async Task<int> Compare(Postgres.PostgresEventStore postgres, CancellationToken cancel)
    {
        var eventStoreDb = new EventStoreDbJournal(client, name);
        var compared = 0;
        for (var at = Position.Start; ;)
        {
            var here = await postgres.ReadAll(at, Page, cancel);
            var there = await eventStoreDb.ReadAll(at, Page, cancel);
            if (here.Zip(there).Where(x => x.First != x.Second).Select(x => x.First).FirstOrDefault() is { } other)
            {
                throw new InvalidOperationException($"the copy differs at event {other.Id} of stream {other.Stream} (position {other.Position}): the journal has not moved");
            }

            if (here.Count != there.Count)
            {
                throw new InvalidOperationException(
                    $"the copy differs after position {(here.Count == 0 ? at : here[^1].Position)}: {here.Count} events in PostgreSQL, {there.Count} in EventStoreDB; the journal has not moved");
            }

            if (here.Count == 0)
            {
                return compared;
            }

            compared += here.Count;
            at = here[^1].Position;
        }
    }
}
