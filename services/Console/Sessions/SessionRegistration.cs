using Guzhang.ServiceDefaults;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Npgsql;

namespace Guzhang.Console.Sessions;

internal static class SessionRegistration
{
    /// <summary>The header that proves that a request was made by our own page.</summary>
    public const string FormHeader = "X-Guzhang-Form";

    /// <summary>A session that nobody used for this long is over; however busy, the identity service ends it after a working day.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromHours(1);

    /// <summary>
    /// Sign-in by the issuer at Identity:Authority (authorization code with PKCE); the browser gets a cookie, tokens stay in the
    /// gateway's database, sealed under keys in Secrets:Directory.
    /// </summary>
    public static void AddSessions(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        var authority = settings.RequiredAddress("Identity:Authority");
        var secure = (settings["Console:Address"] ?? settings["urls"] ?? "").StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        var connection = settings.Required("ConnectionStrings:Database");
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(connection));
        builder.Services.AddDataProtection().SetApplicationName("guzhang-console")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(settings.Required("Secrets:Directory"), "sessions")));
        builder.Services.AddSingleton<SessionStore>();
        builder.Services.AddSingleton<TokenRefresh>();
        builder.Services.AddAntiforgery(form =>
        {
            Harden(form.Cookie, secure, "form", SameSiteMode.Strict);
            form.HeaderName = FormHeader;
            form.SuppressXFrameOptionsHeader = true; // every answer has it
        });
        builder.Services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<SessionStore>((cookie, sessions) => cookie.SessionStore = sessions);
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie =>
            {
                // Lax: the way back from another provider's pages begins on its site.
                Harden(cookie.Cookie, secure, "console", SameSiteMode.Lax);
                cookie.ExpireTimeSpan = Idle;
                cookie.SlidingExpiration = true;
                cookie.Events.OnValidatePrincipal = context => context.HttpContext.RequestServices.GetRequiredService<TokenRefresh>().Validate(context);
                cookie.Events.OnRedirectToLogin = context => Refuse(context.HttpContext, 401, "登录已失效，请重新登录。");
                cookie.Events.OnRedirectToAccessDenied = context => Refuse(context.HttpContext, 403, null);
            })
            .AddOpenIdConnect(oidc => SignIn(oidc, authority, secure, settings));
    }

    private static void SignIn(OpenIdConnectOptions oidc, Uri authority, bool secure, IConfiguration settings)
    {
        oidc.Authority = authority.AbsoluteUri;
        oidc.RequireHttpsMetadata = !authority.IsLoopback;
        oidc.ClientId = settings.Required("Identity:ClientId");
        oidc.ClientSecret = settings.Required("Identity:ClientSecret");
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.Scope.Clear();
        foreach (var scope in (settings["Identity:ConsoleScopes"] ?? "openid profile offline_access").Split(' '))
            oidc.Scope.Add(scope);
        oidc.SaveTokens = true;
        oidc.MapInboundClaims = false;
        oidc.TokenValidationParameters.NameClaimType = "name";
        oidc.TokenValidationParameters.RoleClaimType = "role";
        oidc.BackchannelTimeout = TimeSpan.FromSeconds(15);
        Harden(oidc.CorrelationCookie, secure, "sign-in", SameSiteMode.Lax);
        Harden(oidc.NonceCookie, secure, "nonce", SameSiteMode.Lax);
        oidc.Events.OnRedirectToIdentityProviderForSignOut = context =>
        {
            // The page asked by script: it is told where to go on to, when the session here is over. The state leads back from there.
            context.ProtocolMessage.State = context.Options.StateDataFormat.Protect(context.Properties!);
            context.HandleResponse();
            context.HttpContext.Features.Set(new SignedOut(context.ProtocolMessage.CreateLogoutRequestUrl()));
            return Task.CompletedTask;
        };
        oidc.Events.OnRemoteFailure = context =>
        {
            context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Guzhang.Console.SignIn")
                .LogWarning("nobody signed in: {Reason}", context.Failure?.Message);
            context.HandleResponse();
            context.Response.Redirect("/?signIn=failed");
            return Task.CompletedTask;
        };
    }

    private static Task Refuse(HttpContext http, int status, string? detail) => Results.Problem(detail: detail, statusCode: status).ExecuteAsync(http);

    /// <summary>No script reads it, no other host gets it.</summary>
    private static void Harden(CookieBuilder cookie, bool secure, string name, SameSiteMode sameSite)
    {
        cookie.Name = $"{(secure ? "__Host-" : "")}guzhang-{name}";
        cookie.HttpOnly = true;
        cookie.SameSite = sameSite;
        cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.Path = "/";
    }
}

/// <summary>Where a browser goes after its session here is over, to end it at the issuer too.</summary>
internal sealed record SignedOut(string Next);
