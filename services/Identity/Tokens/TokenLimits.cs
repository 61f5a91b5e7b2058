using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Guzhang.Identity.Tokens;

/// <summary>
/// Limits by address, besides those by caller: who guesses secrets or passwords is nobody yet, and a wrong secret is answered
/// before anybody is known.
/// </summary>
internal static class TokenLimits
{
    /// <summary>
    /// Requests for tokens (Identity:TokensPerMinute, default 1200: services ask once an hour) and for pages
    /// (Identity:PagesPerMinute, default 600: an office behind one address signs in at nine) per minute and address.
    /// </summary>
    public static void UseTokenLimits(this WebApplication app)
    {
        var tokens = Limiter(app.Configuration.GetValue("Identity:TokensPerMinute", 1200));
        var pages = Limiter(app.Configuration.GetValue("Identity:PagesPerMinute", 600));
        app.Use(async (http, next) =>
        {
            using var lease = http.Request.Path.StartsWithSegments("/connect", StringComparison.Ordinal) ? tokens.AttemptAcquire(http)
                : http.Request.Path.StartsWithSegments("/account", StringComparison.Ordinal) ? pages.AttemptAcquire(http)
                : null;
            if (lease is not { IsAcquired: false })
            {
                await next(http);
                return;
            }

            var refusal = http.RequestServices.GetRequiredService<IOptions<RateLimiterOptions>>().Value;
            http.Response.StatusCode = refusal.RejectionStatusCode;
            await refusal.OnRejected!(new OnRejectedContext { HttpContext = http, Lease = lease }, http.RequestAborted);
        });
    }

    private static PartitionedRateLimiter<HttpContext> Limiter(int perMinute) => PartitionedRateLimiter.Create<HttpContext, string>(http =>
        RateLimitPartition.GetFixedWindowLimiter(
            http.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) }));
}
