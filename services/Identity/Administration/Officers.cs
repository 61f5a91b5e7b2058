using Guzhang.Identity.Accounts;
using Guzhang.Identity.Clients;
using Guzhang.ServiceDefaults.Access;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace Guzhang.Identity.Administration;

/// <summary>Whom a service may hand work to: the id that tokens carry, role and division of an account, or of a client that is one officer's.</summary>
public sealed record OfficerLine(string Id, string Role, string Division, bool Disabled);

/// <summary>An officer as pages name them.</summary>
public sealed record OfficerName(string Id, string Name, string Role, string RoleTitle, string Division);

/// <summary>Ids of officers, as services record them: at most 200.</summary>
public sealed record OfficersAsked(IReadOnlyList<string?>? Ids);

/// <summary>What other services ask about an officer whom somebody names. No name: they keep ids only.</summary>
internal static class OfficerEndpoints
{
    private const int MostNames = 200;

    public static void MapOfficers(this WebApplication app)
    {
        app.MapGet("/officers", Read).Needs("officers.read").NeedsWholeCounty().WithTags("accounts")
            .Produces<OfficerLine>().ProducesProblem(404).WithSummary("某个人员账号（id）的角色和管辖区划，供其他服务核对");
        app.MapPost("/officers/names", Names).Needs("officers.names").WithTags("accounts")
            .Produces<IReadOnlyList<OfficerName>>().ProducesProblem(400).WithSummary("经办人员的名称和角色，按账号编号（ids）");
        app.MapGet("/officers/handlers", Handlers).Needs("officers.names").WithTags("accounts")
            .Produces<IReadOnlyList<OfficerName>>().WithSummary("可以办理“72小时”跟踪的人员：管辖某镇（town）或其所辖村的账号");
    }

    private static async Task<IResult> Names(OfficersAsked request, IdentityDb db, CancellationToken cancel)
    {
        if (request.Ids is not { Count: > 0 and <= MostNames } ids)
            return Results.Problem(detail: $"ids 应为 1 到 {MostNames} 个账号编号。", statusCode: 400);
        Guid[] keys = [.. ids.Select(id => Guid.TryParse(id, out var key) ? key : Guid.Empty).Where(key => key != Guid.Empty).Distinct()];
        var found = await db.Users.AsNoTracking().Where(a => keys.Contains(a.Id)).ToListAsync(cancel);
        return Results.Ok(found.Select(Name));
    }

    private static async Task<IResult> Handlers(string? town, IdentityDb db, CancellationToken cancel)
    {
        if (!DivisionCode.IsValid(town))
            return Results.Problem(detail: "town 应为镇的9位代码。", statusCode: 400);
        string[] roles = [.. AccessTable.Current.Roles.Keys.Where(role => AccessTable.Current.Allows("cases.log", role))];
        var found = await db.Users.AsNoTracking().Where(a => !a.Disabled && roles.Contains(a.Role) && a.Division.StartsWith(town!))
            .OrderBy(a => a.Division).ThenBy(a => a.UserName).Take(MostNames).ToListAsync(cancel);
        return Results.Ok(found.Select(Name));
    }

    private static OfficerName Name(Account account) =>
        new(account.Id.ToString(), account.DisplayName, account.Role, AccessTable.Current.Roles[account.Role], account.Division);

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
