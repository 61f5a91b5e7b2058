using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Guzhang.ServiceDefaults.Access;

/// <summary>This service's own access token (client credentials), kept until shortly before it expires.</summary>
/// <param name="identity">Client of the issuer; its base address is the authority, which tells where tokens are had.</param>
/// <param name="clientId">Client id.</param>
/// <param name="clientSecret">Client secret.</param>
/// <param name="scope">What another provider wants to hear; ours needs none.</param>
public sealed class ServiceTokens(HttpClient identity, string clientId, string clientSecret, string? scope = null) : IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);
    private readonly SemaphoreSlim gate = new(1);
    private volatile Held? held;
    private Uri? endpoint;

    /// <summary>A token good for at least a minute more, by real time.</summary>
    public async ValueTask<string> Get(CancellationToken cancellationToken)
    {
        if (held is { } fresh && fresh.Until > DateTimeOffset.UtcNow)
            return fresh.Token;
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (held is { } meanwhile && meanwhile.Until > DateTimeOffset.UtcNow)
                return meanwhile.Token;
            held = await Ask(cancellationToken);
            return held.Token;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<Held> Ask(CancellationToken cancellationToken)
    {
        var asked = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
            ["client_secret"] = clientSecret,
        };
        if (scope is not null)
            asked["scope"] = scope;
        using var form = new FormUrlEncodedContent(asked);
        endpoint ??= (await identity.GetFromJsonAsync<Discovery>(new Uri(".well-known/openid-configuration", UriKind.Relative), cancellationToken))?.TokenEndpoint
            ?? throw new HttpRequestException($"{identity.BaseAddress} does not tell where tokens are had.");
        using var answer = await identity.PostAsync(endpoint, form, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"The identity service refused a token for client {clientId}: {(int)answer.StatusCode}.", null, answer.StatusCode);
        var token = (await answer.Content.ReadFromJsonAsync<TokenAnswer>(cancellationToken))!;
        return new Held(token.AccessToken, DateTimeOffset.UtcNow.AddSeconds(token.ExpiresIn) - Margin);
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    private sealed record Held(string Token, DateTimeOffset Until);

    private sealed record Discovery([property: JsonPropertyName("token_endpoint")] Uri? TokenEndpoint);

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("expires_in")] int ExpiresIn);
}

/// <summary>Sends the service's own token with every request.</summary>
internal sealed class ServiceTokenHandler(ServiceTokens tokens) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.Get(cancellationToken));
        return await base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Clients for the other services.</summary>
public static class ServiceClients
{
    /// <summary>
    /// A named HttpClient for <paramref name="service"/>: address from Services:{service}, own token on every request.
    /// Needs Identity:ClientId and Identity:ClientSecret; another provider may want Identity:Scope. Get it from IHttpClientFactory.CreateClient(service).
    /// </summary>
    public static IHttpClientBuilder AddServiceClient(this WebApplicationBuilder builder, string service)
    {
        var settings = builder.Configuration;
        var address = settings.RequiredAddress($"Services:{service}");
        var authority = settings.RequiredAddress("Identity:Authority");
        var (id, secret) = (settings.Required("Identity:ClientId"), settings.Required("Identity:ClientSecret"));
        builder.Services.TryAddSingleton(_ => new ServiceTokens(new HttpClient { BaseAddress = authority }, id, secret, settings["Identity:Scope"]));
        builder.Services.TryAddTransient<ServiceTokenHandler>();
        return builder.Services.AddHttpClient(service, client => client.BaseAddress = address).AddHttpMessageHandler<ServiceTokenHandler>();
    }
}
