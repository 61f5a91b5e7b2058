using EventStore.Client;
using Guzhang.Journal.EventStoreDb;
using Guzhang.Journal.Postgres;
using Npgsql;

namespace Guzhang.Journal.Tests.EventStoreDb;

/// <summary>A journal moved to the other store and back: the same events at the same positions, and whoever kept one goes on.</summary>
[Trait("Req", "COL-16")]
public sealed class MovingTests : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2020, 10, 12, 9, 0, 0, TimeSpan.FromHours(8));
    private readonly FreshDatabase database = new();
    private readonly string name = EventStoreDbServer.NewName();
    private NpgsqlDataSource source = null!;
    private EventStoreClient client = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(await EventStoreDbServer.ConnectionAsync() is null, EventStoreDbServer.Missing);
        client = new EventStoreClient(EventStoreClientSettings.Create((await EventStoreDbServer.ConnectionAsync())!));
        await database.InitializeAsync();
        Database.Migrate(database.ConnectionString, typeof(MovingTests).Assembly);
        source = Database.Open(database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (client is not null)
        {
            await client.DisposeAsync();
            await source.DisposeAsync();
            await database.DisposeAsync();
        }
    }

    [Fact]
    public async Task Given_a_journal_when_it_moves_there_and_back_and_there_again_every_position_leads_to_the_same_rest_and_seq_goes_on()
    {
        var postgres = new PostgresEventStore(source);
        await Write(postgres, "in PostgreSQL");
        var kept = await Read(postgres, Position.Start);

        await Moving().ToEventStoreDb(default);

        var there = new EventStoreDbJournal(client, name);
        await ShouldLeadOn(there, kept);
        await Write(there, "there");
        kept = await Read(there, Position.Start);
        await ShouldLeadOn(there, kept);

        await Moving().ToPostgres(default);

        await ShouldLeadOn(postgres, kept);
        await Write(postgres, "back again");
        kept = await Read(postgres, Position.Start);
        await ShouldLeadOn(postgres, kept);

        await Moving().ToEventStoreDb(default);

        await ShouldLeadOn(new EventStoreDbJournal(client, name), kept);
        kept.Should().HaveCount(3 * 44);
        kept.Select(e => e.Position).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        foreach (var stream in kept.GroupBy(e => e.Stream))
        {
            stream.Select(e => e.Version).Should().Equal(Enumerable.Range(1, stream.Count()).Select(n => (long)n));
            stream.Where(e => e.Seq is not null).Select(e => e.Seq!.Value).Should().Equal(Enumerable.Range(1, stream.Count(e => e.Seq is not null)).Select(n => (long)n));
        }
    }

    [Fact]
    public async Task Given_a_copy_with_an_event_that_differs_the_journal_does_not_move()
    {
        var postgres = new PostgresEventStore(source);
        await Write(postgres, "in PostgreSQL");
        await Moving().ToEventStoreDb(default);
        await KeptIn.Write(KeptIn.Postgres, source, default);
        await using var change = source.CreateCommand("""update journal.events set data = '{"n":-1}' where version = 3""");
        await change.ExecuteNonQueryAsync();

        await Invoking(() => Moving().ToEventStoreDb(default)).Should().ThrowAsync<InvalidOperationException>().WithMessage("*the copy differs at event*");

        (await KeptIn.Read(source, default)).Should().Be(KeptIn.Postgres);
    }

    [Fact]
    public async Task Given_a_journal_that_moved_nobody_goes_on_in_the_store_that_was_left()
    {
        await Write(new PostgresEventStore(source), "in PostgreSQL");
        await Moving().ToEventStoreDb(default);

        await Invoking(() => KeptIn.Require(KeptIn.Postgres, source, default)).Should().ThrowAsync<InvalidOperationException>().WithMessage("*kept in eventstoredb*");
        await KeptIn.Require(KeptIn.EventStoreDb(name), source, default);
    }

    private MovingJournal Moving() => new(source, client, name, _ => { });

    /// <summary>Streams that grow one by one and in batches, with events that nobody else sees.</summary>
    private static async Task Write(IEventStore journal, string type)
    {
        for (var i = 0; i < 4; i++)
        {
            await journal.Append(
                [.. Enumerable.Range(0, 10).Select(n => To($"laborer-{n}", type, $$"""{"n":{{n}},"i":{{i}}}""", published: (n + i) % 3 != 0)), To("clock", type, "{}", published: true)], default);
        }
    }

    private static StreamAppend To(string stream, string type, string data, bool published) =>
        new(stream, Expected.Any, [new NewEvent(Guid.NewGuid(), type, data, published)], At, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    private static async Task<List<StoredEvent>> Read(IEventStore journal, Position after)
    {
        var all = new List<StoredEvent>();
        while (await journal.ReadAll(after, 7, default) is { Count: > 0 } page)
        {
            all.AddRange(page);
            after = page[^1].Position;
        }

        return all;
    }

    private static async Task ShouldLeadOn(IEventStore journal, List<StoredEvent> kept)
    {
        (await Eventually.Get(() => Read(journal, Position.Start), all => all.Count >= kept.Count)).Should().Equal(kept);
        for (var i = 0; i < kept.Count; i += 5)
        {
            (await Read(journal, Position.Parse(kept[i].Position.ToString()))).Should().Equal(kept.Skip(i + 1));
        }
    }
}
