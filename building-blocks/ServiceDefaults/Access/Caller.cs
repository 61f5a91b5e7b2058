using System.Security.Claims;
using System.Text.Json.Serialization;
using Guzhang.Audit;
using Guzhang.Contracts.OtherSystems;
using Microsoft.AspNetCore.Http;

namespace Guzhang.ServiceDefaults.Access;

/// <summary>
/// Who calls: officer or client id, role, and the division (county 6, town 9 or village 12 digits) the role holds for.
/// As a parameter of an endpoint it is filled from the access token.
/// </summary>
public sealed record Caller(string Id, string Role, string Division)
{
    /// <summary>Of a subscriber: the event types that its token grants, parted by spaces (<see cref="EventGrant"/>).</summary>
    [JsonIgnore]
    public string? EventTypes { get; init; }

    /// <summary>Of a subscriber: the towns.</summary>
    [JsonIgnore]
    public string? EventTowns { get; init; }

    /// <summary>
    /// Whether the caller's scope holds the division: a scope holds every division whose code starts with it.
    /// What lies in no known division (null) is the county's.
    /// </summary>
    public bool Covers(string? division) =>
        division is null ? Division.Length == DivisionCode.CountyDigits : division.StartsWith(Division, StringComparison.Ordinal);

    /// <summary>Answers the request with a 403 problem where <see cref="Covers"/> says no.</summary>
    public void Require(string? division)
    {
        if (!Covers(division))
            throw new OutOfScopeException(this, division);
    }

    /// <summary>The same as the audit log has it.</summary>
    public Actor AsActor() => new(Id, Role, Division);

    /// <summary>Fills an endpoint's parameter.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(context.Caller());

    /// <summary>The caller of a token whose claims bear our names.</summary>
    internal static Caller? From(ClaimsPrincipal user) => From(user, ClaimNames.Ours);

    /// <summary>The caller of a token, where it names a subject, one known role and one division.</summary>
    internal static Caller? From(ClaimsPrincipal user, ClaimNames names) =>
        user.FindFirst("sub")?.Value is { Length: > 0 } id
        && user.FindAll(names.Role).ToArray() is [{ Value: var role }] && AccessTable.Current.Roles.ContainsKey(role)
        && user.FindAll(names.Division).ToArray() is [{ Value: var division }] && DivisionCode.IsValid(division)
            ? new Caller(id, role, division) { EventTypes = Joined(user, EventGrant.TypesClaim), EventTowns = Joined(user, EventGrant.TownsClaim) }
            : null;

    /// <summary>
    /// The caller as the signed-in user of a request: these claims under our names, a subscriber's grant, and nothing else of
    /// the token.
    /// </summary>
    internal ClaimsPrincipal AsUser()
    {
        var identity = new ClaimsIdentity([new("sub", Id), new("role", Role), new("division", Division)], "Bearer", "sub", "role");
        if (EventTypes is not null)
            identity.AddClaim(new(EventGrant.TypesClaim, EventTypes));
        if (EventTowns is not null)
            identity.AddClaim(new(EventGrant.TownsClaim, EventTowns));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>A list in one claim or in several, as issuers like it.</summary>
    private static string? Joined(ClaimsPrincipal user, string claim) =>
        user.FindAll(claim).Select(c => c.Value).ToArray() is { Length: > 0 } values ? string.Join(' ', values) : null;
}

/// <summary>Names of the claims that say role and division; another provider may call them otherwise.</summary>
internal sealed record ClaimNames(string Role, string Division)
{
    public static ClaimNames Ours { get; } = new("role", "division");
}

/// <summary>A caller reached outside the own division.</summary>
public sealed class OutOfScopeException(Caller caller, string? division)
    : Exception($"该数据属于{(division is null ? "全县" : $"区划 {division}")}，不在当前账号的管辖范围（{caller.Division}）内。");

/// <summary>The current request's caller.</summary>
public static class CallerContext
{
    /// <summary>The signed-in caller; only for endpoints that are not anonymous.</summary>
    public static Caller Caller(this HttpContext context) =>
        Access.Caller.From(context.User) ?? throw new InvalidOperationException("The endpoint is anonymous: it has no caller.");
}
