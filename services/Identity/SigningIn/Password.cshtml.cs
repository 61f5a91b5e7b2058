using Guzhang.Audit;
using Guzhang.Identity.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Guzhang.Identity.SigningIn;

/// <summary>Sets a password by a one-time link; whoever was signed in with the old one is signed out, and a lockout ends.</summary>
public sealed class PasswordModel(UserManager<Account> users, IdentityDb db) : AccountPage(users)
{
    /// <summary>The account of a good link.</summary>
    public string? Login { get; private set; }

    public async Task OnGetAsync(string secret, CancellationToken cancel) => Show(await OneTimeLink.Find(db, secret, cancel));

    public async Task<IActionResult> OnPostAsync(string secret, string? password, string? again, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var account = await OneTimeLink.Find(db, secret, cancel);
        Show(account);
        if (account is null)
            return Page();
        if (password != again)
        {
            Message = "两次输入的密码不一样。";
            return Page();
        }

        if (await Set(account, password ?? "") is { Succeeded: false } refused)
        {
            Message = refused.Errors.First().Description;
            return Page();
        }

        await AuditTrail.Write(db.Connection, new AuditEntry(Sessions.ActorOf(account), AuditActions.PasswordSet, account.Id.ToString(), new Dictionary<string, string> { ["means"] = "link" }), cancel);
        await transaction.CommitAsync(cancel);
        (Login, Message) = (null, "密码已设置，请登录。");
        return Page();
    }

    private async Task<IdentityResult> Set(Account account, string password)
    {
        foreach (var rule in Users.PasswordValidators)
        {
            if (await rule.ValidateAsync(Users, account, password) is { Succeeded: false } refused)
                return refused;
        }

        OneTimeLink.End(account);
        (account.LockoutEnd, account.AccessFailedCount) = (null, 0);
        account.PasswordHash = Users.PasswordHasher.HashPassword(account, password);
        return await Users.UpdateSecurityStampAsync(account); // saves; of two who use the link at once the second finds it changed
    }

    private void Show(Account? account)
    {
        Login = account?.UserName;
        Message = account is null ? "链接无效：已经用过、过了期限或已换成新的。请向系统管理员索取新的链接。" : null;
    }
}
