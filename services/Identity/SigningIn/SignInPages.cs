using System.Text.Encodings.Web;
using System.Text.Unicode;
using Guzhang.Identity.Accounts;
using Guzhang.Identity.Clients;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.WebEncoders;

namespace Guzhang.Identity.SigningIn;

/// <summary>The pages by which people sign in and look after their password and second factor: plain HTML, no script.</summary>
internal static class SignInPages
{
    public static void AddSignInPages(this IServiceCollection services)
    {
        services.AddRazorPages(pages => pages.RootDirectory = "/SigningIn");
        // Chinese stands in a page as it is.
        services.Configure<WebEncoderOptions>(encoding => encoding.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
    }

    public static void MapSignInPages(this WebApplication app)
    {
        app.MapFile("account.css", "text/css; charset=utf-8");
        app.MapFile("icon.svg", "image/svg+xml");
        app.MapRazorPages().AllowAnonymous();
    }

    private static void MapFile(this WebApplication app, string name, string type) => app.MapGet($"/account/{name}", (HttpContext http) =>
    {
        http.Response.Headers.CacheControl = "public, max-age=3600";
        return Results.Stream(typeof(SignInPages).Assembly.GetManifestResourceStream($"Guzhang.Identity.SigningIn.{name}")!, type);
    }).AllowAnonymous().ExcludeFromDescription();

    /// <summary>Nothing but our own style and pictures in the page; its forms lead to us, and on to the clients that sent people here.</summary>
    public static Task PageHeaders(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments("/account", StringComparison.Ordinal))
        {
            var (clients, _) = http.RequestServices.GetRequiredService<ClientsFile>().Latest(http.RequestServices.GetRequiredService<ILogger<ClientsFile>>());
            var web = clients.Where(client => client.IsWeb).SelectMany(client => client.RedirectUris!).Select(uri => uri.GetLeftPart(UriPartial.Authority)).Distinct();
            http.Response.Headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action {string.Join(' ', web.Prepend("'self'"))}; frame-ancestors 'none'; base-uri 'none'";
        }

        return next(http);
    }
}

/// <summary>A page of somebody who may have signed in.</summary>
public abstract class AccountPage(UserManager<Account> users) : PageModel
{
    protected UserManager<Account> Users { get; } = users;

    /// <summary>What to tell the visitor, in Chinese.</summary>
    public string? Message { get; protected set; }

    /// <summary>Who is signed in, or null.</summary>
    protected async Task<Account?> SignedIn() => User.Identity?.IsAuthenticated == true ? await Users.GetUserAsync(User) : null;

    /// <summary>Where to go on to: only to pages of ours, whatever the link said.</summary>
    protected string Onward(string? returnUrl) => Url.IsLocalUrl(returnUrl) ? returnUrl! : "/account";

    /// <summary>Spaces that people type into a code, and full-width digits, are no mistake.</summary>
    protected static string Code(string? typed) =>
        new([.. (typed ?? "").Normalize(System.Text.NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))]);
}
