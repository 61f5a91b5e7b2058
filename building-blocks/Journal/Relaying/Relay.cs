using System.Diagnostics;
using Guzhang.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Guzhang.Journal.Relaying;

/// <summary>Sends one message and returns when the broker has confirmed it; throws where it did not.</summary>
public delegate Task SendBatch(EventBatch batch, CancellationToken cancel);

/// <summary>
/// Publishes the journal: one leader among the copies reads from its checkpoint, sends with confirms, and moves the
/// checkpoint over what is confirmed. A crash between the two sends again what the consumers' inboxes drop.
/// </summary>
public sealed partial class Relay(
    IEventStore journal, JournalOptions options, NpgsqlDataSource database, SendBatch send, ILogger<Relay> log)
    : BackgroundService
{
    private const string Name = "relay";
    private const int PageSize = 1000;
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var leader = await LeaderLock.TryTake(database, $"{Name}:{options.Source}", stoppingToken);
                if (leader is not null)
                {
                    await Lead(leader, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (UnknownEventTypeException unknown)
            {
                // A newer copy wrote it; perhaps a newer copy leads next.
                UnknownType(log, options.Source, unknown.Message);
            }
            catch (Exception failure)
            {
                Interrupted(log, options.Source, failure.Message);
            }

            await Task.Delay(AfterFailure, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Lead(LeaderLock leader, CancellationToken cancel)
    {
        var at = await Checkpoint(leader, cancel);
        Leading(log, options.Source, at);
        while (true)
        {
            var page = await journal.ReadAll(at, PageSize, cancel);
            if (page.Count == 0)
            {
                await journal.WaitForMore(Idle, cancel);
                cancel.ThrowIfCancellationRequested();
                continue;
            }

            await Publish(page, cancel);
            at = page[^1].Position;
            await Save(leader, at, cancel);
        }
    }

    private async Task Publish(IReadOnlyList<StoredEvent> page, CancellationToken cancel)
    {
        var spans = new List<Activity>();
        var events = new List<PublishedEvent>(page.Count);
        foreach (var stored in page)
        {
            if (options.ToPublished(stored) is { } published)
            {
                var span = Telemetry.Start($"relay {published.Type}", ActivityKind.Producer, published.TraceParent);
                if (span is not null)
                {
                    spans.Add(span);
                    published = published with { TraceParent = span.Id };
                }

                events.Add(published);
            }
        }

        try
        {
            // Partitions go side by side; within one, a batch waits for the one before it, so order survives a failure.
            var partitions = Partitioning.Batches(options.Source, events, Partitioning.Default);
            await Task.WhenAll(partitions.Select(async batches =>
            {
                foreach (var batch in batches)
                {
                    await send(batch, cancel);
                }
            }));
            Telemetry.Relayed.Add(events.Count);
        }
        finally
        {
            spans.ForEach(s => s.Dispose());
        }
    }

    private static async Task<Position> Checkpoint(LeaderLock leader, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select position from journal.checkpoints where name = $1", leader.Connection);
        command.Parameters.Add(new() { Value = Name });
        return Position.Parse((string?)await command.ExecuteScalarAsync(cancel));
    }

    private static async Task Save(LeaderLock leader, Position at, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "insert into journal.checkpoints (name, position) values ($1, $2) on conflict (name) do update set position = excluded.position",
            leader.Connection);
        command.Parameters.Add(new() { Value = Name });
        command.Parameters.Add(new() { Value = at.ToString() });
        await command.ExecuteNonQueryAsync(cancel);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source}: relay leads from {Position}")]
    private static partial void Leading(ILogger log, string source, Position position);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source}: relay interrupted, tries again: {Reason}")]
    private static partial void Interrupted(ILogger log, string source, string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Source}: relay stands still: {Reason}")]
    private static partial void UnknownType(ILogger log, string source, string reason);
}
