using System.Globalization;
using System.Threading.RateLimiting;
using Guzhang.ServiceDefaults.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Guzhang.ServiceDefaults.Http;

/// <summary>
/// How often one caller may call, on every endpoint but health: a caller is an account or client, whatever its address, and
/// an address where nobody is signed in. The platform's own services have no limit, subscribers ten times the usual one.
/// </summary>
internal static class CallerLimits
{
    /// <summary>
    /// Settings Limits:RequestsPerSecond (default 50, over time) and Limits:Burst (default 500, at once): more than a person
    /// and an offline form's backlog need, and less than it takes to hold a service up.
    /// </summary>
    public static void AddCallerLimits(this WebApplicationBuilder builder)
    {
        var perSecond = builder.Configuration.GetValue("Limits:RequestsPerSecond", 50);
        var burst = builder.Configuration.GetValue("Limits:Burst", 500);
        if (perSecond < 1 || burst < 1)
            throw new SettingException("配置项 Limits:RequestsPerSecond 和 Limits:Burst 必须大于 0");
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = Answer;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            {
                if (http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
                    return RateLimitPartition.GetNoLimiter("");
                return Caller.From(http.User) switch
                {
                    { Role: "service" } => RateLimitPartition.GetNoLimiter(""),
                    { Role: "subscriber" } subscriber => Bucket($"caller {subscriber.Id}", 10),
                    { } caller => Bucket($"caller {caller.Id}", 1),
                    null => Bucket($"address {http.Connection.RemoteIpAddress}", 1),
                };
            });
        });

        RateLimitPartition<string> Bucket(string caller, int times) => RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst * times,
            TokensPerPeriod = perSecond * times,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        });
    }

    private static ValueTask Answer(OnRejectedContext rejected, CancellationToken cancel)
    {
        if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return rejected.HttpContext.RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new ProblemDetailsContext { HttpContext = rejected.HttpContext });
    }
}
