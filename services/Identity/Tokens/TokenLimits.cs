using System.Globalization;
using System.Threading.RateLimiting;

namespace Guzhang.Identity.Tokens;

internal static class TokenLimits
{
    public const string Policy = "tokens";

    /// <summary>
    /// Token requests per minute and address (setting Identity:TokensPerMinute, default 1200): services ask once an hour,
    /// so this only slows down who guesses secrets.
    /// </summary>
    public static void AddTokenLimits(this WebApplicationBuilder builder)
    {
        var perMinute = builder.Configuration.GetValue("Identity:TokensPerMinute", 1200);
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = async (rejected, _) =>
            {
                if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
                    rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                await rejected.HttpContext.RequestServices.GetRequiredService<IProblemDetailsService>()
                    .WriteAsync(new ProblemDetailsContext { HttpContext = rejected.HttpContext });
            };
            limiter.AddPolicy(Policy, http => RateLimitPartition.GetFixedWindowLimiter(
                http.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) }));
        });
    }
}
