using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Journal;
using Guzhang.Journal.Relaying;
using Guzhang.Messaging.OtherSystems;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Guzhang.Messaging;

/// <summary>MassTransit on RabbitMQ, as the journal needs it: own exchange to send to, own queues to take from, nothing else.</summary>
public static class MessagingRegistration
{
    /// <summary>Deliveries of one message before the broker drops it; the comparison with the journal brings back what it dropped.</summary>
    private const int DeliveryLimit = 100;

    /// <summary>A copy that is frozen loses its queues to another after two to three of these without a sign of life.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(6);

    /// <summary>
    /// Connects to <c>ConnectionStrings:Broker</c> (amqp URI). Registers <see cref="SendBatch"/> for the relay of
    /// <paramref name="publishes"/>, the feed of other systems, and the queues of <paramref name="consumer"/> bound to each of <paramref name="follows"/>.
    /// </summary>
    public static IHostApplicationBuilder AddMessaging(
        this IHostApplicationBuilder builder, string? publishes, string consumer, IReadOnlyList<string> follows)
    {
        var address = builder.Configuration.GetConnectionString("Broker")
            ?? throw new InvalidOperationException("setting ConnectionStrings:Broker is missing");
        builder.Services.AddSingleton<TopologyGuard>();
        builder.Services.AddReceiveEndpointObserver(services => services.GetRequiredService<TopologyGuard>());
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumer<BatchConsumer>();
            bus.ConfigureHealthCheckOptions(health => health.Tags.Add("ready"));
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(new Uri(address), host =>
                {
                    host.PublisherConfirmation = true;
                    host.Heartbeat(Heartbeat);
                });
                rabbit.AutoStart = true;
                // Its default indents, and consumers would store an event's text in another spelling than the journal has.
                rabbit.ConfigureJsonSerializerOptions(json => new JsonSerializerOptions(json) { WriteIndented = false });
                // The bus's own queue, under a name that this service's broker user may make.
                rabbit.OverrideDefaultBusEndpointQueueName($"{consumer}.bus.{Guid.NewGuid():N}");
                for (var partition = 0; follows.Count > 0 && partition < Partitioning.Default; partition++)
                {
                    Receive(rabbit, context, consumer, partition, follows);
                }
            });
        });
        builder.Services.Configure<MassTransitHostOptions>(host => host.WaitUntilStarted = false);
        if (follows.Count > 0)
        {
            builder.Services.AddHostedService(_ => new QueueDepths(new Uri(address), consumer));
        }

        if (publishes is not null)
        {
            builder.Services.AddSingleton<SendBatch>(services => Sender(services.GetRequiredService<IBus>(), publishes));
            builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<EventsExchange>(services, new Uri(address)));
            builder.AddFeed(services => services.GetRequiredService<EventsExchange>().AsFeed());
            builder.Services.AddHostedService(services => new OwnExchange(new Uri(address), publishes, services.GetRequiredService<TopologyGuard>()));
        }

        return builder;
    }

    private static void Receive(
        IRabbitMqBusFactoryConfigurator rabbit, IBusRegistrationContext context, string consumer, int partition, IReadOnlyList<string> follows) =>
        rabbit.ReceiveEndpoint(BrokerTopology.Queue(consumer, partition), queue =>
        {
            queue.ConfigureConsumeTopology = false;
            queue.SetQuorumQueue();
            queue.SingleActiveConsumer = true;
            queue.SetQueueArgument("x-delivery-limit", DeliveryLimit);
            queue.PrefetchCount = 4;
            queue.ConcurrentMessageLimit = 1;
            queue.PublishFaults = false;
            queue.RethrowFaultedMessages();
            queue.ThrowOnSkippedMessages();
            foreach (var source in follows)
            {
                queue.Bind(BrokerTopology.Exchange(source), bind =>
                {
                    bind.ExchangeType = "direct";
                    bind.RoutingKey = BrokerTopology.Key(partition);
                });
            }

            queue.ConfigureConsumer<BatchConsumer>(context);
        });

    private static SendBatch Sender(IBus bus, string source)
    {
        var exchange = new Uri($"exchange:{BrokerTopology.Exchange(source)}?type=direct");
        return async (batch, cancel) =>
        {
            // Unroutable is an error: a consumer's queue that is not there yet must not lose an event.
            var endpoint = await bus.GetSendEndpoint(exchange);
            await endpoint.Send(
                batch,
                Pipe.Execute<SendContext<EventBatch>>(context =>
                {
                    context.SetRoutingKey(BrokerTopology.Key(batch.Partition));
                    context.TrySetMandatory();
                }),
                cancel);
        };
    }

    private static void TrySetMandatory(this SendContext context)
    {
        if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit))
        {
            rabbit.Mandatory = true;
        }
    }
}
