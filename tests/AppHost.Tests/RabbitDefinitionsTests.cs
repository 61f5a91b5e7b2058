using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using Guzhang.AppHost.Native;
using Guzhang.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Xunit;

namespace Guzhang.AppHost.Tests;

public sealed class RabbitDefinitionsTests
{
    [Fact]
    public void Given_the_example_of_RabbitMQs_own_manual_then_the_hash_is_the_same() =>
        RabbitDefinitions.HashPassword("test12", [0x90, 0x8D, 0xC6, 0x0A]).Should().Be("kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR");

    [Fact]
    public void Given_users_then_the_file_holds_hashes_and_no_password()
    {
        var definitions = RabbitDefinitions.Empty.With(new BrokerUser("admin", "a long secret", IsAdministrator: true));

        var json = definitions.ToJson();

        json.Should().NotContain("a long secret");
        var user = JsonNode.Parse(json)!["users"]!.AsArray().Should().ContainSingle().Which!;
        var hash = (string)user["password_hash"]!;
        RabbitDefinitions.HashPassword("a long secret", Convert.FromBase64String(hash)[..4]).Should().Be(hash);
        ((string)user["tags"]!).Should().Be("administrator");
    }

    [Theory]
    [InlineData("collection.0", true)]
    [InlineData("guzhang.collection", true)]
    [InlineData("guzhang.verification", false)]
    [InlineData("verification.0", false)]
    [InlineData("collections", false)]
    public void Given_a_service_then_it_writes_only_to_what_carries_its_name(string name, bool allowed) =>
        Regex.IsMatch(name, RabbitDefinitions.ServiceRights("collection", "guzhang").Write).Should().Be(allowed);

    [Fact, Trait("Req", "SEC-05")]
    public async Task Given_a_service_s_user_when_it_publishes_to_another_service_s_exchange_or_queue_then_the_broker_refuses()
    {
        await using var broker = await FreshBroker.CreateAsync();
        await using var admin = await Connect(broker.Address);
        await using (var channel = await admin.CreateChannelAsync())
        {
            foreach (var service in (string[])["collection", "verification"])
            {
                await channel.ExchangeDeclareAsync($"guzhang.{service}", ExchangeType.Direct, durable: true);
                await channel.QueueDeclareAsync($"{service}.0", durable: true, exclusive: false, autoDelete: false);
            }
        }

        await using var collection = await Connect(await broker.ServiceAddressAsync("collection"));

        (await Publish(collection, "guzhang.collection", "0")).Should().Be("accepted");
        (await Publish(collection, "guzhang.verification", "0")).Should().StartWith("ACCESS_REFUSED");
        (await Publish(collection, "", "verification.0")).Should().StartWith("ACCESS_REFUSED", "the default exchange leads to every queue");
        await using var reading = await collection.CreateChannelAsync();
        await reading.Invoking(channel => channel.BasicGetAsync("verification.0", autoAck: true)).Should().ThrowAsync<OperationInterruptedException>();
    }

    private static async Task<IConnection> Connect(string address) => await new ConnectionFactory { Uri = new Uri(address) }.CreateConnectionAsync();

    private static async Task<string> Publish(IConnection connection, string exchange, string key)
    {
        try
        {
            await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
            await channel.BasicPublishAsync(exchange, key, "{}"u8.ToArray());
            return "accepted";
        }
        catch (Exception refused) when (refused is OperationInterruptedException or PublishException)
        {
            return (refused as OperationInterruptedException ?? refused.InnerException as OperationInterruptedException)?.ShutdownReason?.ReplyText ?? refused.Message;
        }
    }

    [Theory]
    [InlineData("guzhang.verification", true)]
    [InlineData("collection.3", true)]
    [InlineData("verification.0", false)]
    public void Given_a_service_then_it_reads_what_is_published_and_its_own_queues(string name, bool allowed) =>
        Regex.IsMatch(name, RabbitDefinitions.ServiceRights("collection", "guzhang").Read).Should().Be(allowed);
}
