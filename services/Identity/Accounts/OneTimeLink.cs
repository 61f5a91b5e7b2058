using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Guzhang.Identity.Accounts;

/// <summary>
/// The link by which an account's password is set for the first time or anew: good once, for a limited time, and only the
/// newest one. The database holds a hash of its secret.
/// </summary>
internal static class OneTimeLink
{
    /// <summary>Path of the page that takes the secret.</summary>
    public const string Path = "/account/password/";

    /// <summary>A new secret of 256 bits for the account, good from now; the caller saves.</summary>
    public static string Make(Account account, TimeSpan lasts)
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        (account.LinkHash, account.LinkExpiresAt) = (SHA256.HashData(secret), DateTimeOffset.UtcNow + lasts);
        return WebEncoders.Base64UrlEncode(secret);
    }

    /// <summary>The account whose link this is, if it is still good.</summary>
    public static async Task<Account?> Find(IdentityDb db, string secret, CancellationToken cancel)
    {
        byte[] hash;
        try
        {
            hash = SHA256.HashData(WebEncoders.Base64UrlDecode(secret));
        }
        catch (FormatException)
        {
            return null;
        }

        var account = await db.Users.SingleOrDefaultAsync(a => a.LinkHash == hash, cancel);
        return account is { Disabled: false, LinkExpiresAt: { } until } && until > DateTimeOffset.UtcNow ? account : null;
    }

    /// <summary>It is good no more; the caller saves.</summary>
    public static void End(Account account) => (account.LinkHash, account.LinkExpiresAt) = (null, null);
}
