using Guzhang.Identity.Accounts;
using Guzhang.Identity.Clients;
using Guzhang.ServiceDefaults.Access;
using OpenIddict.Abstractions;

namespace Guzhang.Identity.Administration;

/// <summary>Whom a service may hand work to: the id that tokens carry, role and division of an account, or of a client that is one officer's.</summary>
public sealed record OfficerLine(string Id, string Role, string Division, bool Disabled);

/// <summary>What other services ask about an officer whom somebody names. No name: they keep ids only.</summary>
internal static class OfficerEndpoints
{
    public static void MapOfficers(this WebApplication app) =>
        app.MapGet("/officers", Read).Needs("officers.read").NeedsWholeCounty().WithTags("accounts")
            .Produces<OfficerLine>().ProducesProblem(404).WithSummary("某个人员账号（id）的角色和管辖区划，供其他服务核对");

    private static async Task<IResult> Read(string? id, IdentityDb db, IOpenIddictApplicationManager clients, CancellationToken cancel)
    {
        if (Guid.TryParse(id, out var key) && await db.Users.FindAsync([key], cancel) is { } account)
            return Results.Ok(new OfficerLine(account.Id.ToString(), account.Role, account.Division, account.Disabled));
        return !string.IsNullOrEmpty(id) && await clients.FindByClientIdAsync(id, cancel) is { } client
            && await KnownClients.Property(clients, client, KnownClients.Role, cancel) is { } role && role is not (Client.AnyRole or "service" or "subscriber")
            && await KnownClients.Property(clients, client, KnownClients.Division, cancel) is { } division
                ? Results.Ok(new OfficerLine(id, role, division, Disabled: false))
                : Results.Problem(detail: "没有这个人员账号。", statusCode: 404);
    }
}
