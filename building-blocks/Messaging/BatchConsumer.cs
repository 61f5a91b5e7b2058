using Guzhang.Contracts;
using Guzhang.Journal;
using Guzhang.Journal.Inbox;
using MassTransit;

namespace Guzhang.Messaging;

/// <summary>
/// Hands a message to the inbox. While the database or a source's journal is away it waits with the message unacknowledged,
/// so nothing is parked or lost and order stays; a broken event is the inbox's to park.
/// </summary>
public sealed class BatchConsumer(InboxProcessor inbox, Standstill standstill) : IConsumer<EventBatch>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task Consume(ConsumeContext<EventBatch> context)
    {
        var batch = context.Message;
        var what = $"events of {batch.Source}, partition {batch.Partition}";
        try
        {
            while (!await Processed(batch, what, context.CancellationToken))
            {
                await Task.Delay(Pause, context.CancellationToken);
            }
        }
        finally
        {
            // Applied, or taken from this copy: another one has it then.
            standstill.End(what);
        }
    }

    private async Task<bool> Processed(EventBatch batch, string what, CancellationToken cancel)
    {
        try
        {
            await inbox.Process(batch.Source, batch.Events, cancel);
            return true;
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            standstill.Begin(what, failure.Message);
            return false;
        }
    }
}
