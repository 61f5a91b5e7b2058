using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Guzhang.Messaging;

/// <summary>
/// Declares the exchange that a service publishes to as it starts: the bus would do so before its first message only, and
/// then wait without a word where the broker has another one of that name.
/// </summary>
internal sealed class OwnExchange(Uri broker, string source, TopologyGuard guard) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(stoppingToken);
                await using var channel = await connection.CreateChannelAsync(cancellationToken: stoppingToken);
                await channel.ExchangeDeclareAsync(
                    BrokerTopology.Exchange(source), ExchangeType.Direct, durable: true, autoDelete: false, cancellationToken: stoppingToken);
                return;
            }
            catch (Exception failure) when (failure is BrokerUnreachableException or OperationInterruptedException or IOException or OperationCanceledException)
            {
                guard.Look(failure);
            }

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
