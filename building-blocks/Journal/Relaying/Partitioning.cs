using Guzhang.Contracts;

namespace Guzhang.Journal.Relaying;

/// <summary>Which partition an aggregate's events take, and how waiting events become messages.</summary>
public static class Partitioning
{
    /// <summary>Partitions per source unless a setting says otherwise.</summary>
    public const int Default = 4;

    /// <summary>Most events in one message.</summary>
    public const int BatchSize = 200;

    /// <summary>FNV-1a of the aggregate modulo <paramref name="partitions"/>: the same in every copy and version.</summary>
    public static int Of(string aggregate, int partitions)
    {
        var hash = 2166136261u;
        foreach (var c in aggregate)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return (int)(hash % (uint)partitions);
    }

    /// <summary>Splits events into batches of one partition each; order within a partition stays.</summary>
    public static ILookup<int, EventBatch> Batches(string source, IEnumerable<PublishedEvent> events, int partitions) =>
        events.GroupBy(e => Of(e.Aggregate, partitions))
            .SelectMany(g => g.Chunk(BatchSize).Select(chunk => new EventBatch { Source = source, Partition = g.Key, Events = chunk }))
            .ToLookup(b => b.Partition);
}
