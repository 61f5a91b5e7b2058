using System.Diagnostics;
using Guzhang.Resilience.Tests.Staging;

namespace Guzhang.Resilience.Tests;

/// <summary>
/// PostgreSQL or RabbitMQ killed and away while writers go on. GUZHANG_OUTAGE_SECONDS makes it longer than the suite has
/// time for.
/// </summary>
[Trait("Req", "OPS-06")]
public sealed class OutageTests(TestTokens tokens, OwnServers servers, ITestOutputHelper output) : IAsyncLifetime, IClassFixture<OwnServers>
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("GUZHANG_OUTAGE_SECONDS"), out var seconds) ? seconds : 20);

    private static readonly string[] Laborers = [.. Enumerable.Range(0, 40).Select(n => $"laborer-{n}")];
    private readonly CancellationTokenSource enough = new();
    private Stage stage = null!;
    private PeerProcess consumer = null!;
    private PeerProcess source = null!;

    public async ValueTask InitializeAsync()
    {
        stage = await Stage.Open(tokens, servers.Addresses);
        consumer = await stage.Consumer();
        source = await stage.Source();
    }

    public async ValueTask DisposeAsync()
    {
        enough.Dispose();
        await stage.DisposeAsync();
    }

    [Fact]
    public async Task Given_PostgreSQL_killed_and_away_then_nothing_is_parked_or_lost_and_all_is_caught_up_without_a_restart()
    {
        var writing = Write();
        await stage.Reporting.Taken(80);

        var away = servers.PostgresAway(Away);
        await Task.WhenAll(away, AlarmOf(consumer), AlarmOf(source));
        stage.Reporting.Forget();

        await ShouldCatchUp(writing);
    }

    [Fact]
    public async Task Given_RabbitMQ_killed_and_away_then_nothing_is_parked_or_lost_and_all_is_caught_up_without_a_restart()
    {
        var writing = Write();
        await stage.Reporting.Taken(80);

        var away = servers.BrokerAway(Away);
        await Task.WhenAll(away, AlarmOf(source));

        await ShouldCatchUp(writing);
    }

    private static async Task AlarmOf(PeerProcess peer) =>
        (await Eventually.Get(() => peer.Health("delivery"), state => state == "Degraded", Away + TimeSpan.FromSeconds(10))).Should().Be("Degraded");

    private async Task ShouldCatchUp(Task<int> writing)
    {
        var clock = Stopwatch.StartNew();
        await enough.CancelAsync();
        var rounds = await writing;
        var taken = await stage.Reporting.Taken(40 * rounds, within: TimeSpan.FromSeconds(90));
        output.WriteLine($"{40 * rounds} events caught up {clock.Elapsed.TotalSeconds:0.0} s after {Away.TotalSeconds:0} s of outage");

        taken.ShouldBeOnceAndInOrder(Laborers, rounds);
        (await stage.Reporting.Query("select reason from journal.parked", r => r.GetString(0))).Should().BeEmpty();
        foreach (var peer in new[] { consumer, source })
        {
            (await Eventually.Get(() => peer.Health("delivery"), state => state == "Healthy")).Should().Be("Healthy");
        }
    }

    /// <summary>One event for each laborer, four times a second, each until it is stored; answers how often.</summary>
    private async Task<int> Write()
    {
        for (var rounds = 0; ; rounds++)
        {
            if (enough.IsCancellationRequested)
            {
                return rounds;
            }

            await Writing.WriteUntilStored([source], [.. Laborers.Select(Writing.Event)]);
            await Task.Delay(250);
        }
    }
}
