using Guzhang.Journal.Inbox;
using Npgsql;

namespace Guzhang.Journal.Rebuilding;

/// <summary>
/// One rebuild: makes the tables anew beside the live ones while these serve, compares the two at the same positions, and
/// swaps where asked to. Until the swap's commit the live tables are only read.
/// </summary>
internal sealed class Rebuild(
    RebuildOptions options, InboxOptions inbox, NpgsqlDataSource database, JournalClient journals, OwnJournal? own,
    NpgsqlConnection leading, IRebuiltTables tables, RebuildState begun) : IAsyncDisposable
{
    /// <summary>Most aggregates whose newest events are fetched one by one while the live inbox stands still.</summary>
    private const int MostFetched = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly TableMaker _maker = new(database, tables);
    private RebuildState _state = begun;

    /// <summary>How it stands, from any thread.</summary>
    public RebuildState State => _state with { Events = _maker.Events, Positions = Positions() };

    public async Task Run(CancellationToken cancel)
    {
        await Schemas.Begin(database, options, cancel);
        foreach (var source in inbox.Sources)
        {
            _maker.Of(source).Discarded.UnionWith(await new InboxPositions(inbox.Consumer, leading).Discarded(source, cancel));
        }

        await Read(cancel);
        await Schemas.Analyze(database, options.Next, cancel);
        await Read(cancel);
        await UntilLiveIsThere(cancel);

        _state = _state with { Step = "comparing" };
        var compared = await Compare(cancel);
        _state = _state with { Tables = compared, Equal = compared.All(t => t.Differing == 0) };
        if (_state.Swap)
        {
            _state = _state with { Step = "swapping" };
            await Read(cancel);
            _state = await Swap(cancel) is { } refused ? _state with { Message = refused } : _state with { Swapped = true };
        }

        await Schemas.Drop(database, options, cancel);
    }

    public async ValueTask DisposeAsync() => await _maker.DisposeAsync();

    /// <summary>Every journal from where it was left to its end. What this service decided comes last: it is never older than its answers.</summary>
    private async Task Read(CancellationToken cancel)
    {
        foreach (var source in inbox.Sources)
        {
            await _maker.Read(source, journals.Pages(source, _maker.Of(source).At, cancel), cancel);
        }

        if (own is not null)
        {
            var intake = _maker.Of(own.Source);
            await foreach (var (events, at) in own.Pages(intake.At, cancel))
            {
                _maker.Take(own.Source, events);
                intake.At = at;
            }
        }

        await _maker.WriteAll(cancel);
    }

    /// <summary>
    /// Waits until the live inbox has what the rebuild has. Where it stands still (its consumer is down, a row was changed
    /// by hand) the difference is one to be shown.
    /// </summary>
    private async Task UntilLiveIsThere(CancellationToken cancel)
    {
        var (fewest, since) = (int.MaxValue, Environment.TickCount64);
        while (true)
        {
            var behind = 0;
            await using (var connection = await database.OpenConnectionAsync(cancel))
            {
                foreach (var source in inbox.Sources)
                {
                    var differences = await new InboxPositions(inbox.Consumer, connection).Differences(source, _maker.Of(source), cancel);
                    behind += differences.Count(d => d.Rebuilt > (d.Live ?? 0));
                }
            }

            if (behind < fewest)
            {
                (fewest, since) = (behind, Environment.TickCount64);
            }

            if (behind == 0 || Environment.TickCount64 - since > Patience.TotalMilliseconds)
            {
                return;
            }

            await Task.Delay(Look, cancel);
        }
    }

    /// <summary>
    /// Compares in a snapshot that was taken while nothing could change, so that the live inbox waits for the newest events
    /// only, not for the comparison.
    /// </summary>
    private async Task<IReadOnlyList<TableComparison>> Compare(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
        var apart = new List<PositionDifference>();
        await using (await Hold(apart, cancel))
        {
            await _maker.WriteAll(cancel);
            await Execute(connection, "set transaction read only; select 1", cancel);
        }

        var compared = await SchemaComparison.Run(connection, options, cancel);
        var parked = await Parked(connection, cancel);
        return
        [
            .. compared,
            InboxPositions.Shown("journal.inbox", null, inbox.Sources.Sum(s => _maker.Of(s).Last.Count), apart),
            InboxPositions.Shown("journal.parked", null, inbox.Sources.Sum(s => _maker.Of(s).Failed.Count), parked),
        ];
    }

    /// <summary>Puts the new tables in the live ones' place, with the positions they stand at; or says why not.</summary>
    private async Task<string?> Swap(CancellationToken cancel)
    {
        var apart = new List<PositionDifference>();
        await using var hold = await Hold(apart, cancel);
        var parked = await Parked(leading, cancel);
        if (parked.Where(d => d.Rebuilt < (d.Live ?? long.MaxValue)).ToList() is { Count: > 0 } lost)
        {
            var first = lost[0];
            return $"有 {lost.Count} 个对象的事件现在无法处理，而现用数据表已处理过，因此未替换；例如 {first.Aggregate} 第 {first.Rebuilt} 号："
                + _maker.Of(first.Source).Failed[first.Aggregate].Reason;
        }

        await _maker.WriteAll(leading, cancel);
        foreach (var source in inbox.Sources)
        {
            await new InboxPositions(inbox.Consumer, leading).Set(
                source, _maker.Of(source).At, [.. apart.Where(d => d.Source == source)], [.. parked.Where(d => d.Source == source && d.Rebuilt is null)], cancel);
        }

        await Schemas.Swap(leading, options, cancel);
        await hold.CommitAsync(cancel);
        return null;
    }

    /// <summary>
    /// A transaction in which the live inbox and tables stand still and the rebuild has exactly what they have; where it
    /// can't have it, <paramref name="apart"/> says so. It writes nothing and so stalls no reader of a journal.
    /// </summary>
    private async Task<NpgsqlTransaction> Hold(List<PositionDifference> apart, CancellationToken cancel)
    {
        var transaction = await Lock(cancel);
        try
        {
            foreach (var source in inbox.Sources)
            {
                apart.AddRange(await Level(source, cancel));
            }

            if (own is not null)
            {
                _maker.Take(own.Source, await own.Committed(_maker.Of(own.Source).At, leading, cancel));
            }

            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    private async Task<NpgsqlTransaction> Lock(CancellationToken cancel)
    {
        var names = (await TableShape.Of(leading, options.Schema, cancel)).Select(t => $"{options.Schema}.{t.Name}");
        for (var tried = 1; ; tried++)
        {
            var transaction = await leading.BeginTransactionAsync(cancel);
            try
            {
                // The inbox first, as whoever applies events does. Reports go on reading.
                await Execute(
                    leading,
                    $"""
                    set local lock_timeout = '5s';
                    lock table journal.inbox in share row exclusive mode;
                    lock table {string.Join(", ", names)} in exclusive mode
                    """,
                    cancel);
                return transaction;
            }
            catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected && tried < 5)
            {
                await transaction.DisposeAsync();
                await Task.Delay(TimeSpan.FromSeconds(1), cancel);
            }
            catch
            {
                await transaction.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Takes in what the live inbox has beyond what was read; answers what stays apart.</summary>
    private async Task<List<PositionDifference>> Level(string source, CancellationToken cancel)
    {
        var intake = _maker.Of(source);
        var differences = await new InboxPositions(inbox.Consumer, leading).Differences(source, intake, cancel);
        var ahead = differences.Where(d => d.Live > (d.Rebuilt ?? 0)).ToList();
        if (ahead.Count > MostFetched)
        {
            throw new InvalidOperationException($"the live inbox is ahead of {source}'s journal for {ahead.Count} aggregates");
        }

        foreach (var (_, aggregate, live, _) in ahead)
        {
            while (intake.Last.GetValueOrDefault(aggregate) is var last && last < live
                && await journals.Of(source, new Gap(aggregate.ToString(), last + 1, live!.Value + 1), cancel) is { Count: > 0 } found)
            {
                _maker.Take(source, found);
            }
        }

        return [.. differences
            .Select(d => d with { Rebuilt = intake.Last.TryGetValue(d.Aggregate, out var last) ? last : null })
            .Where(d => d.Live != d.Rebuilt)];
    }

    private async Task<List<PositionDifference>> Parked(NpgsqlConnection connection, CancellationToken cancel)
    {
        var parked = new List<PositionDifference>();
        foreach (var source in inbox.Sources)
        {
            parked.AddRange(await new InboxPositions(inbox.Consumer, connection).Parked(source, _maker.Of(source), cancel));
        }

        return parked;
    }

    private Dictionary<string, string> Positions() =>
        inbox.Sources.Concat(own is null ? [] : [own.Source]).ToDictionary(s => s, s => _maker.Of(s).At.ToString());

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
#pragma warning disable CA2100 // Names come from the catalogue.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancel);
    }
}
