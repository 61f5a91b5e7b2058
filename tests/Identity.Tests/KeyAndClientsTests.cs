using System.Net;
using System.Runtime.Versioning;
using AwesomeAssertions;
using Guzhang.AppHost.Native;
using Guzhang.ServiceDefaults;
using Xunit;

namespace Guzhang.Identity.Tests;

[SupportedOSPlatform("linux")]
public sealed class KeyAndClientsTests
{
    [Fact, Trait("Req", "SEC-05")]
    public async Task Given_a_first_start_when_it_restarts_then_the_key_is_the_same_and_only_its_owner_can_read_it()
    {
        using var temp = new TempFolder();
        var folder = temp.Path;
        var port = FreePorts.Choose([]);
        string token, before;
        await using (var first = await IdentityHost.Start(folder, port))
        {
            token = await first.Token("reporting", "r-secret");
            before = (await first.Keys()).ToJsonString();
        }

        await using var second = await IdentityHost.Start(folder, port);

        (await second.Keys()).ToJsonString().Should().Be(before);
        (await second.Validate(token)).IsValid.Should().BeTrue();
        File.GetUnixFileMode(second.KeyFile).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.GetDirectoryName(second.KeyFile)!).Should()
            .Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var secrets = new DirectoryInfo(Path.GetDirectoryName(second.KeyFile)!);
        secrets.GetFiles().Select(file => file.Name).Should().BeEquivalentTo("signing-key.pem", "encryption-key");
        secrets.GetFileSystemInfos("*", SearchOption.AllDirectories).Should().AllSatisfy(entry =>
            (entry.UnixFileMode & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)).Should().Be(UnixFileMode.None, entry.FullName));
    }

    [Fact]
    public async Task Given_clients_in_a_setting_when_it_starts_then_they_hold_and_the_file_does_not()
    {
        await using var identity = await IdentityHost.Start(settings: """--Identity:Clients={"clients":[{"id":"subsidy","secret":"s-secret","role":"service","division":"433126"}]}""");

        (await identity.Token("subsidy", "s-secret")).Should().NotBeEmpty();
        (await identity.Ask("reporting", "r-secret")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("""{"clients":[{"id":"subsidy"}]}""")]
    [InlineData("""{"clients":""")]
    public async Task Given_faulty_clients_in_a_setting_when_it_starts_then_it_refuses_by_the_setting_s_name(string clients) =>
        (await FluentActions.Awaiting(() => IdentityHost.Start(settings: $"--Identity:Clients={clients}")).Should().ThrowAsync<SettingException>()).WithMessage("*Identity:Clients*");

    [Fact]
    public async Task Given_the_published_keys_when_anybody_reads_them_then_the_private_part_is_not_among_them()
    {
        await using var identity = await IdentityHost.Start();

        var key = (await identity.Keys()).Should().ContainSingle().Subject!.AsObject();

        key.Select(field => field.Key).Should().BeEquivalentTo("kid", "use", "kty", "alg", "crv", "x", "y");
    }

    [Fact]
    public async Task Given_a_key_file_others_can_read_or_a_broken_one_when_it_starts_then_it_refuses()
    {
        using var temp = new TempFolder();
        var folder = temp.Path;
        var host = await IdentityHost.Start(folder);
        await host.DisposeAsync();

        File.SetUnixFileMode(host.KeyFile, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var readable = () => IdentityHost.Start(folder);
        (await readable.Should().ThrowAsync<SettingException>()).WithMessage("*chmod 600*");

        File.SetUnixFileMode(host.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(host.KeyFile, "-----BEGIN PRIVATE KEY-----\n");
        var broken = () => IdentityHost.Start(folder);
        (await broken.Should().ThrowAsync<SettingException>()).WithMessage("*PEM*");
    }

    [Fact]
    public async Task Given_a_running_service_when_the_clients_file_changes_then_new_secrets_hold_and_a_broken_file_changes_nothing()
    {
        await using var identity = await IdentityHost.Start();

        await File.WriteAllTextAsync(identity.ClientsFile, IdentityHost.Clients.Replace("r-secret", "another-secret", StringComparison.Ordinal));
        (await identity.Ask("reporting", "r-secret")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await identity.Ask("reporting", "another-secret")).StatusCode.Should().Be(HttpStatusCode.OK);

        foreach (var broken in (string[])["{\"clients\":[", "null", "{}", "{\"clients\":[null]}", "{\"clients\":[{\"id\":\"x\",\"secret\":\"y\",\"role\":\"boss\"}]}"])
        {
            await File.WriteAllTextAsync(identity.ClientsFile, broken);
            (await identity.Ask("reporting", "another-secret")).StatusCode.Should().Be(HttpStatusCode.OK, broken);
        }

        File.Delete(identity.ClientsFile);
        (await identity.Ask("reporting", "another-secret")).StatusCode.Should().Be(HttpStatusCode.OK);
    }
}
