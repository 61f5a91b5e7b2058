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
/// checkpoint over what is confirmed. A crash between the two sends again what the consumers' inboxes drop. A copy that
/// meets an event type it doesn't know publishes what stands before it and leaves the lead to the others for a while.
/// </summary>
public sealed partial class Relay(
    IEventStore journal, JournalOptions options, NpgsqlDataSource database, SendBatch send, Standstill standstill, ILogger<Relay> log)
    : BackgroundService
{
    private const string Name = "relay";
    private const string UnknownType = "relay: unknown event type";
    private const int PageSize = 1000;
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(50);

    /// <summary>Pages go out at least this far apart, so that under load a message carries several events; a quiet day doesn't wait.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(15);

    private static readonly TimeSpan NextTry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ForOthers = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = NextTry;
            try
            {
                await using var leader = await Leadership.TryTake(database, $"{Name}:{options.Source}", stoppingToken);
                if (leader is not null)
                {
                    await Lead(leader, stoppingToken);
                }

                standstill.End(Name);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (UnknownEventTypeException unknown)
            {
                // A newer copy wrote it; perhaps a newer copy leads next.
                standstill.Begin(UnknownType, unknown.Message, LogLevel.Critical);
                pause = ForOthers;
            }
            catch (Exception failure)
            {
                standstill.Begin(Name, failure.Message);
            }

            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Lead(Leadership leader, CancellationToken stopping)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stopping, leader.Lost);
        try
        {
            await Lead(leader, await Checkpoint(leader, both.Token), both.Token);
        }
        catch (OperationCanceledException) when (leader.Lost.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            throw new LeadershipLostException();
        }
    }

    private async Task Lead(Leadership leader, Position at, CancellationToken cancel)
    {
        Leading(log, options.Source, at);
        var sent = long.MinValue;
        while (true)
        {
            if (sent != long.MinValue && Pace - Stopwatch.GetElapsedTime(sent) is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest, cancel);
            }

            var page = await journal.ReadAll(at, PageSize, cancel);
            if (page.Count == 0)
            {
                standstill.End(Name);
                standstill.End(UnknownType);
                await journal.WaitForMore(Idle, cancel);
                cancel.ThrowIfCancellationRequested();
                continue;
            }

            var (events, reached, unknown) = Translate(page);
            sent = page.Count == PageSize ? long.MinValue : Stopwatch.GetTimestamp();
            if (reached is { } position)
            {
                await Publish(leader, events, cancel);
                at = position;
                await Save(leader, at, cancel);
                standstill.End(Name);
                standstill.End(UnknownType);
            }

            if (unknown is not null)
            {
                throw unknown;
            }
        }
    }

    /// <summary>What others see of a page, as far as this copy knows its event types.</summary>
    private (List<PublishedEvent> Events, Position? Reached, UnknownEventTypeException? Unknown) Translate(IReadOnlyList<StoredEvent> page)
    {
        var events = new List<PublishedEvent>(page.Count);
        Position? reached = null;
        foreach (var stored in page)
        {
            try
            {
                if (options.ToPublished(stored) is { } published)
                {
                    events.Add(published);
                }
            }
            catch (UnknownEventTypeException unknown)
            {
                return (events, reached, unknown);
            }

            reached = stored.Position;
        }

        return (events, reached, null);
    }

    private async Task Publish(Leadership leader, List<PublishedEvent> events, CancellationToken cancel)
    {
        var spans = new List<Activity>();
        for (var i = 0; i < events.Count; i++)
        {
            if (Telemetry.Start($"relay {events[i].Type}", ActivityKind.Producer, events[i].TraceParent) is { } span)
            {
                spans.Add(span);
                events[i] = events[i] with { TraceParent = span.Id };
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
                    leader.ThrowIfUnsure();
                    await Send(batch, cancel);
                }
            }));
            Telemetry.Relayed.Add(events.Count);
        }
        finally
        {
            spans.ForEach(s => s.Dispose());
        }
    }

    /// <summary>
    /// With a limit: where a broker dies between publish and confirm, the transport sometimes waits for that confirm for ever.
    /// What is sent again because of it, the inboxes drop.
    /// </summary>
    private async Task Send(EventBatch batch, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            await send(batch, limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"the broker has not confirmed a message for {Patience.TotalSeconds:0} s");
        }
    }

    private static async Task<Position> Checkpoint(Leadership leader, CancellationToken cancel) => Position.Parse(await leader.Use(
        async session =>
        {
            await using var command = new NpgsqlCommand("select position from journal.checkpoints where name = $1", session);
            command.Parameters.Add(new() { Value = Name });
            return (string?)await command.ExecuteScalarAsync(cancel);
        },
        cancel));

    private static Task Save(Leadership leader, Position at, CancellationToken cancel) => leader.Use(
        async session =>
        {
            await using var command = new NpgsqlCommand(
                "insert into journal.checkpoints (name, position) values ($1, $2) on conflict (name) do update set position = excluded.position",
                session);
            command.Parameters.Add(new() { Value = Name });
            command.Parameters.Add(new() { Value = at.ToString() });
            return await command.ExecuteNonQueryAsync(cancel);
        },
        cancel);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source}: relay leads from {Position}")]
    private static partial void Leading(ILogger log, string source, Position position);
}
