using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using Guzhang.Testing;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Xunit;

namespace Guzhang.AppHost.Tests;

/// <summary>The fixtures that every project's tests stand on.</summary>
public sealed class FreshServersTests
{
    [Fact]
    public async Task Given_a_fresh_database_then_it_is_empty_and_gone_after_use()
    {
        string connectionString;
        await using (var database = await FreshDatabase.CreateAsync())
        {
            connectionString = database.ConnectionString;
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("select count(*) from pg_tables where schemaname = 'public'", connection);
            (await command.ExecuteScalarAsync()).Should().Be(0L);
        }

        await using var late = new NpgsqlConnection(connectionString);
        await late.Invoking(connection => connection.OpenAsync()).Should().ThrowAsync<PostgresException>();
    }

    [Fact]
    public async Task Given_a_fresh_broker_then_a_service_makes_its_own_queues_only()
    {
        await using var broker = await FreshBroker.CreateAsync();
        var factory = new ConnectionFactory { Uri = new Uri(await broker.ServiceAddressAsync("collection")) };
        await using var connection = await factory.CreateConnectionAsync();

        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.ExchangeDeclareAsync("guzhang.collection", ExchangeType.Fanout, durable: true);
            await channel.QueueDeclareAsync("collection.verification.0", durable: true, exclusive: false, autoDelete: false);
            var queues = await broker.Management.GetFromJsonAsync<JsonArray>($"api/queues/{broker.VirtualHost}");
            queues!.Select(queue => (string?)queue!["name"]).Should().Equal("collection.verification.0");
        }

        await using var other = await connection.CreateChannelAsync();
        await other.Invoking(channel => channel.QueueDeclareAsync("verification.0", durable: true, exclusive: false, autoDelete: false))
            .Should().ThrowAsync<OperationInterruptedException>().WithMessage("*ACCESS_REFUSED*");
    }
}
