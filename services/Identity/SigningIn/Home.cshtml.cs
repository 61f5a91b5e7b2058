using Guzhang.Identity.Accounts;
using Guzhang.ServiceDefaults;
using Guzhang.ServiceDefaults.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Guzhang.Identity.SigningIn;

/// <summary>What one's account is, and what one can do about it.</summary>
public sealed class HomeModel(UserManager<Account> users, DivisionTitles divisions) : AccountPage(users)
{
    public Account? Account { get; private set; }

    public string RoleTitle => AccessTable.Current.Roles.GetValueOrDefault(Account!.Role, Account.Role);

    /// <summary>What the county calls the account's division; its code where the county knows none.</summary>
    public string DivisionName => divisions.Of(Account!.Division);

    public int CodesLeft { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        Account = await SignedIn();
        if (Account is null)
            return Redirect("/account/sign-in");
        CodesLeft = Account.TwoFactorEnabled ? await Users.CountRecoveryCodesAsync(Account) : 0;
        return Page();
    }
}
