using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Guzhang.AppHost.Native;
using Guzhang.Journal;
using Guzhang.Journal.Postgres;
using Guzhang.Testing;
using Npgsql;

namespace Guzhang.Benchmarks;

/// <summary>One event with expected version, 16 writers; the limit is the same call of the same function by pgbench, 16 clients.</summary>
internal static partial class AppendBench
{
    private const int Writers = 16;
    private const int EventsPerWriter = 3000;
    private const string Data = """{"laborer":"0198c0de-0000-7000-8000-000000000000","sealed":"ZmlsbGVyIG9mIGEgZm9ybSdzIHNpemU=","facts":{"formYear":2020,"town":"433126101","monthsWorked":7}}""";

    public static async Task<IReadOnlyList<Line>> Run()
    {
        await using var database = await FreshDatabase.CreateAsync();
        Journal.Database.Migrate(database.ConnectionString, typeof(PostgresEventStore).Assembly);
        await using var source = Journal.Database.Open(database.ConnectionString);
        var store = new PostgresEventStore(source);
        await Append(store, 200);
        var first = await Pgbench(database.ConnectionString);
        var clock = Stopwatch.StartNew();
        var latencies = await Append(store, EventsPerWriter);
        var rate = Writers * EventsPerWriter / clock.Elapsed.TotalSeconds;
        // Before and after, so that a machine that warms up or slows down favours neither.
        var limit = (first + await Pgbench(database.ConnectionString)) / 2;
        latencies.Sort();
        return
        [
            new Line("append", rate, "events/s", limit, rate / limit >= 0.8, "≥ 0.8 of the limit", $"{Writers} writers, {Writers * EventsPerWriter} events")
            {
                P50 = Line.Percentile(latencies, 0.5), P99 = Line.Percentile(latencies, 0.99),
            },
        ];
    }

    private static async Task<List<double>> Append(PostgresEventStore store, int events)
    {
        var all = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            var latencies = new List<double>(events);
            for (var i = 0; i < events; i++)
            {
                var append = new StreamAppend($"bench-{Guid.NewGuid()}", Expected.NoStream, [new NewEvent(Guid.NewGuid(), "bench", Data)], DateTimeOffset.UtcNow, null);
                var started = Stopwatch.GetTimestamp();
                var result = await store.Append([append], CancellationToken.None);
                latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                if (result[0].Outcome != AppendOutcome.Appended)
                {
                    throw new InvalidOperationException($"not appended: {result[0]}");
                }
            }

            return latencies;
        })));
        return [.. all.SelectMany(l => l)];
    }

    private static async Task<double> Pgbench(string connection)
    {
        var server = new NpgsqlConnectionStringBuilder(connection);
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, $$"""
            select outcome, version from journal.append('bench-' || gen_random_uuid(), 0::bigint, array[gen_random_uuid()], array['bench'], array[true], array['{{Data}}'], now(), null);
            """);
        Environment.SetEnvironmentVariable("PGPASSWORD", server.Password);
        var output = await Line.Output(
            Path.Combine(PostgresServer.FindPrograms(), "pgbench"), "-n", "-M", "prepared", "-f", script, "-c", "16", "-j", "2", "-t",
            EventsPerWriter.ToString(CultureInfo.InvariantCulture), "-h", server.Host!, "-p", server.Port.ToString(CultureInfo.InvariantCulture),
            "-U", server.Username!, server.Database!);
        File.Delete(script);
        return double.Parse(Tps().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex Tps();
}
