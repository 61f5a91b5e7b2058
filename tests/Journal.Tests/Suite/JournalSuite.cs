namespace Guzhang.Journal.Tests.Suite;

/// <summary>
/// What every implementation of the journal keeps. One joins by a fixture and a class of a line, as PostgreSQL does:
/// <c>class PostgresJournalTests(PostgresJournal fixture) : JournalSuite(fixture), IClassFixture&lt;PostgresJournal&gt;</c>.
/// Tests share the journal; each has streams of its own.
/// </summary>
[Trait("Req", "COL-16")]
public abstract partial class JournalSuite
{
    private readonly IJournalFixture fixture;

    protected JournalSuite(IJournalFixture fixture)
    {
        Assert.SkipWhen(fixture.Missing is not null, fixture.Missing ?? "");
        this.fixture = fixture;
    }

    private static readonly DateTimeOffset At = new(2020, 10, 12, 9, 0, 0, TimeSpan.FromHours(8));

    /// <summary>For what must happen: no test waits so long when all is well.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private IEventStore Journal => fixture.Journal;

    private static string NewStream() => $"test-{Guid.NewGuid()}";

    private static NewEvent Event(string type, bool published = true) => new(Guid.NewGuid(), type, "{}", published);

    private static StreamAppend To(string stream, long expected, params NewEvent[] events) => new(stream, expected, events, At, null);

    private Task<AppendResult> Append(string stream, long expected, params NewEvent[] events) => Append(Journal, stream, expected, events);

    private static async Task<AppendResult> Append(IEventStore journal, string stream, long expected, params NewEvent[] events) =>
        (await journal.Append([To(stream, expected, events)], default))[0];

    private Task<IReadOnlyList<StoredEvent>> Stream(string stream) => Journal.ReadStream(stream, 0, 1000, default);

    private async Task<IEnumerable<string>> Types(string stream) => (await Stream(stream)).Select(e => e.Type);

    /// <summary>Everything after a position, read in pages.</summary>
    private async Task<List<StoredEvent>> All(Position after, int page = 1000)
    {
        var events = new List<StoredEvent>();
        while (await Journal.ReadAll(after, page, default) is { Count: > 0 } more)
        {
            more.Count.Should().BeLessThanOrEqualTo(page);
            events.AddRange(more);
            after = more[^1].Position;
        }

        return events;
    }

    /// <summary>Everything after a position, when there is as much as that: what is committed may wait for others to end.</summary>
    private Task<List<StoredEvent>> All(Position after, int atLeast, int page) => Eventually.Get(() => All(after, page), all => all.Count >= atLeast, Limit);

    private async Task<Position> End()
    {
        var mark = NewStream();
        await Append(mark, Expected.NoStream, Event("mark"));
        return (await Eventually.Get(() => All(Position.Start), all => all.Exists(e => e.Stream == mark), Limit))[^1].Position;
    }
}
