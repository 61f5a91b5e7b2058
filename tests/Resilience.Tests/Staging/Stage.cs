using System.Globalization;
using Guzhang.AppHost.Native;
using RabbitMQ.Client;

namespace Guzhang.Resilience.Tests.Staging;

/// <summary>
/// A source and a consumer, each with a database of its own, over a virtual host of their own. The source relays to
/// queues that are there from the first consumer's start on.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> made = [];
    private readonly Dictionary<string, string> brokerAddresses = [];
    private readonly TestTokens tokens;
    private readonly string? postgres;
    private readonly Uri sourceAddress = FreeAddress();

    private Stage(TestTokens tokens, FreshBroker broker, string? postgres) => (this.tokens, Broker, this.postgres) = (tokens, broker, postgres);

    public FreshBroker Broker { get; }

    /// <summary>Of the source.</summary>
    public PeerDatabase Journal { get; private set; } = null!;

    /// <summary>Of the consumer named reporting.</summary>
    public PeerDatabase Reporting { get; private set; } = null!;

    public static async Task<Stage> Open(TestTokens tokens, ServerAddresses? servers = null)
    {
        var stage = new Stage(tokens, await FreshBroker.CreateAsync(servers), servers?.Postgres);
        stage.Journal = await stage.Database();
        stage.Reporting = await stage.Database();
        return stage;
    }

    public async Task<PeerDatabase> Database() => Keep(await PeerDatabase.Create(postgres));

    /// <summary>A way to PostgreSQL that can be held.</summary>
    public TcpGate GateTo(PeerDatabase database)
    {
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(database.Connection());
        return Keep(new TcpGate(settings.Host!, () => settings.Port));
    }

    /// <summary>A way to RabbitMQ that can be held.</summary>
    public TcpGate GateToBroker()
    {
        var address = new Uri(Broker.Address);
        return Keep(new TcpGate(address.Host, () => address.Port));
    }

    /// <summary>The copy that the consumers read the journal of.</summary>
    public Task<PeerProcess> Source(TcpGate? broker = null, TcpGate? database = null, string? unknown = null) =>
        Source(sourceAddress, broker, database, unknown);

    /// <summary>A further copy.</summary>
    public Task<PeerProcess> OtherSource(TcpGate? broker = null, TcpGate? database = null, string? unknown = null) =>
        Source(FreeAddress(), broker, database, unknown);

    /// <summary>
    /// A consumer. Where <paramref name="grace"/> is left out the comparison with the journal fetches nothing, so that
    /// what a test sees came over the broker.
    /// </summary>
    public async Task<PeerProcess> Consumer(
        string name = "reporting", PeerDatabase? data = null, TcpGate? broker = null, TcpGate? database = null, TimeSpan? grace = null) =>
        await Keep(new PeerProcess(FreeAddress(), await ConsumerArguments(name, data ?? Reporting, broker, database, grace))).Start();

    public async Task<IReadOnlyList<string>> ConsumerArguments(
        string name, PeerDatabase data, TcpGate? broker = null, TcpGate? database = null, TimeSpan? grace = null) =>
        [
            "consumer", $"--Peer:Name={name}", $"--Peer:Grace={(grace ?? TimeSpan.FromHours(1)).TotalSeconds.ToString(CultureInfo.InvariantCulture)}",
            $"--Services:collection={sourceAddress}", .. await Settings(name, data, broker, database),
        ];

    /// <summary>Tests share a cluster, and some hold transactions open: that readers wait for these is no alarm here.</summary>
    public async Task<IReadOnlyList<string>> SourceArguments(TcpGate? broker = null, TcpGate? database = null) =>
        ["source", "--Journal:StallPatience=01:00:00", .. await Settings("collection", Journal, broker, database)];

    /// <summary>Messages that wait in a queue, those not delivered only.</summary>
    public async Task<uint> Waiting(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(Broker.Address) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await channel.MessageCountAsync(queue);
    }

    /// <summary>Loses what waits in a queue, as a broker would that lost its disk; answers how much that was.</summary>
    public async Task<uint> Purge(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(Broker.Address) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await channel.QueuePurgeAsync(queue);
    }

    public Task<HttpClient> As(PeerProcess peer, string role, string officer) => tokens.ClientFor(peer.Address, role, "433126", officer);

    public async ValueTask DisposeAsync()
    {
        foreach (var thing in made.AsEnumerable().Reverse())
        {
            await thing.DisposeAsync();
        }

        await Broker.DisposeAsync();
    }

    public T Keep<T>(T thing)
        where T : IAsyncDisposable
    {
        made.Add(thing);
        return thing;
    }

    private async Task<PeerProcess> Source(Uri address, TcpGate? broker, TcpGate? database, string? unknown) =>
        await Keep(new PeerProcess(address, [.. await SourceArguments(broker, database), $"--Peer:Unknown={unknown}"])).Start();

    private async Task<IReadOnlyList<string>> Settings(string service, PeerDatabase data, TcpGate? broker, TcpGate? database)
    {
        if (!brokerAddresses.TryGetValue(service, out var address))
        {
            brokerAddresses[service] = address = await Broker.ServiceAddressAsync(service);
        }

        var way = new UriBuilder(address);
        way.Port = broker?.Port ?? way.Port;
        return [$"--ConnectionStrings:Broker={way.Uri.AbsoluteUri}", $"--ConnectionStrings:Database={data.Connection(database)}", .. tokens.Settings];
    }

    private static Uri FreeAddress() => new($"http://127.0.0.1:{FreePorts.Choose([])}");
}
