using System.Security.Claims;
using System.Text.RegularExpressions;

namespace Guzhang.Audit;

/// <summary>Who acts: officer, client or service id, with the role and division it acted in.</summary>
public sealed record Actor(string Id, string? Role, string? Division)
{
    /// <summary>Nobody signed in: a sign-in that failed, for example.</summary>
    public static Actor Nobody { get; } = new("-", null, null);

    /// <summary>The bearer of an access token that this service has accepted.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public static Actor Of(ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.FindFirst("sub")?.Value is { Length: > 0 } id
            ? new Actor(id, user.FindFirst("role")?.Value, user.FindFirst("division")?.Value)
            : throw new InvalidOperationException("nobody is signed in: audited endpoints need an action of the access table");
    }
}

/// <summary>One row of the audit log. It holds ids and codes; what a person is called or has written never stands here.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Action">A key of <see cref="AuditActions.Titles"/>.</param>
/// <param name="Subject">Id of what was acted on.</param>
/// <param name="Details">Codes, for example the role that was given.</param>
public sealed partial record AuditEntry(Actor Actor, string Action, string? Subject = null, IReadOnlyDictionary<string, string>? Details = null)
{
    private const int Longest = 200;

    /// <summary>What keeps the entry out of the log, or null.</summary>
    internal string? Fault()
    {
        if (!AuditActions.Titles.ContainsKey(Action))
        {
            return $"audit action '{Action}' is not known";
        }

        var texts = new[] { Actor.Id, Actor.Role, Actor.Division, Subject }.Concat(Details?.SelectMany(d => new[] { d.Key, d.Value }) ?? []);
        return texts.OfType<string>().Any(text => text.Length > Longest || !Code().IsMatch(text) || Personal().IsMatch(text))
            ? $"an audit entry of '{Action}' holds something else than ids and codes"
            : null;
    }

    [GeneratedRegex("^[ -~]*$")]
    private static partial Regex Code();

    /// <summary>A resident id number or a mobile phone's.</summary>
    [GeneratedRegex(@"(?<![0-9A-Za-z])(\d{17}[\dXx]|1[3-9]\d{9})(?![0-9A-Za-z])")]
    private static partial Regex Personal();
}
