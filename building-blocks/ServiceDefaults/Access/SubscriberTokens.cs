using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Guzhang.ServiceDefaults.Http;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Guzhang.ServiceDefaults.Access;

/// <summary>
/// Whether a subscriber's access token still holds (EVT-04): a token proves itself for an hour, but who is removed, or
/// granted less, must be cut off within seconds. So the issuer is asked (token introspection, RFC 7662), at most every five
/// seconds a token. Where the issuer offers none, tokens hold until they expire.
/// </summary>
internal sealed class SubscriberTokens(IOptionsMonitor<JwtBearerOptions> bearer, IConfiguration settings)
{
    private const int Most = 1000;

    /// <summary>How long an answer is believed.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    /// <summary>How long the last good answer is believed while the issuer can't be asked.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (bool Good, long At)> answers = new();

    /// <summary>Whether the token holds.</summary>
    /// <exception cref="HttpRequestException">The issuer can't be asked, and has not been for a minute.</exception>
    public async ValueTask<bool> StillGood(string token, CancellationToken cancel)
    {
        var known = answers.TryGetValue(token, out var answer);
        if (known && Stopwatch.GetElapsedTime(answer.At) < Fresh)
            return answer.Good;
        try
        {
            if (await Ask(token, cancel) is not { } good)
                return true;
            if (answers.Count >= Most)
                answers.Clear(); // whoever is active comes again
            answers[token] = (good, Stopwatch.GetTimestamp());
            return good;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && e is HttpRequestException or InvalidOperationException or OperationCanceledException)
        {
            return known && Stopwatch.GetElapsedTime(answer.At) < Patience ? answer.Good : throw new HttpRequestException("The issuer can't be asked about a token.", e);
        }
    }

    private async Task<bool?> Ask(string token, CancellationToken cancel)
    {
        var options = bearer.Get(JwtBearerDefaults.AuthenticationScheme);
        var issuer = await options.ConfigurationManager!.GetConfigurationAsync(cancel);
        if (issuer.IntrospectionEndpoint is not { Length: > 0 } endpoint || settings["Identity:ClientId"] is not { } id || settings["Identity:ClientSecret"] is not { } secret)
            return null;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = token, ["client_id"] = id, ["client_secret"] = secret });
        using var answer = await options.Backchannel.PostAsync(new Uri(endpoint), form, cancel);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<Introspection>(cancel))!.Active;
    }

    private sealed record Introspection([property: JsonPropertyName("active")] bool Active);
}

internal static class SubscriberTokensMiddleware
{
    /// <summary>Refuses a subscriber whose token holds no more, and ends what it still reads (the journal's live stream).</summary>
    public static void UseSubscriberTokens(this WebApplication app)
    {
        var tokens = app.Services.GetRequiredService<SubscriberTokens>();
        app.Use(async (http, next) =>
        {
            if (http.User.FindFirst("role")?.Value != "subscriber" || KnownTokens.BearerOf(http.Request) is not { } token)
            {
                await next(http);
                return;
            }

            try
            {
                if (!await tokens.StillGood(token, http.RequestAborted))
                {
                    http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
                    await http.WriteProblem(401, "该订阅系统的访问令牌已失效（订阅被取消或授权已更改），请重新取得令牌。");
                    return;
                }
            }
            catch (HttpRequestException)
            {
                await http.WriteProblem(503, "暂时无法连接身份服务，不能核对访问令牌，请稍后再试。");
                return;
            }

            using var done = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            var watching = Watch(http, tokens, token, done.Token);
            try
            {
                await next(http);
            }
            finally
            {
                await done.CancelAsync();
                await watching;
            }
        });
    }

    private static async Task Watch(HttpContext http, SubscriberTokens tokens, string token, CancellationToken done)
    {
        try
        {
            do
            {
                await Task.Delay(SubscriberTokens.Fresh, done);
            }
            while (await tokens.StillGood(token, done));
            http.Abort();
        }
        catch (OperationCanceledException)
        {
            // The request has ended.
        }
        catch (HttpRequestException)
        {
            http.Abort();
        }
    }
}
