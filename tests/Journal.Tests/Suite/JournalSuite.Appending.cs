using CsCheck;

namespace Guzhang.Journal.Tests.Suite;

public abstract partial class JournalSuite
{
    [Fact]
    public async Task Given_a_stream_when_the_expected_version_is_right_it_grows_and_when_wrong_nothing_is_stored()
    {
        var stream = NewStream();

        var first = await Append(stream, Expected.NoStream, Event("a"), Event("b"));
        var wrong = await Append(stream, 1, Event("c"));
        var ahead = await Append(stream, 3, Event("c"));
        var noStream = await Append(stream, Expected.NoStream, Event("c"));
        var right = await Append(stream, 2, Event("c"));

        first.Should().Be(new AppendResult(AppendOutcome.Appended, 2));
        wrong.Should().Be(new AppendResult(AppendOutcome.WrongVersion, 2));
        ahead.Should().Be(new AppendResult(AppendOutcome.WrongVersion, 2));
        noStream.Should().Be(new AppendResult(AppendOutcome.WrongVersion, 2));
        right.Should().Be(new AppendResult(AppendOutcome.Appended, 3));
        (await Types(stream)).Should().Equal("a", "b", "c");
    }

    [Fact]
    public async Task Given_no_stream_when_a_version_is_expected_nothing_is_stored()
    {
        var stream = NewStream();

        (await Append(stream, 1, Event("a"))).Should().Be(new AppendResult(AppendOutcome.WrongVersion, 0));

        (await Stream(stream)).Should().BeEmpty();
        (await Append(stream, Expected.NoStream, Event("a"))).Outcome.Should().Be(AppendOutcome.Appended, "the stream is still none");
    }

    [Fact]
    public async Task Given_any_version_expected_it_is_appended_to_a_new_stream_and_to_a_grown_one()
    {
        var stream = NewStream();

        (await Append(stream, Expected.Any, Event("a"), Event("b"))).Should().Be(new AppendResult(AppendOutcome.Appended, 2));
        (await Append(stream, Expected.Any, Event("c"))).Should().Be(new AppendResult(AppendOutcome.Appended, 3));

        (await Types(stream)).Should().Equal("a", "b", "c");
    }

    [Fact]
    public async Task Given_sixteen_writers_on_one_stream_exactly_one_wins_each_version()
    {
        var stream = NewStream();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async writer =>
        {
            var journal = writer % 2 == 0 ? Journal : fixture.Elsewhere;
            for (var done = 0; done < 5;)
            {
                var at = (await journal.ReadStream(stream, 0, 1000, default)).Count;
                var result = await Append(journal, stream, at, Event($"w{writer}"));
                done += result.Outcome == AppendOutcome.Appended ? 1 : 0;
            }
        }));

        await ShouldBeDense(stream, 80);
    }

    [Fact]
    public async Task Given_sixteen_writers_who_expect_any_version_of_one_stream_all_are_stored_one_behind_the_other()
    {
        var stream = NewStream();

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(async writer =>
        {
            var versions = new List<long>();
            for (var i = 0; i < 5; i++)
            {
                versions.Add((await Append(writer % 2 == 0 ? Journal : fixture.Elsewhere, stream, Expected.Any, Event("e"))).Version);
            }

            return versions;
        }));

        results.SelectMany(v => v).Order().Should().Equal(Enumerable.Range(1, 80).Select(n => (long)n));
        await ShouldBeDense(stream, 80);
    }

    [Fact]
    public async Task Given_several_streams_in_one_call_each_is_judged_alone()
    {
        var (good, bad, other) = (NewStream(), NewStream(), NewStream());
        await Append(bad, Expected.NoStream, Event("there"));

        var results = await Journal.Append(
            [
                To(good, Expected.NoStream, Event("a")), To(bad, Expected.NoStream, Event("b")), To(other, Expected.Any, Event("c"), Event("d")),
            ],
            default);

        results.Should().Equal(
            new AppendResult(AppendOutcome.Appended, 1), new AppendResult(AppendOutcome.WrongVersion, 1), new AppendResult(AppendOutcome.Appended, 2));
        (await Journal.ReadStreams([good, bad, other], default)).SelectMany(g => g).Select(e => e.Type).Should().BeEquivalentTo("a", "there", "c", "d");
    }

    [Fact]
    public async Task Given_several_appends_to_one_stream_in_one_call_they_follow_each_other()
    {
        var stream = NewStream();

        var results = await Journal.Append(
            [
                To(stream, Expected.NoStream, Event("a")), To(stream, Expected.NoStream, Event("x")), To(stream, 1, Event("b"), Event("c")),
                To(stream, Expected.Any, Event("d")),
            ],
            default);

        results.Select(r => (r.Outcome, r.Version)).Should().Equal(
            (AppendOutcome.Appended, 1), (AppendOutcome.WrongVersion, 1), (AppendOutcome.Appended, 3), (AppendOutcome.Appended, 4));
        (await Types(stream)).Should().Equal("a", "b", "c", "d");
    }

    [Fact]
    public async Task Given_nothing_to_append_nothing_happens_and_an_append_without_events_is_refused()
    {
        var stream = NewStream();

        (await Journal.Append([], default)).Should().BeEmpty();
        await Invoking(() => Append(stream, Expected.NoStream)).Should().ThrowAsync<ArgumentException>();

        (await Append(stream, Expected.NoStream, Event("a"))).Outcome.Should().Be(AppendOutcome.Appended);
    }

    [Fact]
    public async Task Given_private_and_published_events_seq_counts_the_published_without_a_hole() =>
        await Gen.Bool.Array[1, 5].Array[1, 6].SampleAsync(
            async appends =>
            {
                var stream = NewStream();
                foreach (var events in appends)
                {
                    await Append(stream, Expected.Any, [.. events.Select(published => Event(published ? "fact" : "draft", published))]);
                }

                var stored = await Stream(stream);
                var seq = 0L;
                stored.Select(e => e.Seq).Should().Equal(appends.SelectMany(a => a).Select(published => published ? ++seq : (long?)null));
                stored.Select(e => e.Version).Should().Equal(Enumerable.Range(1, stored.Count).Select(n => (long)n));
            },
            iter: 40);

    private async Task ShouldBeDense(string stream, int count)
    {
        var stored = await Stream(stream);
        stored.Select(e => e.Version).Should().Equal(Enumerable.Range(1, count).Select(n => (long)n));
        stored.Select(e => e.Seq).Should().Equal(Enumerable.Range(1, count).Select(n => (long?)n));
    }
}
