using System.Diagnostics;
using Guzhang.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Guzhang.Journal.Relaying;

/// <summary>
/// Sends a page's events and returns when the broker has confirmed them all; throws where it did not. All events up to
/// <paramref name="after"/> were sent before. <paramref name="sure"/> is called before messages go out and throws where
/// another copy may lead.
/// </summary>
public delegate Task SendEvents(IReadOnlyList<PublishedEvent> events, Position after, Action sure, CancellationToken cancel);

/// <summary>Something that the journal is published to.</summary>
/// <param name="Name">of its checkpoint and its lead</param>
/// <param name="Pace">
/// Pages go out at least this far apart, so that under load several events share what a page costs; a quiet day doesn't wait.
/// </param>
/// <param name="Send">how</param>
public sealed record Feed(string Name, TimeSpan Pace, SendEvents Send);

/// <summary>
/// Publishes the journal to one feed: one leader among the copies reads from its checkpoint, sends with confirms, and moves
/// the checkpoint over what is confirmed. A crash between the two sends again what those who follow drop. A copy that
/// meets an event type it doesn't know publishes what stands before it and leaves the lead to the others for a while.
/// </summary>
public sealed partial class Relay(
    Feed feed, IEventStore journal, JournalOptions options, NpgsqlDataSource database, Standstill standstill, ILogger<Relay> log)
    : BackgroundService
{
    private const int PageSize = 1000;
    private static readonly TimeSpan NextTry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForOthers = TimeSpan.FromSeconds(3);
    private readonly string unknownType = $"{feed.Name}: unknown event type";
    private readonly TimeSpan idle = TimeSpan.FromMilliseconds(Math.Max(50, feed.Pace.TotalMilliseconds));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = NextTry;
            try
            {
                await using var leader = await Leadership.TryTake(database, $"{feed.Name}:{options.Source}", stoppingToken);
                if (leader is not null)
                {
                    await Lead(leader, stoppingToken);
                }

                standstill.End(feed.Name);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (UnknownEventTypeException unknown)
            {
                // A newer copy wrote it; perhaps a newer copy leads next.
                standstill.Begin(unknownType, unknown.Message, LogLevel.Critical);
                pause = ForOthers;
            }
            catch (Exception failure)
            {
                standstill.Begin(feed.Name, failure.Message);
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
        Leading(log, options.Source, feed.Name, at);
        var sent = long.MinValue;
        while (true)
        {
            if (sent != long.MinValue && feed.Pace - Stopwatch.GetElapsedTime(sent) is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest, cancel);
            }

            var page = await journal.ReadAll(at, PageSize, cancel);
            if (page.Count == 0)
            {
                standstill.End(feed.Name);
                standstill.End(unknownType);
                await journal.WaitForMore(idle, cancel);
                cancel.ThrowIfCancellationRequested();
                continue;
            }

            var (events, reached, unknown) = Translate(page);
            sent = page.Count == PageSize ? long.MinValue : Stopwatch.GetTimestamp();
            if (reached is { } position)
            {
                await feed.Send(events, at, leader.ThrowIfUnsure, cancel);
                at = position;
                await Save(leader, at, cancel);
                standstill.End(feed.Name);
                standstill.End(unknownType);
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

    private async Task<Position> Checkpoint(Leadership leader, CancellationToken cancel) => Position.Parse(await leader.Use(
        async session =>
        {
            await using var command = new NpgsqlCommand("select position from journal.checkpoints where name = $1", session);
            command.Parameters.Add(new() { Value = feed.Name });
            return (string?)await command.ExecuteScalarAsync(cancel);
        },
        cancel));

    private Task Save(Leadership leader, Position at, CancellationToken cancel) => leader.Use(
        async session =>
        {
            await using var command = new NpgsqlCommand(
                "insert into journal.checkpoints (name, position) values ($1, $2) on conflict (name) do update set position = excluded.position",
                session);
            command.Parameters.Add(new() { Value = feed.Name });
            command.Parameters.Add(new() { Value = at.ToString() });
            return await command.ExecuteNonQueryAsync(cancel);
        },
        cancel);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source}: {Feed} leads from {Position}")]
    private static partial void Leading(ILogger log, string source, string feed, Position position);
}
