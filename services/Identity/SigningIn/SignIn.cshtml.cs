using Guzhang.Identity.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace Guzhang.Identity.SigningIn;

/// <summary>Login and password. The answer is the same whether the account is unknown, disabled, locked or the password wrong.</summary>
public sealed class SignInModel(UserManager<Account> users, SignInManager<Account> signIn, IdentityDb db) : AccountPage(users)
{
    private static readonly Account Stranger = new() { DisplayName = "", Role = "", Division = "" };
    private static readonly string StrangersHash = new PasswordHasher<Account>().HashPassword(Stranger, Guid.NewGuid().ToString());

    public string? ReturnUrl { get; private set; }

    public string? Login { get; private set; }

    public void OnGet(string? returnUrl) => ReturnUrl = returnUrl;

    public async Task<IActionResult> OnPostAsync(string? login, string? password, string? returnUrl, CancellationToken cancel)
    {
        (ReturnUrl, Login) = (returnUrl, login);
        var result = await Try(login?.Trim().ToLowerInvariant(), password, cancel);
        if (result.Succeeded)
            return LocalRedirect(Onward(returnUrl));
        if (result.RequiresTwoFactor)
            return Redirect($"/account/second-factor{QueryString.Create("returnUrl", Onward(returnUrl))}");
        Message = "账号或密码不正确。多次输错的账号会锁定一段时间，请稍后再试。";
        return Page();
    }

    private async Task<SignInResult> Try(string? login, string? password, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var account = login is null ? null : await Users.FindByNameAsync(login);
        var result = SignInResult.Failed;
        if (account is not null)
            result = await signIn.PasswordSignInAsync(account, password ?? "", isPersistent: false, lockoutOnFailure: true);
        else
            new PasswordHasher<Account>().VerifyHashedPassword(Stranger, StrangersHash, password ?? ""); // takes the same time
        await Sessions.Record(db, account, result, "password", cancel);
        await transaction.CommitAsync(cancel);
        return result;
    }
}
