using EventStore.Client;
using Guzhang.Journal.EventStoreDb;
using Guzhang.Resilience.Tests.Staging;

namespace Guzhang.Journal.Tests.EventStoreDb;

/// <summary>What is special about reading from EventStoreDB: others' events between ours, cut connections, abandoned positions.</summary>
[Trait("Req", "COL-16")]
public sealed class ReadingTests : IAsyncLifetime
{
    private readonly string name = EventStoreDbServer.NewName();
    private string connection = null!;
    private EventStoreClient client = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(await EventStoreDbServer.ConnectionAsync() is null, EventStoreDbServer.Missing);
        connection = (await EventStoreDbServer.ConnectionAsync())!;
        client = new EventStoreClient(EventStoreClientSettings.Create(connection));
    }

    public ValueTask DisposeAsync() => client?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Given_another_journal_on_the_server_that_is_busy_each_reads_its_own_events_only_also_those_after_a_rest()
    {
        var (ours, theirs) = (new EventStoreDbJournal(client, name), new EventStoreDbJournal(client, EventStoreDbServer.NewName()));
        await ours.Append([Event("first")], default);
        var at = (await ours.ReadAll(Guzhang.Journal.Position.Start, 10, default)).Single().Position;
        for (var round = 0; round < 3; round++)
        {
            await theirs.Append([.. Enumerable.Range(0, 500).Select(_ => Event("theirs"))], default);
            (await ours.ReadAll(at, 10, default)).Should().BeEmpty();
        }

        await ours.Append([Event("second")], default);
        await theirs.Append([Event("theirs")], default);
        await ours.Append([Event("third")], default);

        (await ours.ReadAll(at, 10, default)).Select(e => e.Type).Should().Equal("second", "third");
        (await ours.ReadAll(at, 1, default)).Select(e => e.Type).Should().Equal("second");
        (await new EventStoreDbJournal(client, name).ReadAll(at, 10, default)).Select(e => e.Type).Should().Equal("second", "third");
    }

    [Fact]
    public async Task Given_a_connection_that_is_cut_calls_fail_as_an_outage_and_a_reader_goes_on_where_it_was()
    {
        var server = new Uri(connection.Replace("esdb://", "http://", StringComparison.Ordinal));
        await using var gate = new TcpGate(server.Host, () => server.Port);
        await using var through = new EventStoreClient(EventStoreClientSettings.Create($"esdb://127.0.0.1:{gate.Port}?tls=false&keepAliveInterval=-1"));
        var (journal, here) = (new EventStoreDbJournal(through, name), new EventStoreDbJournal(client, name));
        await journal.Append([Event("before")], default);
        var at = (await journal.ReadAll(Guzhang.Journal.Position.Start, 10, default)).Single().Position;

        gate.Close();
        await Invoking(() => journal.ReadAll(at, 10, default)).Should().ThrowAsync<JournalAwayException>();
        await Invoking(() => journal.Append([Event("lost")], default)).Should().ThrowAsync<JournalAwayException>();
        await here.Append([Event("meanwhile")], default);
        gate.Open();

        var read = await Eventually.Get(() => Try(() => journal.ReadAll(at, 10, default)), page => page.Count > 0);
        read.Select(e => e.Type).Should().Equal("meanwhile");
        var again = await Eventually.Get(() => Try(() => journal.Append([Event("after")], default)), results => results.Count > 0);
        again.Should().ContainSingle().Which.Outcome.Should().Be(AppendOutcome.Appended);
    }

    [Fact]
    public async Task Given_positions_of_a_history_that_this_journal_lacks_they_are_refused_with_where_the_histories_part()
    {
        var journal = new EventStoreDbJournal(client, name);
        await journal.Append([Event("a")], default);
        await journal.Append([Event("b")], default);
        var (a, b) = await journal.ReadAll(Guzhang.Journal.Position.Start, 10, default) is [var first, var second] ? (first.Position, second.Position) : throw new InvalidOperationException();

        var ahead = b with { Tx = b.Tx + 1_000_000 };
        (await Invoking(() => new EventStoreDbJournal(client, name).ReadAll(ahead, 10, default)).Should().ThrowAsync<AbandonedTimelineException>()).Which.Fork.Should().Be(b);
        var unknown = new Guzhang.Journal.Position(b.Epoch + 1, 5, 5) { Before = a.ToString() };
        (await Invoking(() => journal.ReadAll(unknown, 10, default)).Should().ThrowAsync<AbandonedTimelineException>()).Which.Fork.Should().Be(a);
        var foreign = new Guzhang.Journal.Position(b.Epoch + 1, 5, 5);
        (await Invoking(() => journal.ReadAll(foreign, 10, default)).Should().ThrowAsync<AbandonedTimelineException>()).Which.Fork.Should().Be(Guzhang.Journal.Position.Start);
    }

    private static StreamAppend Event(string type) => new($"test-{Guid.NewGuid()}", Expected.NoStream, [new NewEvent(Guid.NewGuid(), type, "{}")], DateTimeOffset.UtcNow, null);

    private static async Task<IReadOnlyList<T>> Try<T>(Func<Task<IReadOnlyList<T>>> work)
    {
        try
        {
            return await work();
        }
        catch (JournalAwayException)
        {
            return [];
        }
    }
}
