using System.Net.Http.Json;
using Guzhang.Peer;

namespace Guzhang.Resilience.Tests.Staging;

/// <summary>Writers, and what must have become of all they wrote.</summary>
internal static class Writing
{
    public static Command Event(string aggregate) => new(Guid.NewGuid(), aggregate);

    /// <summary>One event for each of the aggregates, in order; done when they are stored.</summary>
    public static Task Write(this PeerProcess source, params IEnumerable<string> aggregates) => source.Write(aggregates.Select(Event).ToList());

    public static async Task Write(this PeerProcess source, IReadOnlyList<Command> events)
    {
        using var answer = await source.Http.PostAsJsonAsync("events", events);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Says the same until one of the copies has stored it: what a client does that wants to be sure.</summary>
    public static async Task WriteUntilStored(IReadOnlyList<PeerProcess> copies, IReadOnlyList<Command> events, CancellationToken cancel = default)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                limit.CancelAfter(TimeSpan.FromSeconds(20));
                using var answer = await copies[attempt % copies.Count].Http.PostAsJsonAsync("events", events, limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !cancel.IsCancellationRequested)
            {
                // Killed, or in front of a server that is away.
            }

            await Task.Delay(100, cancel);
        }
    }

    /// <summary>Every aggregate's events 1 to <paramref name="each"/>, each once, in order.</summary>
    public static void ShouldBeOnceAndInOrder(this IReadOnlyList<(string Aggregate, long Seq)> taken, IEnumerable<string> aggregates, int each)
    {
        var expected = aggregates.Distinct().Order(StringComparer.Ordinal).Select(a => (a, string.Join(' ', Enumerable.Range(1, each))));
        taken.GroupBy(t => t.Aggregate).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, string.Join(' ', g.Select(t => t.Seq)))).Should().Equal(expected);
    }
}
