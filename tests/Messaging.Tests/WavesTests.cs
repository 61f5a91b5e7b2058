using AwesomeAssertions;
using Guzhang.Contracts;
using Guzhang.Messaging.OtherSystems;
using Xunit;

namespace Guzhang.Messaging.Tests;

/// <summary>EVT-05: what goes out side by side is of different aggregates.</summary>
public sealed class WavesTests
{
    [Fact, Trait("Req", "EVT-05")]
    public void Given_a_page_when_it_goes_out_then_no_wave_holds_an_aggregate_twice_and_each_aggregate_keeps_its_order()
    {
        var random = new Random(7);
        var counts = new Dictionary<string, long>();
        var page = Enumerable.Range(0, 1000).Select(_ => $"laborer-{random.Next(random.Next(1, 200))}")
            .Select(aggregate => Event(aggregate, counts[aggregate] = counts.GetValueOrDefault(aggregate) + 1)).ToList();

        var waves = EventsExchange.Waves(page).ToList();

        waves.Should().AllSatisfy(wave => wave.Select(e => e.Aggregate).Should().OnlyHaveUniqueItems());
        var sent = waves.SelectMany(wave => wave).ToList();
        sent.Should().BeEquivalentTo(page);
        sent.GroupBy(e => e.Aggregate).Should().AllSatisfy(of => of.Select(e => e.Seq).Should().Equal(Enumerable.Range(1, of.Count()).Select(n => (long)n)));
    }

    private static PublishedEvent Event(string aggregate, long seq) => new()
    {
        Id = Guid.NewGuid(),
        Source = "collection",
        Type = EventTypes.RefusalResolved,
        Aggregate = aggregate,
        Seq = seq,
        RecordedAt = DateTimeOffset.UnixEpoch,
        StoredAt = DateTimeOffset.UnixEpoch,
        Data = default,
    };
}
