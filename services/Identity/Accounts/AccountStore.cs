using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Guzhang.Identity.Accounts;

/// <summary>Accounts in the database; the keys of second factors and their recovery codes lie there sealed.</summary>
public sealed class AccountStore(IdentityDb db, IDataProtectionProvider protection) : UserOnlyStore<Account, IdentityDb, Guid>(db)
{
    private readonly IDataProtector protector = protection.CreateProtector("account-tokens");

    /// <inheritdoc/>
    public override Task SetTokenAsync(Account user, string loginProvider, string name, string? value, CancellationToken cancellationToken) =>
        base.SetTokenAsync(user, loginProvider, name, value is null ? null : protector.Protect(value), cancellationToken);

    /// <inheritdoc/>
    public override async Task<string?> GetTokenAsync(Account user, string loginProvider, string name, CancellationToken cancellationToken) =>
        await base.GetTokenAsync(user, loginProvider, name, cancellationToken) is { } value ? protector.Unprotect(value) : null;
}
