using System.Threading.Channels;
using Guzhang.Audit;
using Guzhang.Journal.Inbox;
using Guzhang.Journal.Postgres;
using Guzhang.Journal.Relaying;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Guzhang.Journal.Rebuilding;

/// <summary>Runs rebuilds in the background, one at a time over all copies of the service.</summary>
public sealed partial class RebuildRunner(
    IServiceProvider services, RebuildOptions options, InboxOptions inbox, NpgsqlDataSource database, JournalClient journals, ILogger<RebuildRunner> log)
    : BackgroundService
{
    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(1);
    private readonly Channel<(LeaderLock Leader, RebuildState Begun)> _asked = Channel.CreateUnbounded<(LeaderLock, RebuildState)>();

    /// <summary>How the last one went, or the running one goes, in whatever copy.</summary>
    public Task<RebuildState> State(CancellationToken cancel) => RebuildState.Read(database, inbox.Consumer, cancel);

    /// <summary>Begins one for <paramref name="by"/>, on the audit log; false where one is running.</summary>
    public async Task<bool> Begin(bool swap, Actor by, CancellationToken cancel)
    {
        var leader = await LeaderLock.TryTake(database, RebuildState.Lock(inbox.Consumer), cancel);
        if (leader is null)
        {
            return false;
        }

        try
        {
            var begun = new RebuildState { State = "running", Step = "reading", Swap = swap, StartedAt = DateTimeOffset.UtcNow };
            await using var connection = await database.OpenConnectionAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await begun.Save(connection, inbox.Consumer, cancel);
            var details = new Dictionary<string, string> { ["swap"] = swap ? "yes" : "no" };
            await AuditTrail.Write(connection, new AuditEntry(by, AuditActions.RebuildBegun, inbox.Consumer, details), cancel);
            await transaction.CommitAsync(cancel);
            _asked.Writer.TryWrite((leader, begun));
            return true;
        }
        catch
        {
            await leader.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (leader, begun) in _asked.Reader.ReadAllAsync(stoppingToken))
        {
            await using (leader)
            {
                await Run(leader, begun, stoppingToken);
            }
        }
    }

    private async Task Run(LeaderLock leader, RebuildState begun, CancellationToken stopping)
    {
        Begun(log, inbox.Consumer);
        var own = options.FollowsItself
            ? new OwnJournal(services.GetRequiredService<PostgresEventStore>(), services.GetRequiredService<JournalOptions>())
            : null;
        await using var rebuild = new Rebuild(
            options, inbox, database, journals, own, leader.Connection, options.Begin(services, options.Next), begun);
        var running = rebuild.Run(stopping);
        while (await Task.WhenAny(running, Task.Delay(Progress, CancellationToken.None)) != running)
        {
            await Save(rebuild.State);
        }

        try
        {
            await running;
            var done = rebuild.State with { State = "done", Step = null, FinishedAt = DateTimeOffset.UtcNow };
            Done(log, inbox.Consumer, done.Events, (done.FinishedAt - done.StartedAt)!.Value, done.Equal == true, done.Swapped);
            await Save(done);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The live tables are as they were; the state that was stored says it was interrupted.
        }
        catch (Exception failure)
        {
            Failed(log, inbox.Consumer, failure.Message);
            await Save(rebuild.State with { State = "failed", FinishedAt = DateTimeOffset.UtcNow, Message = failure.Message });
        }
    }

    /// <summary>A state that can't be stored is no reason to give up.</summary>
    private async Task Save(RebuildState state)
    {
        try
        {
            await state.Save(database, inbox.Consumer, CancellationToken.None);
        }
        catch (NpgsqlException failure)
        {
            NotStored(log, inbox.Consumer, failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Consumer}: rebuild begun")]
    private static partial void Begun(ILogger log, string consumer);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Consumer}: rebuilt from {Events} events in {Time}; equal: {Equal}, swapped: {Swapped}")]
    private static partial void Done(ILogger log, string consumer, long events, TimeSpan time, bool equal, bool swapped);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Consumer}: rebuild failed: {Reason}")]
    private static partial void Failed(ILogger log, string consumer, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Consumer}: state of the rebuild not stored: {Reason}")]
    private static partial void NotStored(ILogger log, string consumer, string reason);
}
