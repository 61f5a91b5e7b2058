using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Guzhang.Identity.Accounts;

/// <summary>Signs accounts in; a disabled one never.</summary>
public sealed class AccountSignIn(
    UserManager<Account> users, IHttpContextAccessor http, IUserClaimsPrincipalFactory<Account> claims, IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> log, IAuthenticationSchemeProvider schemes, IUserConfirmation<Account> confirmation)
    : SignInManager<Account>(users, http, claims, options, log, schemes, confirmation)
{
    /// <inheritdoc/>
    public override Task<bool> CanSignInAsync(Account user) => Task.FromResult(!user.Disabled);
}
