using Guzhang.Audit;
using Guzhang.Identity.Signing;
using Guzhang.ServiceDefaults;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guzhang.Identity.Accounts;

internal static class AccountRegistration
{
    private const string PagesOrInterface = "pages or interface";
    private const string Since = "since";

    /// <summary>A session that nobody used for this long is over.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    /// <summary>However busy, a session is over after a working day.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(10);

    /// <summary>Accounts, their passwords and second factors, their sessions, and the audit log, in the service's database.</summary>
    public static void AddAccounts(this WebApplicationBuilder builder, Uri issuer, string secrets)
    {
        var connection = builder.Configuration.Required("ConnectionStrings:Database");
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(connection));
        builder.Services.AddDbContext<IdentityDb>((services, db) => db.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>()));
        builder.AddAudit();
        builder.Services.AddDataProtection().SetApplicationName("guzhang-identity");
        builder.Services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new KeysInFolder(Path.Combine(secrets, "sessions")));
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddIdentityCore<Account>(Rules)
            .AddUserStore<AccountStore>()
            .AddSignInManager<AccountSignIn>()
            .AddDefaultTokenProviders()
            .AddErrorDescriber<ChineseErrors>();
        builder.Services.AddScoped<IPasswordValidator<Account>, PasswordRules>();
        builder.Services.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.Zero);
        var authentication = builder.Services.AddAuthentication();
        authentication.AddIdentityCookies();
        authentication.AddPolicyScheme(PagesOrInterface, null, scheme => scheme.ForwardDefaultSelector = http => IsPage(http.Request.Path)
            ? IdentityConstants.ApplicationScheme
            : JwtBearerDefaults.AuthenticationScheme);
        builder.Services.Configure<AuthenticationOptions>(schemes => schemes.DefaultScheme = PagesOrInterface);
        builder.Services.ConfigureApplicationCookie(cookie => Session(cookie, issuer));
        builder.Services.Configure<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme, cookie =>
        {
            Harden(cookie.Cookie, issuer, "second-factor");
            cookie.ExpireTimeSpan = TimeSpan.FromMinutes(5);
        });
        builder.Services.AddAntiforgery(antiforgery => Harden(antiforgery.Cookie, issuer, "form"));
    }

    /// <summary>Pages know their visitor by a cookie, the interface for administration its caller by a token.</summary>
    private static bool IsPage(PathString path) =>
        path.StartsWithSegments("/account", StringComparison.Ordinal) || path.StartsWithSegments("/connect", StringComparison.Ordinal);

    private static void Rules(IdentityOptions identity)
    {
        identity.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-._";
        identity.Password.RequiredLength = PasswordRules.Shortest;
        identity.Password.RequireDigit = identity.Password.RequireLowercase = false;
        identity.Password.RequireUppercase = identity.Password.RequireNonAlphanumeric = false;
        identity.Lockout.AllowedForNewUsers = true;
        identity.Lockout.MaxFailedAccessAttempts = 5;
        identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
    }

    private static void Session(CookieAuthenticationOptions cookie, Uri issuer)
    {
        Harden(cookie.Cookie, issuer, "session");
        cookie.LoginPath = "/account/sign-in";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.ExpireTimeSpan = Idle;
        cookie.SlidingExpiration = true;
        cookie.Events.OnSigningIn = context =>
        {
            context.Properties.Items.TryAdd(Since, DateTimeOffset.UtcNow.ToString("O"));
            return Task.CompletedTask;
        };
        cookie.Events.OnValidatePrincipal = async context =>
        {
            if (!context.Properties.Items.TryGetValue(Since, out var since) || DateTimeOffset.UtcNow - DateTimeOffset.Parse(since!, null) > Longest)
            {
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
                return;
            }

            await SecurityStampValidator.ValidatePrincipalAsync(context);
        };
    }

    /// <summary>No script reads it, no other site sends it with a form, and it ends with the browser.</summary>
    private static void Harden(CookieBuilder cookie, Uri issuer, string name)
    {
        var secure = issuer.Scheme == Uri.UriSchemeHttps;
        cookie.Name = $"{(secure ? "__Host-" : "")}guzhang-{name}";
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.Path = "/";
    }
}

/// <summary>The library's own errors that an official or the operator may meet.</summary>
internal sealed class ChineseErrors : IdentityErrorDescriber
{
    public override IdentityError DuplicateUserName(string userName) => new() { Code = nameof(DuplicateUserName), Description = $"已有账号“{userName}”。" };

    public override IdentityError InvalidUserName(string? userName) =>
        new() { Code = nameof(InvalidUserName), Description = "账号只能用小写字母、数字和 - . _。" };

    public override IdentityError PasswordMismatch() => new() { Code = nameof(PasswordMismatch), Description = "现在的密码不正确。" };

    public override IdentityError PasswordTooShort(int length) =>
        new() { Code = nameof(PasswordTooShort), Description = $"密码至少 {length} 位；可以用几个不相干的词连成一句。" };

    public override IdentityError ConcurrencyFailure() => new() { Code = nameof(ConcurrencyFailure), Description = "该账号刚刚被他人修改，请重试。" };
}
