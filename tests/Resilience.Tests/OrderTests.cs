using System.Diagnostics;
using Guzhang.Resilience.Tests.Staging;

namespace Guzhang.Resilience.Tests;

/// <summary>Many aggregates over all partitions, several writers, and kills in the middle.</summary>
public sealed class OrderTests(TestTokens tokens, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Writers = 4;
    private const int Rounds = 2;
    private static readonly string[] Laborers = [.. Enumerable.Range(0, 500).Select(n => $"laborer-{n:000}")];
    private Stage stage = null!;

    public async ValueTask InitializeAsync() => stage = await Stage.Open(tokens);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    [Trait("Req", "EVT-05")]
    [Trait("Req", "OPS-06")]
    public async Task Given_500_aggregates_several_writers_and_kills_in_the_middle_then_each_aggregates_events_are_applied_once_and_in_order()
    {
        var consumer = await stage.Consumer();
        var source = await stage.Source();
        var writing = Enumerable.Range(0, Writers).Select(writer => Write([source], writer)).ToArray();

        await stage.Reporting.Taken(300);
        await consumer.Kill();
        await consumer.Start();
        await stage.Reporting.Taken(600);
        await Task.WhenAll(consumer.Kill(), source.Kill());
        await source.Start();
        await Task.WhenAll(writing);
        var before = await stage.Reporting.Taken();
        var clock = Stopwatch.StartNew();
        await consumer.Start();
        var started = clock.Elapsed;

        var taken = await stage.Reporting.Taken(Laborers.Length * Writers * Rounds);
        output.WriteLine(
            $"after kill -9 the consumer was up {started.TotalSeconds:0.0} s after its start, and had caught up {taken.Count - before.Count} events {clock.Elapsed.TotalSeconds:0.0} s after it");
        taken.ShouldBeOnceAndInOrder(Laborers, Writers * Rounds);
    }

    /// <summary>Every writer writes to every laborer, 50 at a time, beginning somewhere else.</summary>
    private static async Task Write(PeerProcess[] copies, int writer)
    {
        var chunks = Laborers.Chunk(50).ToList();
        for (var i = 0; i < chunks.Count * Rounds; i++)
        {
            await Writing.WriteUntilStored(copies, [.. chunks[(i + (writer * 3)) % chunks.Count].Select(Writing.Event)]);
            await Task.Delay(100);
        }
    }
}
