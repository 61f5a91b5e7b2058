using System.Globalization;
using AwesomeAssertions;
using Guzhang.AppHost.Native;
using Npgsql;
using RabbitMQ.Client;
using Xunit;

namespace Guzhang.AppHost.Tests;

/// <summary>Real servers in folders of their own: they start, keep apart, and leave nothing.</summary>
public sealed class PrivateServersTests
{
    private static readonly CancellationToken NoCancellation = CancellationToken.None;

    [Fact]
    public async Task Given_two_pairs_of_servers_side_by_side_then_stopping_one_leaves_the_other_and_none_is_left_in_the_end()
    {
        using var one = new TemporaryFolder();
        using var two = new TemporaryFolder();
        var pairs = await Task.WhenAll(TestServerPair.StartAsync(one.Path, NoCancellation), TestServerPair.StartAsync(two.Path, NoCancellation));
        var states = new[] { LocalState.Load(one["state.json"]), LocalState.Load(two["state.json"]) };
        states[0].Ports.Values.Should().NotIntersectWith(states[1].Ports.Values);
        var processes = states.Select(state => state.Processes.Select(process => new ProcessIdentity(process.Pid, process.Started)).ToList()).ToList();
        states[0].Processes.Select(process => process.Name).Should().BeEquivalentTo("postgres", "epmd", "rabbitmq");

        await pairs[0].DisposeAsync();

        processes[0].Should().AllSatisfy(process => process.IsRunning.Should().BeFalse());
        processes[1].Should().AllSatisfy(process => process.IsRunning.Should().BeTrue());
        await ConnectAsync(pairs[1].Addresses);

        await pairs[1].DisposeAsync();

        processes[1].Should().AllSatisfy(process => process.IsRunning.Should().BeFalse());
        WithFolderInCommandLine(one.Path).Concat(WithFolderInCommandLine(two.Path)).Should().BeEmpty();
        states.SelectMany(state => state.Ports.Values).Should().AllSatisfy(port => FreePorts.IsFree(port).Should().BeTrue());
        Directory.Exists(one.Path).Should().BeFalse();
    }

    [Fact]
    public async Task Given_a_start_that_was_killed_then_the_next_stops_what_it_left_and_finds_data_and_ports_as_they_were()
    {
        using var folder = new TemporaryFolder();
        var killed = new Installation(folder.Path);
        var definitions = new RabbitDefinitions(["/", "guzhang"], [new BrokerUser("collection", "secret")], [RabbitDefinitions.ServiceRights("collection", "guzhang")]);
        var (postgres, rabbit) = (new PostgresServer(killed), new RabbitServer(killed, definitions));
        await Task.WhenAll(postgres.StartAsync(NoCancellation), rabbit.StartAsync(NoCancellation));
        var database = await postgres.EnsureDatabaseAsync("collection", "secret", NoCancellation);
        await RunAsync(database, "create table kept (line text)");
        var broker = rabbit.Address("collection", "secret", "guzhang");

        var next = new Installation(folder.Path);
        (await next.StopLeftoversAsync()).Should().Be(3);
        NpgsqlConnection.ClearAllPools();
        next.State.Processes.Should().BeEmpty();
        WithFolderInCommandLine(folder.Path).Should().BeEmpty();

        var (postgresAgain, rabbitAgain) = (new PostgresServer(next), new RabbitServer(next, definitions));
        await Task.WhenAll(postgresAgain.StartAsync(NoCancellation), rabbitAgain.StartAsync(NoCancellation));
        (await postgresAgain.EnsureDatabaseAsync("collection", "secret", NoCancellation)).Should().Be(database);
        await RunAsync(database, "insert into kept values ('here')");
        await ConnectAsync(broker);

        await Task.WhenAll(postgresAgain.StopAsync(), rabbitAgain.StopAsync());
        WithFolderInCommandLine(folder.Path).Should().BeEmpty();
        next.Delete([]);
    }

    [Fact]
    public async Task Given_a_service_s_login_then_it_cannot_connect_to_another_service_s_database()
    {
        using var folder = new TemporaryFolder();
        var home = new Installation(folder.Path);
        var postgres = new PostgresServer(home, durable: false);
        await postgres.StartAsync(NoCancellation);
        var collection = await postgres.EnsureDatabaseAsync("collection", "one", NoCancellation);
        await postgres.EnsureDatabaseAsync("reporting", "two", NoCancellation);

        await RunAsync(collection, "create table own (line text)");
        var trespass = new NpgsqlConnectionStringBuilder(collection) { Database = "reporting" }.ConnectionString;
        await trespass.Invoking(other => RunAsync(other, "select 1")).Should().ThrowAsync<PostgresException>().Where(refused => refused.SqlState == "42501");

        await postgres.StopAsync();
        home.Delete([]);
    }

    private static async Task ConnectAsync(ServerAddresses servers)
    {
        await RunAsync(servers.Postgres, "select 1");
        await ConnectAsync(new Uri(servers.Broker));
    }

    private static async Task ConnectAsync(Uri broker)
    {
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        connection.IsOpen.Should().BeTrue();
    }

    private static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // Written here.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Processes that name the folder, or PostgreSQL's data of it, in their command line.</summary>
    private static List<int> WithFolderInCommandLine(string folder) =>
    [
        .. from process in Directory.GetDirectories("/proc")
           let name = Path.GetFileName(process)
           where name.All(char.IsAsciiDigit) && int.Parse(name, CultureInfo.InvariantCulture) != Environment.ProcessId
           let command = ReadOrNothing(Path.Combine(process, "cmdline"))
           where command.Contains(folder, StringComparison.Ordinal)
           select int.Parse(name, CultureInfo.InvariantCulture),
    ];

    private static string ReadOrNothing(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
