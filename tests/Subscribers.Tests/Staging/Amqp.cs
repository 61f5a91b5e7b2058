using System.Collections.Concurrent;
using System.Text;
using Guzhang.Identity.Subscribing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Guzhang.Subscribers.Tests.Staging;

/// <summary>A message as a plain client sees it.</summary>
internal sealed record Message(string RoutingKey, string? ContentType, IReadOnlyDictionary<string, object?> Headers, string Body)
{
    /// <summary>An attribute of CloudEvents.</summary>
    public object? this[string attribute] => Headers.GetValueOrDefault($"cloudEvents:{attribute}");
}

/// <summary>A plain AMQP connection with a subscriber's credentials.</summary>
internal sealed class Amqp(IConnection connection) : IAsyncDisposable
{
    private readonly ConcurrentQueue<Message> messages = new();

    public static async Task<Amqp> Connect(EventStage stage, SubscriberSecret subscriber) =>
        new(await new ConnectionFactory { Uri = new Uri(stage.BrokerAddress(subscriber)), AutomaticRecoveryEnabled = false }.CreateConnectionAsync());

    public bool IsOpen => connection.IsOpen;

    public IReadOnlyList<Message> Messages => [.. messages];

    /// <summary>Consumes a stream from its beginning.</summary>
    public async Task Consume(string stream)
    {
        var channel = await connection.CreateChannelAsync();
        await channel.BasicQosAsync(0, 100, global: false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            var headers = (delivery.BasicProperties.Headers ?? new Dictionary<string, object?>())
                .ToDictionary(h => h.Key, h => h.Value is byte[] text ? Encoding.UTF8.GetString(text) : h.Value);
            messages.Enqueue(new Message(delivery.RoutingKey, delivery.BasicProperties.ContentType, headers, Encoding.UTF8.GetString(delivery.Body.Span)));
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(stream, autoAck: false, "", noLocal: false, exclusive: false, new Dictionary<string, object?> { ["x-stream-offset"] = "first" }, consumer);
    }

    /// <summary>Waits for that many messages.</summary>
    public Task<IReadOnlyList<Message>> Taken(int count) => Eventually.Get(() => Task.FromResult(Messages), seen => seen.Count >= count);

    /// <summary>What the broker says to something tried on a channel of its own: "accepted" or the refusal.</summary>
    public async Task<string> Try(Func<IChannel, Task> work)
    {
        try
        {
            await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
            await work(channel);
            return "accepted";
        }
        catch (Exception refused) when (refused is OperationInterruptedException or PublishException)
        {
            return (refused as OperationInterruptedException ?? refused.InnerException as OperationInterruptedException)?.ShutdownReason?.ReplyText ?? refused.Message;
        }
    }

    public async ValueTask DisposeAsync() => await connection.DisposeAsync();
}
