using System.Diagnostics;
using Guzhang.Contracts;

namespace Guzhang.Journal.Relaying;

/// <summary>Sends one message and returns when the broker has confirmed it; throws where it did not.</summary>
public delegate Task SendBatch(EventBatch batch, CancellationToken cancel);

/// <summary>The feed of the other services: batches by partition, with a span per event.</summary>
internal sealed class PartitionFeed(JournalOptions options, SendBatch send)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The same as a relay takes it.</summary>
    public Feed AsFeed() => new("relay", Pace, Send);

    private async Task Send(IReadOnlyList<PublishedEvent> page, Position after, Action sure, CancellationToken cancel)
    {
        var spans = new List<Activity>();
        var events = page.ToList();
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
                    sure();
                    await Send(batch, cancel);
                }
            }));
            Telemetry.Relayed.Add(events.Count);
            if (Telemetry.RelayLag.Enabled)
            {
                var now = DateTimeOffset.UtcNow;
                events.ForEach(e => Telemetry.RelayLag.Record((now - e.StoredAt).TotalSeconds));
            }
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
}
