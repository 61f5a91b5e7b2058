using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Guzhang.AppHost;
using Guzhang.AppHost.Native;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.Journal;
using Guzhang.Journal.Inbox;
using Guzhang.Journal.Rebuilding;
using Guzhang.Reporting;
using Guzhang.Reporting.Policy;
using Guzhang.Reporting.Rebuilding;
using Guzhang.Testing;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Benchmarks;

/// <summary>
/// Reporting's tables made anew from 2,000,000 events of a journal in another process; the limit is the same events read
/// from a file of NDJSON, folded and copied.
/// </summary>
internal static class RebuildBench
{
    private const int People = 1_000_000;
    private static readonly DateTimeOffset At = new(2020, 10, 12, 1, 0, 0, TimeSpan.Zero);

    public static async Task<IReadOnlyList<Line>> Run()
    {
        await using var broker = new FreshBroker();
        await using var tokens = new TestTokens();
        await Task.WhenAll(broker.InitializeAsync().AsTask(), tokens.InitializeAsync().AsTask());
        await using var collection = await FakeCollection.Start(broker);
        var file = Path.Combine(Path.GetTempPath(), $"guzhang-bench-{Guid.NewGuid():N}.ndjson");
        try
        {
            await Seed(collection.Database, file);
            var limit = 2 * People / await Limit(file);
            var (rate, total) = await Rebuild(collection, broker, tokens);
            return
            [
                new Line("rebuild", rate, "events/s", limit, rate / limit >= 0.6, "≥ 0.6 of the limit",
                    $"{2 * People} events of {People} people; {total:0} s with waiting for and comparing with the live tables"),
            ];
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The events in the journal, as if they had been published, and in a file as the journal shows them.</summary>
    private static async Task Seed(string database, string file)
    {
        await using var source = NpgsqlDataSource.Create(database);
        var store = new Journal.Postgres.PostgresEventStore(source);
        await store.Append([new StreamAppend("clock-bench", Expected.NoStream, [new NewEvent(Guid.NewGuid(), EventTypes.RefusalResolved, JsonSerializer.Serialize(new RefusalResolved { Refusal = Guid.NewGuid(), Town = null }, ContractJson.Options))], At, null)], default);
        var epoch = (await store.ReadAll(Position.Start, 1, default))[0].Position.Epoch;
        await using var connection = await source.OpenConnectionAsync();
        await using var lines = new StreamWriter(file, append: false, new UTF8Encoding(false), 1 << 20);
        foreach (var (type, aggregate) in new[] { (EventTypes.FormSubmitted, 1L), (EventTypes.FormConfirmed, 2L) })
        {
            await using (var copy = await connection.BeginBinaryImportAsync(
                "copy journal.events (epoch, stream, version, id, type, seq, data, recorded_at, stored_at) from stdin (format binary)"))
            {
                for (var i = 0; i < People; i++)
                {
                    var fact = Fact(i, aggregate == 2);
                    var data = JsonSerializer.Serialize(fact.Data, fact.Data.GetType(), ContractJson.Options);
                    var id = new Guid(i, (short)aggregate, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
                    await copy.StartRowAsync();
                    copy.Write(epoch, NpgsqlDbType.Bigint);
                    copy.Write(fact.Aggregate, NpgsqlDbType.Text);
                    copy.Write(aggregate, NpgsqlDbType.Bigint);
                    copy.Write(id, NpgsqlDbType.Uuid);
                    copy.Write(type, NpgsqlDbType.Text);
                    copy.Write(aggregate, NpgsqlDbType.Bigint);
                    copy.Write(data, NpgsqlDbType.Json);
                    copy.Write(At.UtcDateTime.AddMinutes(aggregate), NpgsqlDbType.TimestampTz);
                    copy.Write(At.UtcDateTime, NpgsqlDbType.TimestampTz);
                    await lines.WriteLineAsync(JsonSerializer.Serialize(
                        new PublishedEvent
                        {
                            Id = id,
                            Source = "collection",
                            Type = type,
                            Aggregate = fact.Aggregate,
                            Seq = aggregate,
                            Position = "1-1-1",
                            RecordedAt = At.AddMinutes(aggregate),
                            StoredAt = At,
                            Data = JsonElement.Parse(data),
                        },
                        ContractJson.Options));
                }

                await copy.CompleteAsync();
            }
        }

        // The journal's streams, and a relay that has nothing to send.
        await using var rest = new NpgsqlCommand(
            """
            insert into journal.streams select stream, 2, 2 from journal.events where version = 2;
            insert into journal.checkpoints select 'relay', epoch || '-' || tx || '-' || position from journal.events order by epoch desc, tx desc, position desc limit 1
            on conflict (name) do update set position = excluded.position;
            analyze journal.events
            """,
            connection)
        { CommandTimeout = 600 };
        await rest.ExecuteNonQueryAsync();
    }

    /// <summary>Of everybody a form, and its confirmation: at home and away, in and out of the county.</summary>
    internal static PublishedFact Fact(int i, bool confirmed)
    {
        var person = new Person(new Guid(i, 7, 7, [1, 2, 3, 4, 5, 6, 7, 8]))
        {
            Town = $"43312610{1 + (i % 7)}",
            Village = $"43312610{1 + (i % 7)}00{1 + (i % 9)}",
            Facts = i % 8 == 0 ? Person.Home() : Person.Away(i % 3 == 0 ? "in-county" : "out-of-province"),
        };
        return confirmed ? person.Confirmed(decision: new Guid(i, 9, 9, new byte[8])) : person.Submitted();
    }

    private static async Task<double> Limit(string file)
    {
        await using var database = await FreshDatabase.CreateAsync();
        Journal.Database.Migrate(database.ConnectionString, typeof(ReportingService).Assembly);
        await using var source = Journal.Database.Open(database.ConnectionString);
        var clock = Stopwatch.StartNew();
        await using var maker = new TableMaker(source, new ReportingTables(CountyPolicy.Load(Repository.Find().County), "reporting"));
        await maker.Read("collection", JournalPage.OfFile(file), CancellationToken.None);
        await maker.WriteAll(CancellationToken.None);
        return maker.Events == 2 * People ? clock.Elapsed.TotalSeconds : throw new InvalidOperationException($"{maker.Events} events folded");
    }

    /// <summary>Once to fill the live tables, once beside them: events a second until the new tables are made, and seconds in all.</summary>
    internal static async Task<(double Rate, double Total)> Rebuild(FakeCollection collection, FreshBroker broker, TestTokens tokens, int people = People)
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var subsidy = await FakeCollection.Start(broker, "subsidy");
        await using var jobMatching = await FakeCollection.Start(broker, "jobmatching");
        var address = new Uri($"http://127.0.0.1:{FreePorts.Choose([])}");
        await using var service = await ServiceChild.Start(
            "reporting", address,
            [
                $"--ConnectionStrings:Database={database.ConnectionString}", $"--ConnectionStrings:Broker={await broker.ServiceAddressAsync("reporting")}",
                $"--Services:collection={collection.Address}", $"--Services:subsidy={subsidy.Address}", $"--Services:jobmatching={jobMatching.Address}",
                "--Logging:LogLevel:Default=Warning", .. tokens.Settings,
            ]);
        using var operation = await tokens.ClientFor(address, "operator");
        await Rebuild(operation, swap: true, people);
        return await Rebuild(operation, swap: false, people);
    }

    private static async Task<(double Rate, double Total)> Rebuild(HttpClient operation, bool swap, int people)
    {
        var clock = Stopwatch.StartNew();
        using var begun = await operation.PostAsync(new Uri($"rebuild?swap={swap}", UriKind.Relative), null);
        begun.EnsureSuccessStatusCode();
        double? made = null;
        while (true)
        {
            var state = await operation.GetFromJsonAsync<JsonElement>("rebuild");
            made = state.GetProperty("events").GetInt64() >= 2 * people ? made ?? clock.Elapsed.TotalSeconds : null;
            switch (state.GetProperty("state").GetString())
            {
                case "running":
                    await Task.Delay(100);
                    break;
                case "done" when made is { } seconds && (!swap || state.GetProperty("swapped").GetBoolean()) && (swap || state.GetProperty("equal").GetBoolean()):
                    return (2 * people / seconds, clock.Elapsed.TotalSeconds);
                default:
                    throw new InvalidOperationException($"the rebuild ended so: {state}");
            }
        }
    }
}
