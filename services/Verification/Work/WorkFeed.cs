using Guzhang.Contracts;
using Npgsql;

namespace Guzhang.Verification.Work;

/// <summary>Takes Collection's events into the work list.</summary>
internal static class WorkFeed
{
    /// <summary>Folds a batch in memory between one read and one write.</summary>
    public static async Task Apply(IReadOnlyList<PublishedEvent> events, NpgsqlConnection connection, CancellationToken cancel)
    {
        var changes = events.Select(WorkChange.Of).OfType<WorkChange>().ToList();
        if (changes.Count == 0)
        {
            return;
        }

        var before = await WorkTable.Lock(changes.Select(c => c.Laborer), connection, cancel);
        var after = new Dictionary<Guid, WorkItem>(before);
        foreach (var change in changes)
        {
            if (WorkItem.After(after.GetValueOrDefault(change.Laborer), change) is { } item)
            {
                after[change.Laborer] = item;
            }
        }

        var changed = after.Values.Where(item => !ReferenceEquals(item, before.GetValueOrDefault(item.Laborer))).ToList();
        if (changed.Count > 0)
        {
            await WorkTable.Save(changed, "verification", connection, cancel);
        }
    }
}
