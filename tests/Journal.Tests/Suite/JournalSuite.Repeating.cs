namespace Guzhang.Journal.Tests.Suite;

public abstract partial class JournalSuite
{
    private const string ByStream = "this store knows ids by stream only (docs/decisions/0014-eventstoredb.md)";

    [Theory]
    [InlineData(Expected.NoStream)]
    [InlineData(Expected.Any)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Given_stored_events_when_they_are_appended_again_nothing_changes_whatever_version_is_expected(long expected)
    {
        var stream = NewStream();
        NewEvent[] events = [Event("a"), Event("b")];
        await Append(stream, Expected.NoStream, events);

        var again = await Append(fixture.Elsewhere, stream, expected, events);

        again.Should().Be(new AppendResult(AppendOutcome.Repeated, 2));
        (await Types(stream)).Should().Equal("a", "b");
        (await Append(stream, 2, Event("c"))).Should().Be(new AppendResult(AppendOutcome.Appended, 3), "the stream is where it was");
        (await Stream(stream)).Select(e => e.Seq).Should().Equal(1, 2, 3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Expected.Any)]
    public async Task Given_a_stream_that_has_grown_since_when_an_append_is_repeated_the_answer_is_that_of_the_first_time(long expected)
    {
        var stream = NewStream();
        await Append(stream, Expected.NoStream, Event("a"));
        NewEvent[] events = [Event("b"), Event("c")];
        var first = await Append(stream, expected, events);
        await Append(stream, 3, Event("d"), Event("e"));

        var again = await Append(stream, expected, events);

        first.Should().Be(new AppendResult(AppendOutcome.Appended, 3));
        again.Should().Be(new AppendResult(AppendOutcome.Repeated, 3));
        (await Types(stream)).Should().Equal("a", "b", "c", "d", "e");
    }

    [Theory]
    [InlineData(Expected.NoStream)]
    [InlineData(Expected.Any)]
    [InlineData(2)]
    public async Task Given_a_stored_batch_when_a_part_of_it_is_appended_again_nothing_changes(long expected)
    {
        var stream = NewStream();
        NewEvent[] events = [Event("a"), Event("b")];
        await Append(stream, Expected.NoStream, events);

        (await Append(stream, expected, events[0])).Should().Be(new AppendResult(AppendOutcome.Repeated, 1));
        (await Append(stream, expected, events[1])).Should().Be(new AppendResult(AppendOutcome.Repeated, 2));

        (await Types(stream)).Should().Equal("a", "b");
    }

    [Theory]
    [InlineData(Expected.NoStream)]
    [InlineData(Expected.Any)]
    [InlineData(1)]
    public async Task Given_a_batch_of_which_a_part_is_stored_it_is_refused_whole(long expected)
    {
        var stream = NewStream();
        var stored = Event("a");
        await Append(stream, Expected.NoStream, stored);

        await ShouldBeRefused(To(stream, expected, stored, Event("new")));
        await ShouldBeRefused(To(stream, expected, Event("new"), stored));

        (await Types(stream)).Should().Equal("a");
        (await Append(stream, 1, Event("b"))).Outcome.Should().Be(AppendOutcome.Appended);
    }

    [Theory]
    [InlineData(Expected.NoStream)]
    [InlineData(Expected.Any)]
    public async Task Given_an_id_of_another_streams_event_the_append_is_refused(long expected)
    {
        Assert.SkipUnless(fixture.KnowsIdsOfAllStreams, ByStream);
        var (stream, other) = (NewStream(), NewStream());
        var stored = Event("a");
        await Append(stream, Expected.NoStream, stored);

        await ShouldBeRefused(To(other, expected, stored));

        (await Stream(other)).Should().BeEmpty();
        (await Append(other, Expected.NoStream, Event("b"))).Outcome.Should().Be(AppendOutcome.Appended, "that stream is still none");
    }

    [Fact]
    public async Task Given_one_id_twice_in_an_append_it_is_refused()
    {
        var stream = NewStream();
        var twice = Event("a");

        await ShouldBeRefused(To(stream, Expected.NoStream, twice, twice));

        (await Stream(stream)).Should().BeEmpty();
    }

    [Fact]
    public async Task Given_several_appends_in_one_call_when_one_has_a_taken_id_nothing_of_the_call_is_stored()
    {
        Assert.SkipUnless(fixture.KnowsIdsOfAllStreams, ByStream);
        var (before, other, after) = (NewStream(), NewStream(), NewStream());
        var stored = Event("a");
        await Append(NewStream(), Expected.NoStream, stored);

        await ShouldBeRefused(To(before, Expected.NoStream, Event("x")), To(other, Expected.Any, stored), To(after, Expected.NoStream, Event("y")));

        (await Journal.ReadStreams([before, other, after], default)).Should().BeEmpty();
    }

    [Fact]
    public async Task Given_a_call_sent_again_with_one_more_stream_what_is_stored_is_repeated_and_the_rest_appended()
    {
        var (first, second, third) = (NewStream(), NewStream(), NewStream());
        StreamAppend[] call = [To(first, Expected.NoStream, Event("a")), To(second, Expected.Any, Event("b"))];
        await Journal.Append(call, default);

        var results = await Journal.Append([.. call, To(third, Expected.NoStream, Event("c"))], default);

        results.Select(r => r.Outcome).Should().Equal(AppendOutcome.Repeated, AppendOutcome.Repeated, AppendOutcome.Appended);
        (await Journal.ReadStreams([first, second, third], default)).SelectMany(g => g).Should().HaveCount(3);
    }

    [Theory]
    [InlineData(Expected.NoStream, false)]
    [InlineData(Expected.Any, false)]
    [InlineData(Expected.Any, true)]
    [InlineData(1, true)]
    public async Task Given_one_append_sent_by_sixteen_callers_at_once_it_is_stored_once_and_nobody_fails(long expected, bool exists)
    {
        for (var round = 0; round < 5; round++)
        {
            var stream = NewStream();
            if (exists)
            {
                await Append(stream, Expected.NoStream, Event("before"));
            }

            NewEvent[] events = [Event("a"), Event("b")];
            var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(caller =>
                Task.Run(() => Append(caller % 2 == 0 ? Journal : fixture.Elsewhere, stream, expected, events))));

            results.Select(r => r.Version).Distinct().Should().Equal(exists ? 3 : 2);
            results.Count(r => r.Outcome == AppendOutcome.Appended).Should().Be(1);
            results.Count(r => r.Outcome == AppendOutcome.Repeated).Should().Be(15);
            (await Types(stream)).Should().Equal(exists ? ["before", "a", "b"] : ["a", "b"]);
        }
    }

    private async Task ShouldBeRefused(params StreamAppend[] appends) =>
        await Invoking(() => Journal.Append(appends, default)).Should().ThrowAsync<EventIdTakenException>();
}
