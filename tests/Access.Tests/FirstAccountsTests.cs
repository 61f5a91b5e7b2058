using AwesomeAssertions;
using Guzhang.AppHost;
using Guzhang.AppHost.Native;
using Guzhang.ServiceDefaults.Access;
using Xunit;

namespace Guzhang.Access.Tests;

/// <summary>SEC-01: what a new installation begins with.</summary>
public sealed class FirstAccountsTests(WholePlatform platform) : IClassFixture<WholePlatform>
{
    private const string Password = "a first password of ours";

    [Fact, Trait("Req", "SEC-01")]
    public async Task Given_a_new_installation_when_it_starts_then_the_operator_s_link_is_new_each_time_until_the_password_is_set()
    {
        var first = new FirstAccounts(Repository.Find(), platform.Home, platform.Identity);

        var one = await first.OperatorsLinkAsync(CancellationToken.None);
        var two = await first.OperatorsLinkAsync(CancellationToken.None);
        var used = () => IdentityClient.SetPasswordAsync(one!, Password, CancellationToken.None);
        await used.Should().ThrowAsync<StartFailedException>("a newer link ends it");
        await IdentityClient.SetPasswordAsync(two!, Password, CancellationToken.None);

        (await first.OperatorsLinkAsync(CancellationToken.None)).Should().BeNull();
    }

    [Fact, Trait("Req", "SEC-01"), Trait("Req", "SEC-05")]
    public async Task Given_the_demo_when_it_is_loaded_twice_then_there_is_one_account_per_role_with_a_password_that_only_its_owner_can_read()
    {
        var first = new FirstAccounts(Repository.Find(), platform.Home, platform.Identity);

        var file = await first.DemoAsync(CancellationToken.None);
        var before = await File.ReadAllTextAsync(file);
        (await first.DemoAsync(CancellationToken.None)).Should().Be(file);

        (await File.ReadAllTextAsync(file)).Should().Be(before);
        File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var logins = before.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]).ToList();
        logins.Should().BeEquivalentTo(AccessTable.Current.Roles.Keys.Except(["service", "subscriber"]).Select(role => $"demo-{role}"));
        await platform.Identity.SignInAsync(WholePlatform.County, CancellationToken.None);
        (await platform.Identity.AccountsAsync(CancellationToken.None)).Where(account => logins.Contains(account.Login)).Should().HaveCount(logins.Count)
            .And.AllSatisfy(account => account.HasPassword.Should().BeTrue());
    }
}
