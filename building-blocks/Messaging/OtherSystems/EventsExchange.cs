using Guzhang.Contracts;
using Guzhang.Contracts.OtherSystems;
using Guzhang.Journal;
using Guzhang.Journal.Relaying;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Guzhang.Messaging.OtherSystems;

/// <summary>
/// The feed of other systems: each event one message to the service's topic exchange, confirmed by the broker. Nobody has to
/// listen; whoever missed something reads the journal. Over a connection of its own, so that it never holds up the other feed.
/// </summary>
internal sealed class EventsExchange(Uri broker, JournalOptions options, TopologyGuard guard) : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly CreateChannelOptions WithConfirms = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
    private readonly string exchange = EventRouting.Exchange(options.Source);
    private IConnection? connection;
    private IChannel? channel;

    /// <summary>The same as a relay takes it.</summary>
    public Feed AsFeed() => new("events", Pace, Send);

    private async Task Send(IReadOnlyList<PublishedEvent> events, Position after, Action sure, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            var open = await Open(limit.Token);
            foreach (var wave in Waves(events))
            {
                sure();
                await Task.WhenAll(wave.Select(published => Publish(open, published, after, limit.Token))).WaitAsync(limit.Token);
            }
        }
        catch (Exception failure)
        {
            // What the channel still holds unconfirmed must not go out after what comes next.
            await Close();
            guard.Look(failure);
            if (failure is OperationCanceledException && !cancel.IsCancellationRequested)
            {
                throw new TimeoutException($"the broker has not confirmed events for {Patience.TotalSeconds:0} s");
            }

            throw;
        }
    }

    /// <summary>
    /// The first event of each aggregate, then the second of each, and so on: a message that the broker refuses is sent again
    /// before any later one of its aggregate has gone out, and the rest are confirmed side by side.
    /// </summary>
    internal static IEnumerable<IReadOnlyList<PublishedEvent>> Waves(IReadOnlyList<PublishedEvent> events)
    {
        var counts = new Dictionary<string, int>();
        return events.GroupBy(e => counts[e.Aggregate] = counts.GetValueOrDefault(e.Aggregate) + 1).Select(wave => wave.ToList());
    }

    private async Task Publish(IChannel open, PublishedEvent published, Position after, CancellationToken cancel)
    {
        var (key, properties, body) = EventMessage.Of(published, after);
        await open.BasicPublishAsync(exchange, key, mandatory: false, properties, body, cancel);
    }

    private async Task<IChannel> Open(CancellationToken cancel)
    {
        if (channel is { IsOpen: true } open)
        {
            return open;
        }

        await Close();
        connection = await new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false, ClientProvidedName = exchange }.CreateConnectionAsync(cancel);
        channel = await connection.CreateChannelAsync(WithConfirms, cancel);
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: cancel);
        return channel;
    }

    private async Task Close()
    {
        var (old, leaving) = (channel, connection);
        (channel, connection) = (null, null);
        try
        {
            await (old?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (leaving?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (Exception gone) when (gone is AlreadyClosedException or OperationInterruptedException or IOException or ObjectDisposedException)
        {
            // It was broken; that is why it is closed.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Close();
}
