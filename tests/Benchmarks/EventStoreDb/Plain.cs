namespace Guzhang.Benchmarks;

/// <summary>A build without EventStoreDB measures nothing on it.</summary>
internal static class EventStoreDbBenches
{
    public static Dictionary<string, Func<Task<IReadOnlyList<Line>>>> All { get; } = [];
}
