using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Guzhang.Journal.Postgres;
using Guzhang.Journal.Relaying;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Guzhang.Journal.Tests.Postgres;

/// <summary>Readers that stand say so, and whom they wait for.</summary>
[Collection(nameof(OwnCluster))]
[Trait("Req", "COL-16")]
public sealed class StalledReadersTests(OwnCluster cluster) : IAsyncLifetime
{
    private const string Secret = "433126198501150011";
    private readonly Lines lines = new();
    private readonly FakeTimeProvider time = new();
    private JournalDatabase journal = null!;
    private FreshDatabase other = null!;

    public async ValueTask InitializeAsync()
    {
        journal = await JournalDatabase.Create(cluster.Admin);
        other = await FreshDatabase.CreateAsync(cluster.Admin);
        await journal.AppendEach("before");
    }

    public async ValueTask DisposeAsync()
    {
        await other.DisposeAsync();
        await journal.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Given_events_that_can_t_be_read_for_longer_than_the_patience_it_says_who_holds_readers_back_until_they_go_on(bool here)
    {
        var (standstill, stalled) = Watch();
        await using var held = await Held.Writing(
            here ? journal.ConnectionString : other.ConnectionString, "nightly report", $"insert into held select 1 where '{Secret}' <> ''");
        await stalled.Look(default);
        (await State(standstill)).Should().Be(HealthStatus.Healthy, "nothing waits yet");

        await journal.Append("waiting");
        await stalled.Look(default);
        time.Advance(TimeSpan.FromSeconds(4.9));
        await stalled.Look(default);
        (await State(standstill)).Should().Be(HealthStatus.Healthy, "it may take that long");

        time.Advance(TimeSpan.FromSeconds(0.2));
        for (var look = 0; look < 3; look++)
        {
            await stalled.Look(default);
            (await State(standstill)).Should().Be(HealthStatus.Degraded);
            await journal.Append("more");
            time.Advance(TimeSpan.FromSeconds(1));
        }

        var database = new Npgsql.NpgsqlConnectionStringBuilder(here ? journal.ConnectionString : other.ConnectionString).Database;
        lines.Should().ContainSingle().Which.Should().Contain(StalledReaders.Name)
            .And.MatchRegex(@"transaction \d+ has been open for at least \d+ s").And.Contain($"process {held.Pid}, database {database}, application 'nightly report'")
            .And.NotContain(Secret).And.NotContain("insert");

        await held.Commit();
        await Eventually.Get(() => journal.Read(Position.Start), all => all.Count == 5);
        await stalled.Look(default);

        (await State(standstill)).Should().Be(HealthStatus.Healthy);
        lines.Should().HaveCount(2);
    }

    [Fact]
    public async Task Given_many_transactions_one_after_the_other_each_short_that_is_no_stall()
    {
        var (standstill, stalled) = Watch();

        for (var i = 0; i < 5; i++)
        {
            await using var held = await Held.Append(journal, "slow");
            await journal.Append("waiting");
            await stalled.Look(default);
            time.Advance(TimeSpan.FromSeconds(4));
            await held.Commit();
        }

        await stalled.Look(default);
        (await State(standstill)).Should().Be(HealthStatus.Healthy);
        lines.Should().BeEmpty();
    }

    [Fact]
    public async Task Given_another_one_that_holds_readers_back_in_turn_it_is_named_too()
    {
        var (_, stalled) = Watch();
        var first = await Held.Writing(other.ConnectionString, "first", "insert into held values (1)");
        await using var second = await Held.Writing(other.ConnectionString, "second", "insert into held values (2)");
        await journal.Append("waiting");
        await stalled.Look(default);
        time.Advance(TimeSpan.FromSeconds(6));
        await stalled.Look(default);

        await first.DisposeAsync();
        await Eventually.Get(async () =>
        {
            await stalled.Look(default);
            return lines.Count;
        }, count => count == 2);

        lines.Should().SatisfyRespectively(line => line.Should().Contain("'first'"), line => line.Should().Contain("'second'"));
    }

    /// <summary>A service's own login sees less of other logins' sessions than the superuser that tests are.</summary>
    [Fact]
    public async Task Given_a_service_that_may_see_no_other_logins_session_it_says_all_the_same_who_and_at_least_how_long()
    {
        await journal.Run("create role modest login password 'modest'; grant usage on schema journal to modest; grant all on all tables in schema journal to modest");
        await using var modest = Database.Open(
            new Npgsql.NpgsqlConnectionStringBuilder(journal.ConnectionString) { Username = "modest", Password = "modest" }.ConnectionString);
        var standstill = new Standstill(LoggerFactory.Create(l => l.AddProvider(lines)).CreateLogger<Standstill>());
        using var stalled = new StalledReaders(modest, new JournalOptions("collection", JournalOptions.AsStored), standstill, time);
        await using var held = await Held.Writing(other.ConnectionString, "nightly report", "insert into held values (1)");
        await journal.Append("waiting");
        await stalled.Look(default);
        time.Advance(TimeSpan.FromSeconds(6));

        await stalled.Look(default);

        lines.Should().ContainSingle().Which.Should().MatchRegex(@"open for at least \d+ s").And.Contain($"process {held.Pid}, ").And.Contain("'nightly report'");
        await journal.Run("drop owned by modest; drop role modest");
    }

    [Fact]
    public async Task Given_a_service_with_a_patience_of_its_own_its_health_check_and_metric_and_log_tell_and_end()
    {
        var builder = Host.CreateApplicationBuilder(
            [$"--ConnectionStrings:Database={journal.ConnectionString}", "--Journal:StallPatience=00:00:00.3"]);
        builder.Logging.ClearProviders().AddProvider(lines);
        builder.Services.AddSingleton<SendBatch>((_, _) => Task.CompletedTask);
        builder.AddJournal(new JournalOptions("collection", stored => new PublishedBody(stored.Type, default)));
        using var standing = new Measured();
        using var service = builder.Build();
        await service.StartAsync();
        var checks = service.Services.GetRequiredService<HealthCheckService>();
        async Task<HealthStatus> Delivery() => (await checks.CheckHealthAsync(check => check.Name == Standstill.CheckName)).Entries[Standstill.CheckName].Status;
        await Eventually.Get(Delivery, state => state == HealthStatus.Healthy);

        await using (var held = await Held.Writing(other.ConnectionString, "nightly report", "insert into held values (1)"))
        {
            await journal.Append("waiting");
            (await Eventually.Get(Delivery, state => state == HealthStatus.Degraded)).Should().Be(HealthStatus.Degraded);
            // The check is the first to tell, metric and log follow.
            (await Eventually.Get(() => Task.FromResult(standing.Sum), sum => sum == 1)).Should().Be(1);
        }

        (await Eventually.Get(Delivery, state => state == HealthStatus.Healthy)).Should().Be(HealthStatus.Healthy);
        (await Eventually.Get(() => Task.FromResult(standing.Sum), sum => sum == 0)).Should().Be(0);
        var told = () => Task.FromResult(lines.Where(line => line.Contains(StalledReaders.Name, StringComparison.Ordinal)).ToList());
        (await Eventually.Get(told, said => said.Count == 2)).Should().SatisfyRespectively(
            line => line.Should().Contain("'nightly report'"), line => line.Should().EndWith("goes on"));
        await service.StopAsync();
    }

    private (Standstill Standstill, StalledReaders Stalled) Watch()
    {
        var standstill = new Standstill(LoggerFactory.Create(l => l.AddProvider(lines)).CreateLogger<Standstill>());
        return (standstill, new StalledReaders(journal.Source, new JournalOptions("collection", JournalOptions.AsStored), standstill, time));
    }

    private static async Task<HealthStatus> State(Standstill standstill) => (await standstill.CheckHealthAsync(new HealthCheckContext())).Status;

    /// <summary>What the service said of what stands.</summary>
    private sealed class Lines : ConcurrentQueue<string>, ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => categoryName == typeof(Standstill).FullName ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }

    /// <summary>The metric of what stands, for readers.</summary>
    private sealed class Measured : IDisposable
    {
        private readonly MeterListener listener = new();
        private long sum;

        public Measured()
        {
            listener.InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Name == "guzhang.delivery.standing")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            {
                if (tags.Contains(new KeyValuePair<string, object?>("what", StalledReaders.Name)))
                {
                    Interlocked.Add(ref sum, value);
                }
            });
            listener.Start();
        }

        public long Sum => Interlocked.Read(ref sum);

        public void Dispose() => listener.Dispose();
    }
}
