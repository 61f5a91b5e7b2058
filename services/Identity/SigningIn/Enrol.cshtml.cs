using Guzhang.Audit;
using Guzhang.Identity.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using QRCoder;

namespace Guzhang.Identity.SigningIn;

/// <summary>Enrols a second factor (TOTP, RFC 6238): key as picture and text, enabled once a code proves that the phone has it.</summary>
public sealed class EnrolModel(UserManager<Account> users, SignInManager<Account> signIn, IdentityDb db) : AccountPage(users)
{
    private const int RecoveryCodes = 10;
    private const string Issuer = "古丈稳岗就业平台";

    /// <summary>The key in groups of four.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The key as a QR code, SVG.</summary>
    public string Picture { get; private set; } = "";

    /// <summary>Recovery codes, shown once.</summary>
    public IReadOnlyList<string>? Codes { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (await SignedIn() is not { TwoFactorEnabled: false } account)
            return Redirect("/account");
        if (await Users.GetAuthenticatorKeyAsync(account) is null)
        {
            await Users.ResetAuthenticatorKeyAsync(account);
            await signIn.RefreshSignInAsync(account);
        }

        await Show(account);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? code, CancellationToken cancel)
    {
        if (await SignedIn() is not { TwoFactorEnabled: false } account)
            return Redirect("/account");
        if (!await Users.VerifyTwoFactorTokenAsync(account, Users.Options.Tokens.AuthenticatorTokenProvider, Code(code)))
        {
            Message = "验证码不正确：请确认手机的时间准确，再输入当前显示的验证码。";
            await Show(account);
            return Page();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await Users.SetTwoFactorEnabledAsync(account, true);
        Codes = [.. (await Users.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes))!];
        await AuditTrail.Write(db.Connection, new AuditEntry(Sessions.ActorOf(account), AuditActions.SecondFactorSet, account.Id.ToString()), cancel);
        await transaction.CommitAsync(cancel);
        await signIn.RefreshSignInAsync(account);
        return Page();
    }

    private async Task Show(Account account)
    {
        var key = await Users.GetAuthenticatorKeyAsync(account) ?? "";
        Key = string.Join(' ', key.Chunk(4).Select(group => new string(group)));
        var address = $"otpauth://totp/{Uri.EscapeDataString($"{Issuer}:{account.UserName}")}?secret={key}&issuer={Uri.EscapeDataString(Issuer)}&digits=6&period=30";
        using var qr = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        Picture = new SvgQRCode(qr).GetGraphic(4);
    }
}
