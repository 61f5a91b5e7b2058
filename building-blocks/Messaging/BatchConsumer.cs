using Guzhang.Contracts;
using Guzhang.Journal.Inbox;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Guzhang.Messaging;

/// <summary>
/// Hands a message to the inbox. While the database or a source's journal is away it waits with the message unacknowledged,
/// so nothing is parked or lost and order stays; a broken event is the inbox's to park.
/// </summary>
public sealed partial class BatchConsumer(InboxProcessor inbox, ILogger<BatchConsumer> log) : IConsumer<EventBatch>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<EventBatch> context)
    {
        var batch = context.Message;
        while (true)
        {
            try
            {
                await inbox.Process(batch.Source, batch.Events, context.CancellationToken);
                return;
            }
            catch (Exception failure) when (!context.CancellationToken.IsCancellationRequested)
            {
                Waiting(log, batch.Source, batch.Partition, failure.Message);
                await Task.Delay(Pause, context.CancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "waiting with events of {Source}, partition {Partition}: {Reason}")]
    private static partial void Waiting(ILogger log, string source, int partition, string reason);
}
