using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Guzhang.Testing;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Guzhang.Benchmarks;

/// <summary>
/// From the commit of a form's event in Collection to the commit of what Verification and Reporting make of it, at 300
/// forms a second sent without waiting for answers. Both are commit times of one PostgreSQL, as it keeps them itself.
/// </summary>
internal static class LagBench
{
    private const int PerSecond = 300;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    private static readonly Lazy<Task<(Line Lag, Line Submit)>> Once = new(Measure);

    public static async Task<IReadOnlyList<Line>> Run() => [(await Once.Value).Lag];

    /// <summary>How long an answer to a form took while all of that ran.</summary>
    public static async Task<Line> Submit() => (await Once.Value).Submit;

    private static async Task<(Line Lag, Line Submit)> Measure()
    {
        await KeepCommitTimes();
        var (roundTrip, _) = await BrokerRoundTrip();
        await using var chain = new RunningChain();
        await chain.Start();
        using var collector = await chain.As("collection", "collector-1", "collector");
        await Send(collector, TimeSpan.FromSeconds(25)); // until the code on the way is compiled for good: a service runs for months
        await Settle(chain);
        var from = await Committed(chain, "collection", "select max(version), now()::text from journal.events");
        var answers = await Send(collector, Duration);
        await Settle(chain);

        var committed = await Times(chain, "collection", "select stream, pg_xact_commit_timestamp(xmin) from journal.events where seq = 1 and stored_at > $1", from);
        var lags = new List<double>();
        foreach (var (service, sql) in new[]
        {
            ("verification", "select 'laborer-' || laborer, pg_xact_commit_timestamp(xmin) from verification.work where submitted_at is not null and $1::timestamptz is not null"),
            ("reporting", "select 'laborer-' || laborer, pg_xact_commit_timestamp(xmin) from reporting.facts where key = 'form' and $1::timestamptz is not null"),
        })
        {
            var seen = await Times(chain, service, sql, from);
            lags.AddRange(committed.Select(c => (seen[c.Key] - c.Value).TotalMilliseconds));
        }

        lags.Sort();
        answers.Sort();
        var (p50, p99) = (Line.Percentile(lags, 0.5), Line.Percentile(lags, 0.99));
        var (submit50, submit99) = (Line.Percentile(answers, 0.5), Line.Percentile(answers, 0.99));
        var rate = committed.Count / Duration.TotalSeconds;
        var settings = string.Create(CultureInfo.InvariantCulture, $"{rate:0} forms/s reached of {PerSecond}, four consumers, {Duration.TotalSeconds} s");
        return
        (
            new Line("lag", p50, "ms", roundTrip, p50 <= 25 && p99 <= 250 && rate > 0.98 * PerSecond, "p50 ≤ 25 ms, p99 ≤ 250 ms", settings) { P50 = p50, P99 = p99 },
            new Line("submit.running", submit50, "ms", null, submit50 <= 5 && submit99 <= 25, "p50 ≤ 5 ms, p99 ≤ 25 ms", settings) { P50 = submit50, P99 = submit99 }
        );
    }

    /// <summary>Sends at a steady rate whatever the answers take, and gives how long each took.</summary>
    private static async Task<List<double>> Send(HttpClient collector, TimeSpan duration)
    {
        var sent = new List<Task<double>>();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < PerSecond * duration.TotalSeconds; i++)
        {
            var due = TimeSpan.FromSeconds(i / (double)PerSecond) - clock.Elapsed;
            if (due > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(due);
            }

            sent.Add(Task.Run(async () =>
            {
                var body = JsonContent.Create(new { fields = Applicant.New() });
                var started = Stopwatch.GetTimestamp();
                using var answer = await collector.PostAsync(new Uri("forms", UriKind.Relative), body);
                answer.EnsureSuccessStatusCode();
                return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }));
        }

        return [.. await Task.WhenAll(sent)];
    }

    private static async Task Settle(RunningChain chain)
    {
        var stored = (await Committed(chain, "collection", "select count(*), now()::text from journal.events where seq = 1 and type = 'form-submitted'")).Count;
        foreach (var (service, sql) in new[]
        {
            ("verification", "select count(*), now()::text from verification.work"), ("reporting", "select count(*), now()::text from reporting.facts where key = 'form'"),
        })
        {
            await Eventually.Get(() => Committed(chain, service, sql), c => c.Count >= stored);
        }
    }

    private static async Task<(long Count, DateTimeOffset At)> Committed(RunningChain chain, string service, string sql)
    {
        await using var source = NpgsqlDataSource.Create(chain.Database(service));
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), DateTimeOffset.Parse(reader.GetString(1), CultureInfo.InvariantCulture));
    }

    private static async Task<Dictionary<string, DateTime>> Times(RunningChain chain, string service, string sql, (long, DateTimeOffset At) from)
    {
        await using var source = NpgsqlDataSource.Create(chain.Database(service));
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = from.At.ToUniversalTime() });
        var times = new Dictionary<string, DateTime>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            times[reader.GetString(0)] = reader.GetDateTime(1);
        }

        return times;
    }

    private static async Task KeepCommitTimes()
    {
        await using var source = NpgsqlDataSource.Create((await TestServers.GetAsync()).Postgres);
        await using var command = source.CreateCommand("select current_setting('track_commit_timestamp')");
        if ((string?)await command.ExecuteScalarAsync() != "on")
        {
            throw new InvalidOperationException("the servers of a measurement keep commit times (track_commit_timestamp)");
        }
    }

    /// <summary>A confirmed message to a quorum queue and back to a consumer, one at a time: median and 99th percentile in ms.</summary>
    private static async Task<(double P50, double P99)> BrokerRoundTrip()
    {
        var factory = new ConnectionFactory { Uri = new Uri((await TestServers.GetAsync()).Broker) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.QueueDeclareAsync("bench", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        var arrived = new SemaphoreSlim(0);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            await channel.BasicAckAsync(message.DeliveryTag, false);
            arrived.Release();
        };
        await channel.BasicConsumeAsync("bench", false, consumer);
        var times = new List<double>();
        for (var i = 0; i < 500; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await channel.BasicPublishAsync("", "bench", new ReadOnlyMemory<byte>(new byte[1000]));
            await arrived.WaitAsync();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        await channel.QueueDeleteAsync("bench");
        times.Sort();
        return (Line.Percentile(times, 0.5), Line.Percentile(times, 0.99));
    }
}
