using Guzhang.Identity.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Guzhang.Identity.SigningIn;

/// <summary>Ends the session; only by a form of our own, so that no other site can do it.</summary>
public sealed class SignOutModel(UserManager<Account> users, SignInManager<Account> signIn, IdentityDb db) : AccountPage(users)
{
    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Sessions.End(HttpContext, signIn, db);
        return Redirect("/account/sign-in");
    }
}
