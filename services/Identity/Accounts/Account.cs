using Microsoft.AspNetCore.Identity;

namespace Guzhang.Identity.Accounts;

/// <summary>
/// Somebody who signs in. Of the person it knows the login and a display name, nothing else. The id is what tokens, events
/// and audit rows carry.
/// </summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>How colleagues see it, for example 张专班.</summary>
    public required string DisplayName { get; set; }

    /// <summary>A role of access.json.</summary>
    public required string Role { get; set; }

    /// <summary>The division the role holds for: county 6, town 9 or village 12 digits.</summary>
    public required string Division { get; set; }

    /// <summary>Nobody signs in with it any more; it stays, since what it did stays.</summary>
    public bool Disabled { get; set; }

    /// <summary>SHA-256 of the secret in the one link that sets a password now; null where there is none.</summary>
    public byte[]? LinkHash { get; set; }

    public DateTimeOffset? LinkExpiresAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
