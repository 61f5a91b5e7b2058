using Guzhang.Audit;
using Guzhang.Identity.Accounts;
using Guzhang.Identity.Administration;
using Guzhang.Identity.Clients;
using Guzhang.Identity.SigningIn;
using Guzhang.Identity.Subscribing;
using Guzhang.Identity.Tokens;
using Guzhang.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Guzhang.Identity;

/// <summary>
/// Who people and programs are: pages to sign in, OpenID Connect (authorization code with PKCE, refresh tokens, client
/// credentials), accounts and their administration.
/// </summary>
public static class IdentityService
{
    /// <summary>
    /// Needs the settings Identity:Authority (its own address, the issuer in every token), Identity:ClientsFile (or Identity:Clients),
    /// ConnectionStrings:Database and Secrets:Directory (where its keys live; made on first start).
    /// </summary>
    public static async Task<WebApplication> Create(string[] args)
    {
        // The name by which its pages are found, whoever hosts it.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = typeof(IdentityService).Assembly.GetName().Name });
        builder.AddServiceDefaults("identity");
        var issuer = builder.Configuration.RequiredAddress("Identity:Authority");
        var secrets = builder.Configuration.Required("Secrets:Directory");
        builder.Services.AddSingleton(ClientsFile.From(builder.Configuration));
        builder.Services.AddSingleton<KnownClients>();
        builder.Services.AddSingleton(DivisionTitles.From(builder.Configuration.Required("County:Directory")));
        builder.AddAccounts(issuer, secrets);
        builder.Services.AddTokenServer(issuer, secrets);
        builder.Services.AddSignInPages();
        builder.AddSubscribers();

        var database = builder.Configuration.Required("ConnectionStrings:Database");
        AuditSchema.Install(database);
        Migrations.Run(database, typeof(IdentityService).Assembly);
        var app = builder.Build();
        await app.Services.GetRequiredService<KnownClients>().Refresh(CancellationToken.None);
        app.MapServiceDefaults(beforeAuthentication: early =>
        {
            early.UseTokenLimits();
            early.Use(RefreshClients);
            early.UseWhen(http => http.Request.Path == TokenServer.TokenPath, token => token.Use(AnswerRemoved));
            early.Use(SignInPages.PageHeaders);
        });
        app.MapTokens();
        app.MapAuthorization();
        app.MapSignInPages();
        app.MapAccounts();
        app.MapOfficers();
        app.MapSubscribers();
        return app;
    }

    /// <summary>Before the OpenID Connect server looks at a request: a secret changed in the file holds at once.</summary>
    private static async Task RefreshClients(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments("/connect", StringComparison.Ordinal))
            await http.RequestServices.GetRequiredService<KnownClients>().Refresh(http.RequestAborted);
        await next(http);
    }

    /// <summary>A client removed between the check of its secret and the issue of its token is told what it would be told a moment later.</summary>
    private static async Task AnswerRemoved(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation } && !http.Response.HasStarted)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            await http.Response.WriteAsJsonAsync(new { error = Errors.InvalidClient, error_description = "The client was removed." }, http.RequestAborted);
        }
    }
}
