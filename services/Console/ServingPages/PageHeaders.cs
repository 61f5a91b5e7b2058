namespace Guzhang.Console.ServingPages;

/// <summary>What the browser may do in the pages: run our own program, talk to us, and nothing besides.</summary>
internal static class PageHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
        + "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'self'";

    /// <summary>Sets the policy on everything but the interface, whose answers are no pages.</summary>
    public static void UsePageHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        if (!http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
            http.Response.Headers.ContentSecurityPolicy = Policy;
        return next(http);
    });
}
