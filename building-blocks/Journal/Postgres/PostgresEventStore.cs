using System.Diagnostics.CodeAnalysis;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Journal.Postgres;

/// <summary>
/// The journal in PostgreSQL. Readers of all events stay below the oldest running transaction
/// (<c>pg_snapshot_xmin</c>), so nothing that commits late is skipped; writers take no common lock.
/// </summary>
/// <param name="database">From <see cref="Database.Open"/>, whose connections begin a new epoch in a restored database.</param>
public sealed class PostgresEventStore(NpgsqlDataSource database) : IServiceJournal
{
    private const string Columns =
        "epoch, tx, position, stream, version, id, type, seq, data::text, recorded_at, stored_at, traceparent";

    /// <summary>The oldest transaction that may still commit; readers stay before it.</summary>
    internal const string Edge = "((select max(epoch) from journal.epochs), pg_snapshot_xmin(pg_current_snapshot()))";

    private Lives _lives = Lives.None;
    private TaskCompletionSource _appended = NewSignal();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AppendResult>> Append(IReadOnlyList<StreamAppend> appends, CancellationToken cancel)
    {
        // A batch outside a transaction is one of its own, in a single round trip: all or none without begin and commit.
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = AreNew(appends) ? await connection.BeginTransactionAsync(cancel) : null;
        var results = await Append(connection, appends, cancel);
        await (transaction?.CommitAsync(cancel) ?? Task.CompletedTask);
        Wake();
        return results;
    }

    /// <inheritdoc/>
    public bool CommitsWithTables => true;

    /// <summary>
    /// Appends within the caller's transaction (read committed), so that state and events commit together.
    /// Call <see cref="Wake"/> after the commit, or the relay notices at its next look.
    /// </summary>
    [SuppressMessage("Performance", "CA1822", Justification = "Callers append to the journal that they were given.")]
    public async Task<IReadOnlyList<AppendResult>> Append(
        NpgsqlConnection connection, IReadOnlyList<StreamAppend> appends, CancellationToken cancel)
    {
        if (appends.Count == 0)
        {
            return [];
        }

        try
        {
            var arrived = AreNew(appends) ? await AppendNew(connection, appends, cancel) : [];
            var others = arrived.Count == 0 ? appends : [.. appends.Where(a => !arrived.Contains(a.Stream))];
            if (others.Count == 0)
            {
                return [.. appends.Select(_ => new AppendResult(AppendOutcome.Appended, 1))];
            }

            await using var batch = new NpgsqlBatch(connection);
            foreach (var append in others)
            {
                batch.BatchCommands.Add(Command(append));
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
        catch (PostgresException taken) when (IsTaken(taken))
        {
            throw new EventIdTakenException(taken);
        }
    }

    /// <summary>
    /// The statement that appends one event each to streams that are new, for a caller who sends it together with others.
    /// Its rows are the streams that were: one that is not among them was there before, and nothing was done to it.
    /// </summary>
    public static NpgsqlBatchCommand AppendingNew(IReadOnlyList<StreamAppend> appends) =>
        new("select * from journal.append_new($1, $2, $3, $4, $5, $6, $7)")
        {
            Parameters =
            {
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
    public Task<IReadOnlyList<StoredEvent>> ReadStream(string stream, long afterVersion, int max, CancellationToken cancel) =>
        Read("where stream = $1 and version > $2 order by version limit $3", [stream, afterVersion, max], cancel);

    /// <summary>The newest events of a stream, in order, at most <paramref name="max"/>: for whoever shows how it stands and how it came to that.</summary>
    public async Task<IReadOnlyList<StoredEvent>> ReadNewest(string stream, int max, CancellationToken cancel) =>
        [.. (await Read("where stream = $1 order by version desc limit $2", [stream, max], cancel)).Reverse()];

    /// <inheritdoc/>
    public async Task<ILookup<string, StoredEvent>> ReadStreams(IReadOnlyCollection<string> streams, CancellationToken cancel) =>
        (await Read("where stream = any ($1) order by stream, version", [streams.ToArray()], cancel)).ToLookup(e => e.Stream);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> ReadPublished(string stream, long fromSeq, int max, CancellationToken cancel) =>
        Read("where stream = $1 and seq >= $2 order by version limit $3", [stream, fromSeq, max], cancel);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredEvent>> ReadAll(Position after, int max, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            $"""
            select {Columns} from journal.events
            where (epoch, tx, position) > ($1, $2, $3) and (epoch, tx) < {Edge}
            order by epoch, tx, position limit $4
            """)
        {
            Parameters =
            {
                new() { Value = after.Epoch },
                new() { Value = after.Tx, NpgsqlDbType = NpgsqlDbType.Xid8 },
                new() { Value = after.Number },
                new() { Value = max },
            },
        });
        // Last, so that it names every life that the page has events of.
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Lives.Query));

        List<StoredEvent> page;
        Lives lives;
        await using (var reader = await batch.ExecuteReaderAsync(cancel))
        {
            page = await Read(reader, cancel);
            await reader.NextResultAsync(cancel);
            _lives = lives = await Lives.Read(reader, cancel);
        }

        await lives.RefuseAbandoned(after, connection, cancel);
        return lives.Locate(page);
    }

    /// <summary>
    /// All committed events after a position. Unlike <see cref="ReadAll"/> it doesn't wait for slower transactions, which
    /// may yet commit events that stand before some of these: only for callers who know that nobody is appending.
    /// </summary>
    public async Task<IReadOnlyList<StoredEvent>> ReadCommitted(Position after, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"select {Columns} from journal.events where (epoch, tx, position) > ($1, $2, $3) order by epoch, tx, position", connection);
        command.Parameters.Add(new() { Value = after.Epoch });
        command.Parameters.Add(new() { Value = after.Tx, NpgsqlDbType = NpgsqlDbType.Xid8 });
        command.Parameters.Add(new() { Value = after.Number });
        return await Read(command, connection, cancel);
    }

    /// <inheritdoc/>
    public async Task WaitForMore(TimeSpan atMost, CancellationToken cancel)
    {
        // Commits of this process wake at once; those of another copy are seen at the next look.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var signal = _appended;
        await Task.WhenAny(signal.Task, Task.Delay(atMost, ended.Token));
        await ended.CancelAsync();
        cancel.ThrowIfCancellationRequested();
        if (signal.Task.IsCompleted)
        {
            // Only the signal that woke us: several wait here, and none may take away one that is still to wake another.
            Interlocked.CompareExchange(ref _appended, NewSignal(), signal);
        }
    }

    /// <inheritdoc/>
    public void Wake() => _appended.TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether these are first events of several streams, one each.</summary>
    private static bool AreNew(IReadOnlyList<StreamAppend> appends) =>
        appends.Count > 1
        && appends.All(a => a is { ExpectedVersion: Expected.NoStream, Events.Count: 1 })
        && appends.DistinctBy(a => a.Stream).Count() == appends.Count;

    private static bool IsTaken(PostgresException failure) => failure is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "events_id" };

    private static async Task<HashSet<string>> AppendNew(NpgsqlConnection connection, IReadOnlyList<StreamAppend> appends, CancellationToken cancel)
    {
        var arrived = new HashSet<string>(appends.Count);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { AppendingNew(appends) } };
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            arrived.Add(reader.GetString(0));
        }

        return arrived;
    }

    private static NpgsqlBatchCommand Command(StreamAppend append)
    {
        var events = append.Events;
        ArgumentOutOfRangeException.ThrowIfZero(events.Count, nameof(append));
        return new NpgsqlBatchCommand("select outcome, version from journal.append($1, $2, $3, $4, $5, $6, $7, $8)")
        {
            Parameters =
            {
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

    private async Task<IReadOnlyList<StoredEvent>> Read(string which, object[] values, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var command = new NpgsqlCommand($"select {Columns} from journal.events {which}", connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await Read(command, connection, cancel);
    }

    private async Task<IReadOnlyList<StoredEvent>> Read(NpgsqlCommand command, NpgsqlConnection connection, CancellationToken cancel)
    {
        List<StoredEvent> events;
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            events = await Read(reader, cancel);
        }

        var lives = _lives;
        if (!lives.Know(events))
        {
            await using var query = new NpgsqlCommand(Lives.Query, connection);
            await using var reader = await query.ExecuteReaderAsync(cancel);
            _lives = lives = await Lives.Read(reader, cancel);
        }

        return lives.Locate(events);
    }

    private static async Task<List<StoredEvent>> Read(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var events = new List<StoredEvent>();
        while (await reader.ReadAsync(cancel))
        {
            events.Add(new StoredEvent(
                new Position(reader.GetInt64(0), reader.GetFieldValue<ulong>(1), reader.GetInt64(2)),
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
}
