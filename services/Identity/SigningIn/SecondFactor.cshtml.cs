using Guzhang.Identity.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace Guzhang.Identity.SigningIn;

/// <summary>The code of the moment, which is good once, or a recovery code. Wrong codes count towards the lockout like wrong passwords.</summary>
public sealed class SecondFactorModel(UserManager<Account> users, SignInManager<Account> signIn, IdentityDb db) : AccountPage(users)
{
    private const string Provider = "guzhang";
    private const string LastCode = "last-code";

    public string? ReturnUrl { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? returnUrl)
    {
        ReturnUrl = returnUrl;
        return await signIn.GetTwoFactorAuthenticationUserAsync() is null ? Redirect("/account/sign-in") : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? code, string? recovery, string? returnUrl, CancellationToken cancel)
    {
        ReturnUrl = returnUrl;
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } account)
            return Redirect("/account/sign-in");
        if ((await Try(account, Code(code), Code(recovery), cancel)).Succeeded)
            return LocalRedirect(Onward(returnUrl));
        Message = "验证码不正确或已经用过，请等下一个验证码。多次输错的账号会锁定一段时间。";
        return Page();
    }

    private async Task<SignInResult> Try(Account account, string code, string recovery, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        SignInResult result;
        if (recovery.Length > 0)
        {
            result = await signIn.TwoFactorRecoveryCodeSignInAsync(recovery);
        }
        else
        {
            var used = await Users.GetAuthenticationTokenAsync(account, Provider, LastCode) == code;
            result = await signIn.TwoFactorAuthenticatorSignInAsync(used ? "" : code, isPersistent: false, rememberClient: false);
            if (result.Succeeded)
                await Users.SetAuthenticationTokenAsync(account, Provider, LastCode, code);
        }

        await Sessions.Record(db, account, result, recovery.Length > 0 ? "recovery-code" : "second-factor", cancel);
        await transaction.CommitAsync(cancel);
        return result;
    }
}
