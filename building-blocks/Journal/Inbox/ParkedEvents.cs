using System.Text.Json;
using Dapper;
using Guzhang.Audit;
using Guzhang.Contracts;
using Npgsql;

namespace Guzhang.Journal.Inbox;

/// <summary>
/// What an operator does about parked events. An aggregate's are decided in order: replaying applies them from the first
/// on until one fails again, discarding drops the first for good and replays those behind it. Each is recorded with who
/// decided and when, in the transaction of its effect.
/// </summary>
public sealed class ParkedEvents(InboxOptions options, NpgsqlDataSource database, InboxProcessor inbox, JournalWake wake)
{
    /// <summary>Most events applied by one call, so that the transaction stays short; the rest is there for the next call.</summary>
    private const int MostAtOnce = 200;

    /// <summary>Parked events by aggregate in order, at most <paramref name="max"/>, and how many there are.</summary>
    public async Task<ParkedList> List(int max, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var rows = (await connection.QueryAsync<Row, long, (Row Row, long Total)>(
            new CommandDefinition(
                $"select *, count(*) over () as total from ({Select} where consumer = @Consumer) p order by source, aggregate, seq limit @max",
                new { options.Consumer, max },
                cancellationToken: cancel),
            (row, total) => (row, total),
            splitOn: "total")).AsList();
        return new ParkedList(
            [.. rows.Select(r => new ParkedEvent(r.Row.Read(), r.Row.Reason, r.Row.ParkedAt, r.Row.Reason != InboxState.Behind))],
            rows.Count == 0 ? 0 : rows[0].Total);
    }

    /// <summary>The newest decisions first.</summary>
    public async Task<IReadOnlyList<ParkedDecision>> Decisions(int max, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var rows = await connection.QueryAsync<ParkedDecision>(new CommandDefinition(
            """
            select source, aggregate, seq, (event ->> 'id')::uuid as event, parked_reason as parkedReason, parked_at as parkedAt,
                   decision, reason, decided_by as decidedBy, decided_at as decidedAt
            from journal.parked_decisions where consumer = @Consumer order by id desc limit @max
            """,
            new { options.Consumer, max },
            cancellationToken: cancel));
        return rows.AsList();
    }

    /// <summary>Applies the parked events of the aggregate that the event belongs to; nothing where the event isn't parked.</summary>
    public Task<ParkedOutcome?> Replay(Guid parked, Actor by, CancellationToken cancel) => Decide(parked, null, by, cancel);

    /// <summary>Drops the event, which must be its aggregate's first, and applies those behind it; nothing where it isn't parked.</summary>
    public Task<ParkedOutcome?> Discard(Guid parked, string reason, Actor by, CancellationToken cancel) => Decide(parked, reason, by, cancel);

    private async Task<ParkedOutcome?> Decide(Guid parked, string? discardedFor, Actor by, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var of = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            $"{Select} where consumer = @Consumer and event ->> 'id' = @id", new { options.Consumer, id = parked.ToString() }, cancellationToken: cancel));
        if (of is null)
        {
            return null;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // New events of the aggregate wait for the outcome: they are parked behind what stays, or applied after all went.
        await new InboxState(options.Consumer, of.Source, connection).Lock([of.Aggregate], cancel);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(
            $"{Select} where consumer = @Consumer and source = @Source and aggregate = @Aggregate order by seq limit {MostAtOnce}",
            new { options.Consumer, of.Source, of.Aggregate },
            cancellationToken: cancel))).AsList();
        if (rows.Count == 0)
        {
            return null; // another operator was faster
        }

        if (discardedFor is not null)
        {
            if (rows[0].Read().Id != parked)
            {
                return new ParkedOutcome(0, null, rows[0].Read().Id);
            }

            await Record(connection, rows[0], "discarded", discardedFor, by, cancel);
            rows.RemoveAt(0);
        }

        var outcome = await Apply(connection, transaction, rows, by, cancel);
        await transaction.CommitAsync(cancel);
        wake.Wake();
        return outcome;
    }

    private async Task<ParkedOutcome> Apply(NpgsqlConnection connection, NpgsqlTransaction transaction, List<Row> rows, Actor by, CancellationToken cancel)
    {
        for (var applied = 0; applied < rows.Count; applied++)
        {
            await transaction.SaveAsync("one", cancel);
            try
            {
                await inbox.Hand([rows[applied].Read()], connection, cancel);
            }
            catch (Exception failure) when (!Outage.Is(failure, cancel))
            {
                await transaction.RollbackAsync("one", cancel);
                var reason = InboxState.Reason(failure);
                await connection.ExecuteAsync(new CommandDefinition(
                    $"update journal.parked set reason = @reason where {Key}", rows[applied].KeyOf(options.Consumer, new { reason }), cancellationToken: cancel));
                return new ParkedOutcome(applied, reason, null);
            }

            await transaction.ReleaseAsync("one", cancel);
            await Record(connection, rows[applied], "replayed", null, by, cancel);
        }

        return new ParkedOutcome(rows.Count, null, null);
    }

    private async Task Record(NpgsqlConnection connection, Row row, string decision, string? reason, Actor by, CancellationToken cancel)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            with gone as (delete from journal.parked where {Key} returning *)
            insert into journal.parked_decisions
                (consumer, source, aggregate, seq, event, parked_reason, parked_at, decision, reason, decided_by)
            select consumer, source, aggregate, seq, event, reason, parked_at, @decision, @because, @by from gone
            """,
            row.KeyOf(options.Consumer, new { decision, because = reason, by = by.Id }),
            cancellationToken: cancel));
        var action = reason is null ? AuditActions.ParkedReplayed : AuditActions.ParkedDiscarded;
        await AuditTrail.Write(connection, new AuditEntry(by, action, row.Read().Id.ToString()), cancel);
    }

    private const string Select = "select source, aggregate, seq, event::text as event, reason, parked_at as parkedAt from journal.parked";
    private const string Key = "consumer = @Consumer and source = @Source and aggregate = @Aggregate and seq = @Seq";

    private sealed record Row(string Source, string Aggregate, long Seq, string Event, string Reason, DateTime ParkedAt)
    {
        public PublishedEvent Read() => JsonSerializer.Deserialize<PublishedEvent>(Event, ContractJson.Options)!;

        public DynamicParameters KeyOf(string consumer, object more)
        {
            var parameters = new DynamicParameters(more);
            parameters.AddDynamicParams(new { Consumer = consumer, Source, Aggregate, Seq });
            return parameters;
        }
    }
}

/// <summary>A parked event. <paramref name="Failed"/> says that it was tried; otherwise it waits behind one that failed.</summary>
public sealed record ParkedEvent(PublishedEvent Event, string Reason, DateTime ParkedAt, bool Failed);

/// <summary>Some parked events, and how many there are.</summary>
public sealed record ParkedList(IReadOnlyList<ParkedEvent> Items, long Total);

/// <summary>What became of a decision.</summary>
/// <param name="Applied">Events applied now.</param>
/// <param name="Failure">Why the one after them failed again; it stays parked, and so do those behind it.</param>
/// <param name="First">The event that has to be decided first; then nothing was done.</param>
public sealed record ParkedOutcome(int Applied, string? Failure, Guid? First);

/// <summary>What was decided about a parked event, by whom, when, and why.</summary>
public sealed record ParkedDecision(
    string Source, string Aggregate, long Seq, Guid Event, string ParkedReason, DateTime ParkedAt, string Decision, string? Reason, string DecidedBy,
    DateTime DecidedAt);
