using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using Guzhang.AppHost.Native;
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

    [Theory]
    [InlineData("guzhang.verification", true)]
    [InlineData("collection.3", true)]
    [InlineData("verification.0", false)]
    public void Given_a_service_then_it_reads_what_is_published_and_its_own_queues(string name, bool allowed) =>
        Regex.IsMatch(name, RabbitDefinitions.ServiceRights("collection", "guzhang").Read).Should().Be(allowed);
}
