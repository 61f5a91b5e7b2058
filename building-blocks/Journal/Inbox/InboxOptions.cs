using Guzhang.Contracts;
using Npgsql;

namespace Guzhang.Journal.Inbox;

/// <summary>
/// Applies events of one source to this service's tables, in the inbox's transaction. They come in order per aggregate,
/// each exactly once. Types that don't concern the service are passed over. An exception that is not about the database
/// being away parks the event that caused it; the handler may be called again with fewer events under a savepoint, so it
/// must keep nothing in memory from a failed call. Each event's <see cref="PublishedEvent.TraceParent"/> is the span
/// opened for it here.
/// </summary>
public delegate Task ApplyEvents(IReadOnlyList<PublishedEvent> events, NpgsqlConnection connection, CancellationToken cancel);

/// <summary>Who consumes what.</summary>
/// <param name="Consumer">Name of this service; its queues are <c>{Consumer}.{partition}</c>.</param>
/// <param name="Sources">Services it follows.</param>
/// <param name="Apply">What it does with their events.</param>
public sealed record InboxOptions(string Consumer, IReadOnlyList<string> Sources, ApplyEvents Apply)
{
    /// <summary>Events younger than this are left to the broker before the comparison with the journal fetches them.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);
}
