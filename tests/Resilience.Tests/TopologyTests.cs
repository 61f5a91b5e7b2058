using System.Diagnostics;
using Guzhang.Resilience.Tests.Staging;
using RabbitMQ.Client;

namespace Guzhang.Resilience.Tests;

/// <summary>A broker that has something else under our names is told at once; it does not become better by trying again.</summary>
[Trait("Req", "OPS-01")]
public sealed class TopologyTests(TestTokens tokens) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private Stage stage = null!;

    public async ValueTask InitializeAsync() => stage = await Stage.Open(tokens);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task Given_a_queue_declared_as_a_classic_one_then_the_consumer_says_so_in_one_line_and_ends()
    {
        var classic = new Dictionary<string, object?> { ["x-queue-type"] = "classic", ["x-single-active-consumer"] = true };
        await Declare(channel => channel.QueueDeclareAsync("reporting.2", durable: true, exclusive: false, autoDelete: false, classic));

        await ShouldEnd(await stage.ConsumerArguments("reporting", stage.Reporting), "reporting.2", "x-queue-type");
    }

    [Fact]
    public async Task Given_a_queue_declared_without_a_single_active_consumer_then_the_consumer_says_so_in_one_line_and_ends()
    {
        var quorum = new Dictionary<string, object?> { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = 100 };
        await Declare(channel => channel.QueueDeclareAsync("reporting.0", durable: true, exclusive: false, autoDelete: false, quorum));

        await ShouldEnd(await stage.ConsumerArguments("reporting", stage.Reporting), "reporting.0", "x-single-active-consumer");
    }

    [Fact]
    public async Task Given_an_exchange_of_another_type_then_the_source_says_so_in_one_line_and_ends()
    {
        await Declare(channel => channel.ExchangeDeclareAsync("guzhang.collection", "fanout", durable: true));

        await ShouldEnd(await stage.SourceArguments(), "guzhang.collection", "type");
    }

    private static async Task ShouldEnd(IReadOnlyList<string> arguments, string name, string argument)
    {
        var start = new ProcessStartInfo("dotnet", [PeerProcess.Program, .. arguments, "--urls=http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(PeerProcess.Program)!,
        };
        using var peer = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var printed = await Task.WhenAll(peer.StandardOutput.ReadToEndAsync(limit.Token), peer.StandardError.ReadToEndAsync(limit.Token));
            await peer.WaitForExitAsync(limit.Token);

            peer.ExitCode.Should().Be(78);
            Lines(string.Concat(printed), name).Should().ContainSingle().Which.Should().Contain($"inequivalent arg '{argument}'");
            string.Concat(printed).Should().NotContain("   at ", "it is told in one line");
        }
        finally
        {
            peer.Kill();
        }
    }

    private static IEnumerable<string> Lines(string printed, string about) =>
        printed.Split('\n').Where(line => line.Contains(about, StringComparison.Ordinal));

    private async Task Declare(Func<IChannel, Task> declare)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(stage.Broker.Address) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await declare(channel);
    }
}
