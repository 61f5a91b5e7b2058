using System.Diagnostics;
using System.Text;
using System.Text.Json;
using EventStore.Client;
using Guzhang.Contracts;
using Guzhang.Journal;
using Guzhang.Journal.EventStoreDb;
using Guzhang.Testing;

namespace Guzhang.Benchmarks;

/// <summary>The journal in EventStoreDB beside the bare client of the same server.</summary>
internal static class EventStoreDbBenches
{
    private const int Writers = 16;
    private const int EventsPerWriter = 2000;
    private const int Rounds = 3;
    private const int InFlight = 250;
    private const int People = 100_000;
    private const string Data = """{"laborer":"0198c0de-0000-7000-8000-000000000000","sealed":"ZmlsbGVyIG9mIGEgZm9ybSdzIHNpemU=","facts":{"formYear":2020,"town":"433126101","monthsWorked":7}}""";

    public static Dictionary<string, Func<Task<IReadOnlyList<Line>>>> All { get; } = new()
    {
        ["append-esdb"] = Append,
        ["import-esdb"] = Import,
        ["rebuild-esdb"] = Rebuild,
    };

    private static async Task<string> Connection() => await EventStoreDbServer.ConnectionAsync() ?? throw new InvalidOperationException(EventStoreDbServer.Missing);

    /// <summary>One event, expected version, 16 writers; the limit is the same append by the bare client. They take turns, so that a server that warms up favours neither.</summary>
    private static async Task<IReadOnlyList<Line>> Append()
    {
        await using var client = new EventStoreClient(EventStoreClientSettings.Create(await Connection()));
        var journal = new EventStoreDbJournal(client, EventStoreDbServer.NewName());
        Task Ours() => Appended(journal.Append([new StreamAppend($"bench-{Guid.NewGuid()}", Expected.NoStream, [new NewEvent(Guid.NewGuid(), "bench", Data)], DateTimeOffset.UtcNow, null)], default));
        Task Bare() => client.AppendToStreamAsync($"bare-{Guid.NewGuid()}", StreamState.NoStream, [new EventData(Uuid.NewUuid(), "bench", Encoding.UTF8.GetBytes(Data))]);
        await Write(Ours, 200);
        await Write(Bare, 200);
        var (ours, bare, latencies) = (0.0, 0.0, new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            bare += (await Write(Bare, EventsPerWriter)).Seconds;
            var (seconds, each) = await Write(Ours, EventsPerWriter);
            ours += seconds;
            latencies.AddRange(each);
        }

        latencies.Sort();
        var (rate, limit) = (Rounds * Writers * EventsPerWriter / ours, Rounds * Writers * EventsPerWriter / bare);
        return
        [
            new Line("append-esdb", rate, "events/s", limit, rate / limit >= 0.9, "≥ 0.9 of the limit", $"{Writers} writers, {Rounds * Writers * EventsPerWriter} events; limit: bare client")
            {
                P50 = Line.Percentile(latencies, 0.5), P99 = Line.Percentile(latencies, 0.99),
            },
        ];
    }

    /// <summary>The limit is that of the import into PostgreSQL, and the two appends of every person by the bare client, as many in flight.</summary>
    private static async Task<IReadOnlyList<Line>> Import()
    {
        var connection = await Connection();
        await using var client = new EventStoreClient(EventStoreClientSettings.Create(connection));
        var form = Encoding.UTF8.GetBytes($$"""{"sealed":"{{new string('x', 1200)}}"}""");
        Task Bare() => client.AppendToStreamAsync($"bare-{Guid.NewGuid()}", StreamState.NoStream, [new EventData(Uuid.NewUuid(), "bench", form)]);
        await Write(Bare, 200);
        var (seconds, _) = await Write(Bare, 2 * ImportBench.People / InFlight, InFlight);
        var lines = await ImportBench.Run("import-esdb", [$"--ConnectionStrings:EventStoreDb={connection}", $"--Journal:Name={EventStoreDbServer.NewName()}"], seconds);
        return [.. lines.Select(line => line with { Ok = true, Goal = "limit: import and bare client" })];
    }

    private static async Task Appended(Task<IReadOnlyList<AppendResult>> append)
    {
        if ((await append)[0] is { Outcome: not AppendOutcome.Appended } other)
        {
            throw new InvalidOperationException($"not appended: {other}");
        }
    }

    private static async Task<(double Seconds, List<double> Each)> Write(Func<Task> append, int events, int writers = Writers)
    {
        var clock = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            var latencies = new List<double>(events);
            for (var i = 0; i < events; i++)
            {
                var started = Stopwatch.GetTimestamp();
                await append();
                latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            return latencies;
        })));
        return (clock.Elapsed.TotalSeconds, [.. all.SelectMany(l => l)]);
    }

    /// <summary>Reporting's tables made anew from a journal in EventStoreDB; the limit is reading the same events by the bare client.</summary>
    private static async Task<IReadOnlyList<Line>> Rebuild()
    {
        var connection = await Connection();
        var name = EventStoreDbServer.NewName();
        await using var broker = new FreshBroker();
        await using var tokens = new TestTokens();
        await Task.WhenAll(broker.InitializeAsync().AsTask(), tokens.InitializeAsync().AsTask());
        await using var client = new EventStoreClient(EventStoreClientSettings.Create(connection));
        var journal = new EventStoreDbJournal(client, name);
        for (var i = 0; i < People; i += 1000)
        {
            await journal.Append([.. Enumerable.Range(i, 1000).Select(Forms)], default);
        }

        var clock = Stopwatch.StartNew();
        var read = 0;
        await foreach (var _ in client.ReadAllAsync(Direction.Forwards, EventStore.Client.Position.Start, StreamFilter.Prefix($"{name}-")))
        {
            read++;
        }

        var limit = read / clock.Elapsed.TotalSeconds;
        await using var collection = await FakeCollection.Start(
            broker, "collection", EventStoreDbRegistration.Add, $"--ConnectionStrings:EventStoreDb={connection}", $"--Journal:Name={name}");
        var (rate, total) = await RebuildBench.Rebuild(collection, broker, tokens, People);
        return
        [
            new Line("rebuild-esdb", rate, "events/s", limit, true, "limit: bare client reading alone", $"{2 * People} events of {People} people; {total:0} s with comparing with the live tables"),
        ];
    }

    private static StreamAppend Forms(int i)
    {
        PublishedFact[] facts = [RebuildBench.Fact(i, confirmed: false), RebuildBench.Fact(i, confirmed: true)];
        return new StreamAppend(
            facts[0].Aggregate, Expected.NoStream,
            [.. facts.Select(f => new NewEvent(Guid.NewGuid(), f.Type, JsonSerializer.Serialize(f.Data, f.Data.GetType(), ContractJson.Options)))],
            new DateTimeOffset(2020, 10, 12, 1, 0, 0, TimeSpan.Zero), null);
    }
}
