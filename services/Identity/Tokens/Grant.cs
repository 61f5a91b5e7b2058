using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Identity.Tokens;

/// <summary>What a client's token says about its bearer.</summary>
internal sealed record Grant(string Subject, string Role, string Division)
{
    /// <summary>
    /// A client gets its own role and division and may not ask for others; one with role "*" names both, and may name the
    /// subject. The fault is in English: RFC 6749 wants ASCII.
    /// </summary>
    public static (Grant? Grant, string? Fault) Decide(
        string client, string ownRole, string? ownDivision, string? role, string? division, string? subject)
    {
        if (ownRole != Clients.Client.AnyRole)
        {
            return role is null && division is null && subject is null
                ? (new Grant(client, ownRole, ownDivision!), null)
                : (null, $"Client {client} can't choose role, division or sub.");
        }

        if (role is null || !AccessTable.Current.Roles.ContainsKey(role))
            return (null, $"The parameter role must be one of: {string.Join(", ", AccessTable.Current.Roles.Keys)}.");
        if (!DivisionCode.IsValid(division))
            return (null, "The parameter division must be the 6, 9 or 12 digits of a county, town or village.");
        if (subject is not null && !SubjectId.IsValid(subject))
            return (null, "The parameter sub must be 1 to 64 letters, digits, dots, hyphens or underscores.");
        return (new Grant(subject ?? $"{client}.{role}", role, division!), null);
    }
}
