namespace Guzhang.Journal.Tests.Suite;

public abstract partial class JournalSuite
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Given_appends_one_after_the_other_all_are_read_in_that_order_each_once_in_pages_of_any_size(int page)
    {
        var from = await End();
        var (one, other) = (NewStream(), NewStream());
        for (var round = 0; round < 10; round++)
        {
            await Append(one, Expected.Any, Event($"{round} a"), Event($"{round} b"));
            await Append(fixture.Elsewhere, other, Expected.Any, Event($"{round} c", published: false));
        }

        var all = await All(from, atLeast: 30, page);

        all.Select(e => e.Type).Should().Equal(Enumerable.Range(0, 10).SelectMany(round => new[] { $"{round} a", $"{round} b", $"{round} c" }));
        all.Select(e => e.Position).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Given_the_position_of_any_event_also_from_its_text_reading_goes_on_behind_it()
    {
        var from = await End();
        for (var i = 0; i < 6; i++)
        {
            await Append(NewStream(), Expected.NoStream, Event($"{i} a"), Event($"{i} b"));
        }

        var all = await All(from, atLeast: 12, page: 1000);

        for (var i = 0; i < all.Count; i++)
        {
            var after = Position.Parse(all[i].Position.ToString());
            after.Should().Be(all[i].Position);
            (await All(after, page: 5)).Should().Equal(all.Skip(i + 1));
        }

        (await Journal.ReadAll(all[^1].Position, 10, default)).Should().BeEmpty();
        (await Journal.ReadAll(Position.Start, 1, default)).Should().ContainSingle().Which.Position.Should().BeLessThanOrEqualTo(from);
    }

    [Fact]
    public async Task Given_writers_here_and_elsewhere_a_reader_who_follows_sees_every_event_once_and_in_order_per_stream()
    {
        var from = await End();
        var streams = Enumerable.Range(0, 40).Select(_ => NewStream()).ToList();
        using var enough = new CancellationTokenSource(Limit);
        var seen = new List<StoredEvent>();
        var reading = Task.Run(async () =>
        {
            for (var at = from; seen.Count < 800 && !enough.IsCancellationRequested;)
            {
                var page = await Journal.ReadAll(at, 37, default);
                seen.AddRange(page);
                at = page.Count == 0 ? at : page[^1].Position;
            }
        });

        await Task.WhenAll(streams.Select(async (stream, i) =>
        {
            for (var version = 0; version < 20; version += 1 + (i % 2))
            {
                await Append(i % 4 < 2 ? Journal : fixture.Elsewhere, stream, version, [.. Enumerable.Range(0, 1 + (i % 2)).Select(_ => Event("e"))]);
            }
        }));
        await reading;

        seen.Should().HaveCount(800).And.OnlyHaveUniqueItems(e => e.Id);
        seen.Select(e => e.Position).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        seen.GroupBy(e => e.Stream).Should().HaveCount(40).And.AllSatisfy(g => g.Select(e => e.Version).Should().Equal(Enumerable.Range(1, 20).Select(n => (long)n)));
    }

    [Fact]
    public async Task Given_ten_thousand_streams_each_has_its_event_and_all_are_read_once()
    {
        var from = await End();
        var streams = Enumerable.Range(0, 10_000).Select(_ => NewStream()).ToList();
        foreach (var some in streams.Chunk(1000))
        {
            (await Journal.Append([.. some.Select(s => To(s, Expected.NoStream, Event(s)))], default))
                .Should().OnlyContain(r => r.Outcome == AppendOutcome.Appended && r.Version == 1);
        }

        (await All(from, atLeast: 10_000, page: 3000)).Select(e => e.Stream).Should().Equal(streams);
        var some500 = streams.Where((_, i) => i % 20 == 0).ToList();
        (await Journal.ReadStreams(some500, default)).Select(g => (g.Key, g.Single().Type)).Should().BeEquivalentTo(some500.Select(s => (s, s)));
    }
}
