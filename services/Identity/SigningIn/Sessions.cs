using Guzhang.Audit;
using Guzhang.Identity.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Guzhang.Identity.SigningIn;

/// <summary>What beginning and ending a session leaves on the audit log.</summary>
internal static class Sessions
{
    public static Actor ActorOf(Account account) => new(account.Id.ToString(), account.Role, account.Division);

    /// <summary>Records an attempt to sign in; call it in the transaction that counted it.</summary>
    public static async Task Record(IdentityDb db, Account? account, SignInResult result, string means, CancellationToken cancel)
    {
        var details = new Dictionary<string, string> { ["means"] = means };
        if (account is null)
        {
            // What was typed may be anything, a password or a person's number: it is not kept.
            details["reason"] = "unknown-login";
            await AuditTrail.Write(db.Connection, new AuditEntry(Actor.Nobody, AuditActions.SignInFailed, null, details), cancel);
            return;
        }

        var id = account.Id.ToString();
        if (result.Succeeded)
        {
            await AuditTrail.Write(db.Connection, new AuditEntry(ActorOf(account), AuditActions.SignedIn, id, details), cancel);
        }
        else if (!result.RequiresTwoFactor)
        {
            details["reason"] = result.IsLockedOut ? "locked-out" : result.IsNotAllowed ? "disabled" : "wrong";
            await AuditTrail.Write(db.Connection, new AuditEntry(Actor.Nobody, result.IsLockedOut ? AuditActions.LockedOut : AuditActions.SignInFailed, id, details), cancel);
        }
    }

    /// <summary>Ends the session of whoever is signed in.</summary>
    public static async Task End(HttpContext http, SignInManager<Account> signIn, IdentityDb db)
    {
        var session = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (session.Succeeded && await signIn.UserManager.GetUserAsync(session.Principal) is { } account)
        {
            await db.Database.OpenConnectionAsync(http.RequestAborted);
            await AuditTrail.Write(db.Connection, new AuditEntry(ActorOf(account), AuditActions.SignedOut, account.Id.ToString()), http.RequestAborted);
        }

        await signIn.SignOutAsync();
    }
}
