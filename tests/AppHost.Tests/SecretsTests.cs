using System.Text.Json.Nodes;
using AwesomeAssertions;
using Guzhang.AppHost.Native;
using Xunit;

namespace Guzhang.AppHost.Tests;

public sealed class SecretsTests
{
    private const UnixFileMode OthersCanRead = UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    [Fact]
    public void Given_a_secret_then_it_is_made_once_and_stays()
    {
        using var folder = new TemporaryFolder();
        var first = new SecretFolder(folder["secrets"]).Get("collection", "database-password");

        first.Should().MatchRegex("^[0-9a-f]{40}$");
        new SecretFolder(folder["secrets"]).Get("collection", "database-password").Should().Be(first);
        new SecretFolder(folder["secrets"]).Get("reporting", "database-password").Should().NotBe(first);
    }

    [Fact, Trait("Req", "SEC-05")]
    public void Given_secrets_then_nobody_but_their_owner_can_read_files_or_folders()
    {
        using var folder = new TemporaryFolder();
        var secrets = new SecretFolder(folder["secrets"]);
        secrets.Get("collection", "database-password");
        ClientsFile.Write(secrets, "433126");

        var entries = new DirectoryInfo(secrets.Folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Append(new DirectoryInfo(secrets.Folder));
        entries.Should().AllSatisfy(entry => (entry.UnixFileMode & OthersCanRead).Should().Be(UnixFileMode.None, entry.FullName));
    }

    [Fact]
    public void Given_the_topology_then_every_service_is_a_client_of_the_county_and_only_the_trial_client_may_choose()
    {
        using var folder = new TemporaryFolder();
        var secrets = new SecretFolder(folder["secrets"]);
        ClientsFile.Write(secrets, "433126");

        var clients = JsonNode.Parse(File.ReadAllText(ClientsFile.PathIn(secrets)))!["clients"]!.AsArray();

        clients.Select(client => (string?)client!["id"]).Should().OnlyHaveUniqueItems().And.Contain(Topology.WithInterface.Select(service => service.Name));
        clients.Select(client => (string?)client!["secret"]).Should().OnlyHaveUniqueItems().And.NotContainNulls();
        clients.Where(client => (string?)client!["role"] == "*").Should().ContainSingle().Which!["id"]!.GetValue<string>().Should().Be("trial");
        clients.Where(client => (string?)client!["role"] != "*").Should().AllSatisfy(client => ((string?)client!["division"]).Should().Be("433126"));
    }

    [Fact, Trait("Req", "SEC-01")]
    public void Given_the_console_s_address_then_its_gateway_is_a_client_that_people_come_back_to_and_has_no_role_of_its_own()
    {
        using var folder = new TemporaryFolder();
        var secrets = new SecretFolder(folder["secrets"]);
        ClientsFile.Write(secrets, "433126", new Uri("http://127.0.0.1:5000"));

        var console = JsonNode.Parse(File.ReadAllText(ClientsFile.PathIn(secrets)))!["clients"]!.AsArray().Single(client => (string?)client!["id"] == "console")!;

        ((string?)console["redirectUris"]![0]).Should().Be("http://127.0.0.1:5000/signin-oidc");
        ((string?)console["signedOutUris"]![0]).Should().Be("http://127.0.0.1:5000/signout-callback-oidc");
        console["role"].Should().BeNull();
    }
}
