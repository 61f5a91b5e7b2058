using Guzhang.JobMatching.Cases;
using Guzhang.Journal;
using Guzhang.Journal.Clock;
using Guzhang.Journal.Inbox;
using Guzhang.Journal.Postgres;
using Npgsql;

namespace Guzhang.JobMatching.Escalating;

/// <summary>
/// Raises cases to the stages they reach. Due times stand in the table, so a restart loses none; copies take different rows,
/// and a row that is taken is no longer due when it is given back, so a stage fires once. It begins when this service has
/// taken in what happened before it started: a placement that is not read yet must not look like a breach.
/// </summary>
public sealed partial class Escalator(
    NpgsqlDataSource database, CaseWriter writer, PostgresEventStore journal, BusinessClock clock, CaughtUp caughtUp, Standstill standstill,
    ILogger<Escalator> log) : BackgroundService
{
    private const string What = "escalation";
    private const int Batch = 100;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await caughtUp.Look(stoppingToken))
                {
                    await Raise(stoppingToken);
                }

                standstill.End(What);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                standstill.Begin(What, failure.Message);
            }

            await Task.Delay(Every, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Raise(CancellationToken cancel)
    {
        // Not the time of half a second ago: the operator may have set the clock.
        await clock.Follow(database, cancel);
        var now = clock.Moment();
        var raised = 0;
        while (await Step(now, cancel) is > 0 and var some)
        {
            raised += some;
        }

        if (raised > 0)
        {
            Raised(log, raised);
        }
    }

    /// <summary>Some cases in a short transaction; answers how many.</summary>
    private async Task<int> Step(DateTimeOffset now, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var patience = new NpgsqlCommand("set local idle_in_transaction_session_timeout = '10s'", connection))
        {
            await patience.ExecuteNonQueryAsync(cancel);
        }

        var changes = new List<CaseChange>();
        foreach (var due in await CaseTable.LockDue(now, Batch, connection, cancel))
        {
            var escalated = Escalation.Decide(due, now) ?? throw new InvalidOperationException($"case {due.Id} is due, and no stage of it is");
            changes.Add(new CaseChange(Case.After(due, escalated, now), escalated, now, null));
        }

        await writer.Store(changes, connection, cancel);
        await transaction.CommitAsync(cancel);
        journal.Wake();
        return changes.Count;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} cases reached a stage")]
    private static partial void Raised(ILogger log, int count);
}
