using System.Diagnostics;
using System.Globalization;
using Guzhang.Peer;
using Guzhang.Subscribers.Tests.Staging;

namespace Guzhang.Subscribers.Tests;

/// <summary>EVT-03: by the recipe of the guide nothing is missed and nothing comes twice, whenever one starts and whatever dies.</summary>
public sealed class CatchUpTests
{
    private const int PerSecond = 1000;
    private const int Each = 100;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    [Fact, Trait("Req", "EVT-01"), Trait("Req", "EVT-03"), Trait("Req", "EVT-05")]
    public async Task Given_a_thousand_events_a_second_when_a_subscriber_by_the_guide_starts_late_and_it_and_the_source_are_killed_then_it_has_every_event_once_and_in_order()
    {
        GuideSubscriber.SkipUnlessItCanRun();
        await using var stage = await EventStage.Open();
        var credentials = await stage.Add("late", ["*"], ["*"]);
        await using var subscriber = new GuideSubscriber(stage, credentials);
        var posted = new List<Command>();
        var flowing = Flow(stage, posted);

        await Posted(posted, 3 * PerSecond);
        subscriber.Start();
        await subscriber.Until(1); // it reads the journal
        await subscriber.Kill();
        var kills = 1;
        foreach (var seconds in new[] { 5, 7, 9 })
        {
            subscriber.Start();
            await Posted(posted, seconds * PerSecond);
            await subscriber.Kill();
            kills++;
        }

        await stage.RestartSource();
        subscriber.Start();
        var rate = await flowing;
        var count = await subscriber.Until(posted.Count);

        var taken = await subscriber.Taken();
        var stream = (await stage.State(credentials.Id)).Stream;
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{posted.Count} events at {rate:0} a second, {kills} kills of the subscriber, one of the source; {count} taken in; {stream}"));
        taken.Select(e => e.Id).Should().OnlyHaveUniqueItems().And.BeEquivalentTo(posted.Select(c => c.Id));
        foreach (var subject in taken.GroupBy(e => e.Subject))
        {
            subject.Select(e => e.Seq).Should().Equal(Enumerable.Range(1, subject.Count()).Select(n => (long)n), subject.Key);
        }
    }

    [Fact, Trait("Req", "EVT-03"), Trait("Req", "EVT-04")]
    public async Task Given_streams_with_a_limit_when_one_subscriber_does_not_read_then_its_own_stream_alone_lets_events_fall_off_the_operator_sees_it_and_the_journal_makes_it_whole()
    {
        GuideSubscriber.SkipUnlessItCanRun();
        await using var stage = await EventStage.Open("--Broker:StreamBytes=1600000");
        var (away, there) = (await stage.Add("away", ["*"], ["*"]), await stage.Add("there", ["*"], ["*"]));
        await using var slow = new GuideSubscriber(stage, away);
        await using var quick = new GuideSubscriber(stage, there);
        var posted = Batch(200);
        await stage.Post(posted);
        slow.Start();
        quick.Start();
        await Task.WhenAll(slow.Until(posted.Count), quick.Until(posted.Count));
        await slow.Kill();

        for (var more = 0; more < 60; more++)
        {
            var batch = Batch(200);
            posted.AddRange(batch);
            await stage.Post(batch);
        }

        await quick.Until(posted.Count);
        var figures = await Eventually.Get(() => stage.State(away.Id), state => state.Stream is { Dropped: > 0, Connected: 0 }, within: TimeSpan.FromMinutes(2));
        figures.Stream!.Dropped.Should().BeGreaterThan(0);
        figures.Stream.Connected.Should().Be(0);
        (await Eventually.Get(() => stage.State(there.Id), state => state.Stream is { Connected: 1 }, within: TimeSpan.FromMinutes(2))).Stream!.Connected.Should().Be(1);

        slow.Start();
        await slow.Until(posted.Count);
        (await slow.UntilItSays("the stream jumps from")).Should().Contain("the stream jumps from");
        foreach (var subscriber in new[] { slow, quick })
        {
            (await subscriber.Taken()).Select(e => e.Id).Should().OnlyHaveUniqueItems().And.BeEquivalentTo(posted.Select(c => c.Id));
        }

        // An event that comes now arrives over the stream.
        var last = Batch(1);
        await stage.Post(last);
        (await slow.Until(posted.Count + 1)).Should().Be(posted.Count + 1);
    }

    private static List<Command> Batch(int events) => [.. Enumerable.Range(0, events).Select(n => new Command(Guid.NewGuid(), $"laborer-{n % 50}", Town: "433126101"))];

    private static async Task<double> Flow(EventStage stage, List<Command> posted)
    {
        var clock = Stopwatch.StartNew();
        for (var sent = 0; sent < PerSecond * Duration.TotalSeconds; sent += Each)
        {
            var due = TimeSpan.FromSeconds(sent / (double)PerSecond) - clock.Elapsed;
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due);
            }

            var batch = Enumerable.Range(sent, Each).Select(n => new Command(Guid.NewGuid(), $"laborer-{n * 7 % 311}", Town: "433126101")).ToList();
            await stage.Post(batch);
            lock (posted)
            {
                posted.AddRange(batch);
            }
        }

        return posted.Count / clock.Elapsed.TotalSeconds;
    }

    private static Task<int> Posted(List<Command> posted, int count) => Eventually.Get(
        () =>
        {
            lock (posted)
            {
                return Task.FromResult(posted.Count);
            }
        },
        seen => seen >= count, TimeSpan.FromMinutes(2));
}
