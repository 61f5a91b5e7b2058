using Guzhang.Journal;
using Guzhang.Journal.Postgres;
using Guzhang.Testing;
using Npgsql;
using AwesomeAssertions;
using Xunit;

namespace Guzhang.Journal.Tests;

/// <summary>What every implementation of the journal keeps; PostgreSQL here.</summary>
public sealed class PortTests(FreshDatabase fresh) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2020, 10, 12, 9, 0, 0, TimeSpan.FromHours(8));
    private NpgsqlDataSource _database = null!;
    private PostgresEventStore _journal = null!;

    public ValueTask InitializeAsync()
    {
        Database.Migrate(fresh.ConnectionString, typeof(PortTests).Assembly);
        _database = NpgsqlDataSource.Create(fresh.ConnectionString);
        _journal = new PostgresEventStore(_database);
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        _journal.Dispose();
        await _database.DisposeAsync();
    }

    [Fact, Trait("Req", "COL-16")]
    public async Task Given_a_stream_when_the_expected_version_is_right_it_grows_and_when_wrong_nothing_is_stored()
    {
        var stream = NewStream();

        var first = await Append(stream, Expected.NoStream, Event("a"), Event("b"));
        var wrong = await Append(stream, 1, Event("c"));
        var noStream = await Append(stream, Expected.NoStream, Event("c"));
        var right = await Append(stream, 2, Event("c"));

        first.Should().Be(new AppendResult(AppendOutcome.Appended, 2));
        wrong.Should().Be(new AppendResult(AppendOutcome.WrongVersion, 2));
        noStream.Should().Be(new AppendResult(AppendOutcome.WrongVersion, 2));
        right.Should().Be(new AppendResult(AppendOutcome.Appended, 3));
        (await Types(stream)).Should().Equal("a", "b", "c");
    }

    [Theory, Trait("Req", "COL-16")]
    [InlineData(Expected.NoStream)]
    [InlineData(Expected.Any)]
    public async Task Given_stored_events_when_the_same_ids_are_appended_again_nothing_changes(long expected)
    {
        var stream = NewStream();
        NewEvent[] events = [Event("a"), Event("b")];
        await Append(stream, expected, events);

        var again = await Append(stream, expected, events);

        again.Should().Be(new AppendResult(AppendOutcome.Repeated, 2));
        (await Types(stream)).Should().Equal("a", "b");
    }

    [Fact, Trait("Req", "COL-16")]
    public async Task Given_private_and_published_events_seq_counts_the_published_without_a_hole()
    {
        var stream = NewStream();
        await Append(stream, Expected.NoStream, Event("draft", published: false), Event("a"), Event("read", published: false));
        await Append(stream, 3, Event("b"), Event("c"));

        var stored = await _journal.ReadStream(stream, 0, 100, default);

        stored.Select(e => e.Seq).Should().Equal(null, 1, null, 2, 3);
        stored.Select(e => e.Version).Should().Equal(1, 2, 3, 4, 5);
    }

    [Fact, Trait("Req", "COL-16")]
    public async Task Given_sixteen_writers_on_one_stream_exactly_one_wins_each_version()
    {
        var stream = NewStream();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async writer =>
        {
            for (var done = 0; done < 5;)
            {
                var at = (await _journal.ReadStream(stream, 0, 1000, default)).Count;
                var result = await Append(stream, at, Event($"w{writer}"));
                done += result.Outcome == AppendOutcome.Appended ? 1 : 0;
            }
        }));

        var stored = await _journal.ReadStream(stream, 0, 1000, default);
        stored.Select(e => e.Version).Should().Equal(Enumerable.Range(1, 80).Select(n => (long)n));
        stored.Select(e => e.Seq).Should().Equal(Enumerable.Range(1, 80).Select(n => (long?)n));
    }

    [Fact, Trait("Req", "COL-16")]
    public async Task Given_a_transaction_held_open_a_reader_of_all_waits_before_it_and_then_misses_nothing()
    {
        await Append(NewStream(), Expected.NoStream, Event("before"));
        var from = await Last();
        await using var slow = await _database.OpenConnectionAsync();
        await using var held = await slow.BeginTransactionAsync();
        await _journal.Append(slow, [new StreamAppend(NewStream(), Expected.NoStream, [Event("slow")], At, null)], default);
        await Append(NewStream(), Expected.NoStream, Event("fast"));

        var during = await _journal.ReadAll(from, 100, default);
        await held.CommitAsync();
        var after = await _journal.ReadAll(from, 100, default);

        during.Should().BeEmpty("the fast event's position may not be passed while an older transaction is open");
        after.Select(e => e.Type).Should().Equal("slow", "fast");
    }

    [Fact, Trait("Req", "COL-16")]
    public async Task Given_concurrent_writers_a_reader_that_follows_sees_every_event_once_in_order_per_stream()
    {
        var from = await Last();
        var streams = Enumerable.Range(0, 40).Select(_ => NewStream()).ToList();
        using var stop = new CancellationTokenSource();
        var seen = new List<StoredEvent>();
        var reading = Task.Run(async () =>
        {
            var at = from;
            while (seen.Count < 400 && !stop.IsCancellationRequested)
            {
                var page = await _journal.ReadAll(at, 37, default);
                seen.AddRange(page);
                at = page.Count == 0 ? at : page[^1].Position;
            }
        });

        await Task.WhenAll(streams.Select(async stream =>
        {
            for (var version = 0; version < 10; version++)
            {
                await Append(stream, version, Event("e"));
            }
        }));
        stop.CancelAfter(TimeSpan.FromSeconds(30));
        await reading;

        seen.Should().HaveCount(400).And.OnlyHaveUniqueItems(e => e.Id);
        seen.Select(e => e.Position).Should().BeInAscendingOrder();
        seen.GroupBy(e => e.Stream).Should().AllSatisfy(g => g.Select(e => e.Version).Should().BeInAscendingOrder());
    }

    [Fact]
    public async Task Given_a_position_as_text_it_reads_back_equal_and_nonsense_is_refused()
    {
        await Append(NewStream(), Expected.NoStream, Event("a"));
        var at = await Last();

        Position.Parse(at.ToString()).Should().Be(at);
        Position.TryParse("1-2", out _).Should().BeFalse();
        Position.TryParse("1-2-x", out _).Should().BeFalse();
        (Position.Start < at).Should().BeTrue();
    }

    [Fact]
    public async Task Given_a_position_of_an_epoch_to_come_it_is_refused_with_the_fork_point()
    {
        await Append(NewStream(), Expected.NoStream, Event("a"));
        var last = await Last();

        var reading = () => _journal.ReadAll(new Position(99, 1, 1), 10, default);

        (await reading.Should().ThrowAsync<AbandonedTimelineException>()).Which.Fork.Should().Be(last);
    }

    [Fact, Trait("Req", "COL-16")]
    public async Task Given_several_streams_in_one_append_each_is_judged_alone()
    {
        var (good, bad) = (NewStream(), NewStream());
        await Append(bad, Expected.NoStream, Event("there"));

        var results = await _journal.Append(
            [
                new StreamAppend(good, Expected.NoStream, [Event("a")], At, null),
                new StreamAppend(bad, Expected.NoStream, [Event("b")], At, null),
            ],
            default);

        results.Select(r => r.Outcome).Should().Equal(AppendOutcome.Appended, AppendOutcome.WrongVersion);
        (await _journal.ReadStreams([good, bad], default)).SelectMany(g => g).Select(e => e.Type).Should().BeEquivalentTo("a", "there");
    }

    [Fact]
    public async Task Given_a_large_event_it_comes_back_whole()
    {
        var stream = NewStream();
        var text = new string('古', 500_000);
        await Append(stream, Expected.NoStream, new NewEvent(Guid.NewGuid(), "large", $$"""{"text":"{{text}}"}"""));

        (await _journal.ReadStream(stream, 0, 10, default)).Single().Data.Should().Contain(text);
    }

    private static string NewStream() => $"test-{Guid.NewGuid()}";

    private static NewEvent Event(string type, bool published = true) => new(Guid.NewGuid(), type, "{}", published);

    private async Task<AppendResult> Append(string stream, long expected, params NewEvent[] events) =>
        (await _journal.Append([new StreamAppend(stream, expected, events, At, null)], default))[0];

    private async Task<IEnumerable<string>> Types(string stream) =>
        (await _journal.ReadStream(stream, 0, 100, default)).Select(e => e.Type);

    private async Task<Position> Last()
    {
        var at = Position.Start;
        while (await _journal.ReadAll(at, 1000, default) is { Count: > 0 } page)
        {
            at = page[^1].Position;
        }

        return at;
    }
}
