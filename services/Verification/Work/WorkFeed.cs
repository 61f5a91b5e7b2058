using System.Text.Json;
using Guzhang.Contracts;
using Npgsql;

namespace Guzhang.Verification.Work;

/// <summary>Takes Collection's events into the work list.</summary>
internal static class WorkFeed
{
    private static readonly HashSet<string> Concerns =
    [
        EventTypes.FormSubmitted, EventTypes.FormConfirmed, EventTypes.FormReturned,
        EventTypes.ConfirmationOutdated, EventTypes.ConfirmationRefused,
    ];

    /// <summary>Folds a batch in memory between one read and one write.</summary>
    public static async Task Apply(IReadOnlyList<PublishedEvent> events, NpgsqlConnection connection, CancellationToken cancel)
    {
        var ours = events.Where(e => Concerns.Contains(e.Type)).Select(e => (Event: e, Laborer: Laborer(e))).ToList();
        if (ours.Count == 0)
        {
            return;
        }

        var before = await WorkTable.Lock(ours.Select(o => o.Laborer), connection, cancel);
        var after = new Dictionary<Guid, WorkItem>(before);
        foreach (var (e, laborer) in ours)
        {
            if (WorkItem.After(after.GetValueOrDefault(laborer), e) is { } item)
            {
                after[laborer] = item;
            }
        }

        var changed = after.Values.Where(item => !ReferenceEquals(item, before.GetValueOrDefault(item.Laborer))).ToList();
        if (changed.Count > 0)
        {
            await WorkTable.Save(changed, connection, cancel);
        }
    }

    private static Guid Laborer(PublishedEvent e) =>
        e.Data.TryGetProperty("laborer", out var id) && id.TryGetGuid(out var laborer)
            ? laborer
            : throw new JsonException($"{e.Type} {e.Id}: no laborer");
}
