using System.Diagnostics;
using System.Net.Http.Json;
using Guzhang.Testing;
using Npgsql;

namespace Guzhang.Benchmarks;

/// <summary>
/// A form over HTTP: authorised, checked, sealed, stored. By 16 clients as fast as they go while relay and consumers stand,
/// beside a bare append; and at 300 a second while they run.
/// </summary>
internal static class SubmitBench
{
    private const int Clients = 16;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    public static async Task<IReadOnlyList<Line>> Run() => [await Stopped(), await LagBench.Submit()];

    private static async Task<Line> Stopped()
    {
        var append = (await AppendBench.Run())[0].Value;
        await using var chain = new RunningChain();
        await chain.Start(["collection"]);
        using var collector = await chain.As("collection", "collector-1", "collector");
        await using var standing = await StandingRelay(chain.Database("collection"));
        await Send(collector, TimeSpan.FromSeconds(15)); // until the code on the way is compiled for good: a service runs for months
        var clock = Stopwatch.StartNew();
        var answers = await Send(collector, Duration);
        var rate = answers.Count / clock.Elapsed.TotalSeconds;
        answers.Sort();
        return new Line("submit.stopped", rate, "forms/s", append, rate / append >= 0.15, "≥ 0.15 of append", $"{Clients} clients, {Duration.TotalSeconds} s")
        {
            P50 = Line.Percentile(answers, 0.5),
            P99 = Line.Percentile(answers, 0.99),
        };
    }

    /// <summary>Readers of a journal go up to the oldest transaction that writes: as long as this one is open they have nothing to read.</summary>
    private static async Task<NpgsqlConnection> StandingRelay(string database)
    {
        var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var begin = new NpgsqlCommand("set idle_in_transaction_session_timeout = 0; begin; select pg_current_xact_id()", connection);
        await begin.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task<List<double>> Send(HttpClient collector, TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            var answers = new List<double>();
            while (clock.Elapsed < duration)
            {
                using var body = JsonContent.Create(new { fields = Applicant.New() });
                var started = Stopwatch.GetTimestamp();
                using var answer = await collector.PostAsync(new Uri("forms", UriKind.Relative), body);
                answer.EnsureSuccessStatusCode();
                answers.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            return answers;
        })));
        return [.. all.SelectMany(a => a)];
    }
}
