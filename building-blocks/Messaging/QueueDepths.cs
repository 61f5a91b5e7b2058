using System.Diagnostics.Metrics;
using Guzhang.Journal.Relaying;
using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Guzhang.Messaging;

/// <summary>
/// Says how many messages wait in each of a consumer's queues (metric guzhang.queue.messages), as long as somebody listens. A
/// queue that isn't there yet, and a broker that is away, say nothing.
/// </summary>
internal sealed class QueueDepths(Uri broker, string consumer) : BackgroundService
{
    private static readonly Gauge<long> Waiting = new Meter("Guzhang.Messaging").CreateGauge<long>("guzhang.queue.messages", "messages", "wait in a queue of ours, not counting those being handled");
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (Waiting.Enabled)
            {
                try
                {
                    await Follow(stoppingToken);
                }
                catch (Exception failure) when (failure is BrokerUnreachableException or OperationInterruptedException or AlreadyClosedException or IOException or OperationCanceledException)
                {
                    // Relay and inbox say themselves what they wait for.
                }
            }

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Follow(CancellationToken cancel)
    {
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(cancel);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        while (true)
        {
            for (var partition = 0; partition < Partitioning.Default; partition++)
            {
                var queue = BrokerTopology.Queue(consumer, partition);
                Waiting.Record((await channel.QueueDeclarePassiveAsync(queue, cancel)).MessageCount, new KeyValuePair<string, object?>("queue", queue));
            }

            await Task.Delay(Pause, cancel);
        }
    }
}
