using Guzhang.Audit;
using Guzhang.Identity.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Guzhang.Identity.SigningIn;

/// <summary>Another password for whoever is signed in and knows the present one; other sessions end. Wrong guesses lock the account.</summary>
public sealed class ChangePasswordModel(UserManager<Account> users, SignInManager<Account> signIn, IdentityDb db) : AccountPage(users)
{
    public async Task<IActionResult> OnGetAsync() => await SignedIn() is null ? Redirect("/account/sign-in") : Page();

    public async Task<IActionResult> OnPostAsync(string? present, string? password, string? again, CancellationToken cancel)
    {
        if (await SignedIn() is not { } account)
            return Redirect("/account/sign-in");
        if (password != again)
        {
            Message = "两次输入的新密码不一样。";
            return Page();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var known = await signIn.CheckPasswordSignInAsync(account, present ?? "", lockoutOnFailure: true);
        var changed = known.Succeeded ? await Users.ChangePasswordAsync(account, present ?? "", password ?? "") : IdentityResult.Failed(new ChineseErrors().PasswordMismatch());
        if (!known.Succeeded)
            await Sessions.Record(db, account, known, "change-password", cancel);
        else if (changed.Succeeded)
            await AuditTrail.Write(db.Connection, new AuditEntry(Sessions.ActorOf(account), AuditActions.PasswordSet, account.Id.ToString(), new Dictionary<string, string> { ["means"] = "change" }), cancel);
        await transaction.CommitAsync(cancel);
        if (!changed.Succeeded)
        {
            Message = changed.Errors.First().Description;
            return Page();
        }

        await signIn.RefreshSignInAsync(account);
        return Redirect("/account");
    }
}
