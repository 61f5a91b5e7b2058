using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Journal.Postgres;

/// <summary>
/// The journal in PostgreSQL. Readers of all events stay below the oldest running transaction
/// (<c>pg_snapshot_xmin</c>), so nothing that commits late is skipped; writers take no common lock.
/// </summary>
public sealed class PostgresEventStore(NpgsqlDataSource database) : IEventStore, IDisposable
{
    private const string Columns =
        "epoch, tx, position, stream, version, id, type, seq, data::text, recorded_at, stored_at, traceparent";

    private readonly SemaphoreSlim _opening = new(1, 1);
    private TaskCompletionSource _appended = NewSignal();
    private int _epoch;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AppendResult>> Append(IReadOnlyList<StreamAppend> appends, CancellationToken cancel)
    {
        // A batch outside a transaction is one of its own, in a single round trip: all or none without begin and commit.
        await using var connection = await database.OpenConnectionAsync(cancel);
        var results = await Append(connection, appends, cancel);
        Wake();
        return results;
    }

    /// <summary>
    /// Appends within the caller's transaction, so that state and events commit together.
    /// Call <see cref="Wake"/> after the commit, or the relay notices at its next look.
    /// </summary>
    public async Task<IReadOnlyList<AppendResult>> Append(
        NpgsqlConnection connection, IReadOnlyList<StreamAppend> appends, CancellationToken cancel)
    {
        if (appends.Count == 0)
        {
            return [];
        }

        var arrived = appends.Count > 1 && AreNew(appends) ? await AppendNew(connection, appends, cancel) : [];
        var others = arrived.Count == 0 ? appends : [.. appends.Where(a => !arrived.Contains(a.Stream))];
        if (others.Count == 0)
        {
            return [.. appends.Select(_ => new AppendResult(AppendOutcome.Appended, 1))];
        }

        var epoch = await Epoch(cancel);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var append in others)
        {
            batch.BatchCommands.Add(Command(epoch, append));
        }

        var results = new Queue<AppendResult>(others.Count);
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        do
        {
            await reader.ReadAsync(cancel);
            results.Enqueue(new AppendResult((AppendOutcome)reader.GetInt32(0), reader.GetInt64(1)));
        }
        while (await reader.NextResultAsync(cancel));
        return [.. appends.Select(a => arrived.Contains(a.Stream) ? new AppendResult(AppendOutcome.Appended, 1) : results.Dequeue())];
    }

    /// <summary>
    /// The statement that appends one event each to streams that are new, for a caller who sends it together with others.
    /// Its rows are the streams that were: one that is not among them was there before, and nothing was done to it.
    /// </summary>
    public async Task<NpgsqlBatchCommand> AppendingNew(IReadOnlyList<StreamAppend> appends, CancellationToken cancel) =>
        new("select * from journal.append_new($1, $2, $3, $4, $5, $6, $7, $8)")
        {
            Parameters =
            {
                new() { Value = await Epoch(cancel) },
                new() { Value = appends.Select(a => a.Stream).ToArray() },
                new() { Value = appends.Select(a => a.Events[0].Id).ToArray() },
                new() { Value = appends.Select(a => a.Events[0].Type).ToArray() },
                new() { Value = appends.Select(a => a.Events[0].Published).ToArray() },
                new() { Value = appends.Select(a => a.Events[0].Data).ToArray() },
                new() { Value = appends.Select(a => a.RecordedAt.ToUniversalTime()).ToArray() },
                new() { Value = appends.Select(a => a.TraceParent).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            },
        };

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredEvent>> ReadStream(string stream, long afterVersion, int max, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from journal.events where stream = $1 and version > $2 order by version limit $3");
        command.Parameters.Add(new() { Value = stream });
        command.Parameters.Add(new() { Value = afterVersion });
        command.Parameters.Add(new() { Value = max });
        return await Read(command, cancel);
    }

    /// <inheritdoc/>
    public async Task<ILookup<string, StoredEvent>> ReadStreams(IReadOnlyCollection<string> streams, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from journal.events where stream = any ($1) order by stream, version");
        command.Parameters.Add(new() { Value = streams.ToArray() });
        return (await Read(command, cancel)).ToLookup(e => e.Stream);
    }

    /// <summary>Published events of a stream from a seq on: how a consumer fills a gap.</summary>
    public async Task<IReadOnlyList<StoredEvent>> ReadPublished(string stream, long fromSeq, int max, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from journal.events where stream = $1 and seq >= $2 order by version limit $3");
        command.Parameters.Add(new() { Value = stream });
        command.Parameters.Add(new() { Value = fromSeq });
        command.Parameters.Add(new() { Value = max });
        return await Read(command, cancel);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredEvent>> ReadAll(Position after, int max, CancellationToken cancel)
    {
        var epoch = await Epoch(cancel);
        if (after.Epoch != 0 && after.Epoch != epoch)
        {
            await RefuseAbandoned(after, epoch, cancel);
        }

        await using var command = database.CreateCommand(
            $"""
            select {Columns} from journal.events
            where (epoch, tx, position) > ($1, $2, $3)
              and (epoch < $4 or tx < pg_snapshot_xmin(pg_current_snapshot()))
            order by epoch, tx, position limit $5
            """);
        command.Parameters.Add(new() { Value = after.Epoch });
        command.Parameters.Add(new() { Value = after.Tx, NpgsqlDbType = NpgsqlDbType.Xid8 });
        command.Parameters.Add(new() { Value = after.Number });
        command.Parameters.Add(new() { Value = epoch });
        command.Parameters.Add(new() { Value = max });
        return await Read(command, cancel);
    }

    /// <summary>
    /// All committed events after a position. Unlike <see cref="ReadAll"/> it doesn't wait for slower transactions, which
    /// may yet commit events that stand before some of these: only for callers who know that nobody is appending.
    /// </summary>
    public static async Task<IReadOnlyList<StoredEvent>> ReadCommitted(Position after, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"select {Columns} from journal.events where (epoch, tx, position) > ($1, $2, $3) order by epoch, tx, position", connection);
        command.Parameters.Add(new() { Value = after.Epoch });
        command.Parameters.Add(new() { Value = after.Tx, NpgsqlDbType = NpgsqlDbType.Xid8 });
        command.Parameters.Add(new() { Value = after.Number });
        return await Read(command, cancel);
    }

    /// <inheritdoc/>
    public async Task WaitForMore(TimeSpan atMost, CancellationToken cancel)
    {
        // Commits of this process wake at once; those of another copy are seen at the next look.
        await Task.WhenAny(_appended.Task, Task.Delay(atMost, cancel));
        Interlocked.Exchange(ref _appended, NewSignal());
    }

    /// <summary>Tells readers in this process that a transaction with events has committed.</summary>
    public void Wake() => _appended.TrySetResult();

    /// <inheritdoc/>
    public void Dispose() => _opening.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether these are first events of streams, one each.</summary>
    private static bool AreNew(IReadOnlyList<StreamAppend> appends) =>
        appends.All(a => a is { ExpectedVersion: Expected.NoStream, Events.Count: 1 }) && appends.DistinctBy(a => a.Stream).Count() == appends.Count;

    private async Task<HashSet<string>> AppendNew(NpgsqlConnection connection, IReadOnlyList<StreamAppend> appends, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { await AppendingNew(appends, cancel) } };
        var arrived = new HashSet<string>(appends.Count);
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            arrived.Add(reader.GetString(0));
        }

        return arrived;
    }

    private static NpgsqlBatchCommand Command(int epoch, StreamAppend append)
    {
        var events = append.Events;
        return new NpgsqlBatchCommand("select outcome, version from journal.append($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        {
            Parameters =
            {
                new() { Value = epoch },
                new() { Value = append.Stream },
                new() { Value = append.ExpectedVersion },
                new() { Value = events.Select(e => e.Id).ToArray() },
                new() { Value = events.Select(e => e.Type).ToArray() },
                new() { Value = events.Select(e => e.Published).ToArray() },
                new() { Value = events.Select(e => e.Data).ToArray() },
                new() { Value = append.RecordedAt.ToUniversalTime() },
                new() { Value = (object?)append.TraceParent ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
    }

    private static async Task<List<StoredEvent>> Read(NpgsqlCommand command, CancellationToken cancel)
    {
        var events = new List<StoredEvent>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            events.Add(new StoredEvent(
                new Position(reader.GetInt32(0), reader.GetFieldValue<ulong>(1), reader.GetInt64(2)),
                reader.GetString(3),
                reader.GetInt64(4),
                reader.GetGuid(5),
                reader.GetString(6),
                await reader.IsDBNullAsync(7, cancel) ? null : reader.GetInt64(7),
                reader.GetString(8),
                reader.GetFieldValue<DateTimeOffset>(9),
                reader.GetFieldValue<DateTimeOffset>(10),
                await reader.IsDBNullAsync(11, cancel) ? null : reader.GetString(11)));
        }

        return events;
    }

    /// <summary>The present life of the database. A restore is told by another cluster or another table under the same name.</summary>
    private async ValueTask<int> Epoch(CancellationToken cancel)
    {
        if (_epoch != 0)
        {
            return _epoch;
        }

        await _opening.WaitAsync(cancel);
        try
        {
            await using var command = database.CreateCommand(
                """
                with me as (select system_identifier || ':' || 'journal.events'::regclass::oid as identity from pg_control_system()),
                last as (select epoch, identity from journal.epochs order by epoch desc limit 1),
                new as (
                    insert into journal.epochs (epoch, identity)
                    select coalesce((select epoch from last), 0) + 1, me.identity from me
                    where not exists (select 1 from last where last.identity = me.identity)
                    on conflict do nothing returning epoch)
                select coalesce((select epoch from new), (select epoch from last))
                """);
            _epoch = Convert.ToInt32(await command.ExecuteScalarAsync(cancel), CultureInfo.InvariantCulture);
        }
        catch (InvalidCastException)
        {
            // Two copies met on the very first start: the other one has made the row.
        }
        finally
        {
            _opening.Release();
        }

        return _epoch != 0 ? _epoch : await Epoch(cancel);
    }

    private async Task RefuseAbandoned(Position asked, int epoch, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from journal.events where epoch <= $1 order by epoch desc, tx desc, position desc limit 1");
        command.Parameters.Add(new() { Value = asked.Epoch });
        var last = (await Read(command, cancel)).Select(e => e.Position).FirstOrDefault();
        if (asked.Epoch > epoch || asked > last)
        {
            throw new AbandonedTimelineException(asked, last);
        }
    }
}
