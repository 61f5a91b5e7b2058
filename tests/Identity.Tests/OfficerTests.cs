using System.Net;
using System.Net.Http.Json;
using AwesomeAssertions;
using Guzhang.Identity.Administration;
using Xunit;

namespace Guzhang.Identity.Tests;

/// <summary>What other services ask about an officer whom somebody names.</summary>
[Trait("Req", "SEC-02")]
public sealed class OfficerTests
{
    [Fact]
    public async Task Given_accounts_and_clients_when_a_service_asks_then_those_of_one_officer_are_told_with_role_and_division_and_no_others()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "clients.json"), IdentityHost.Clients.Replace(
            "{\"id\":\"trial\"", "{\"id\":\"demo-clerk\",\"secret\":\"d-secret\",\"role\":\"town-clerk\",\"division\":\"433126104\"},{\"id\":\"trial\"", StringComparison.Ordinal));
        await using var identity = await IdentityHost.Start(folder.Path);
        var account = await identity.Create("clerk", "collector", "433126101001");
        using var service = await identity.Operator("service");

        (await service.GetFromJsonAsync<OfficerLine>($"officers?id={account.Id}")).Should().Be(new OfficerLine(account.Id.ToString(), "collector", "433126101001", false));
        (await service.GetFromJsonAsync<OfficerLine>("officers?id=demo-clerk")).Should().Be(new OfficerLine("demo-clerk", "town-clerk", "433126104", false));
        foreach (var nobody in new[] { "clerk", "trial", "reporting", "console", "", Guid.NewGuid().ToString() })
        {
            await (await service.GetAsync(new Uri($"officers?id={nobody}", UriKind.Relative))).ShouldBeProblem(HttpStatusCode.NotFound);
        }

        using var clerk = await identity.Operator("town-clerk");
        await (await clerk.GetAsync(new Uri($"officers?id={account.Id}", UriKind.Relative))).ShouldBeProblem(HttpStatusCode.Forbidden);
    }
}
