using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Guzhang.AppHost.Native;

/// <summary>Identity as this installation uses it itself: tokens for trials, the first operator, the demo's accounts.</summary>
public sealed partial class IdentityClient : IDisposable
{
    private readonly Uri address;
    private readonly string secret;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    public IdentityClient(Uri address, SecretFolder secrets)
    {
        this.address = address;
        secret = ClientsFile.Secret(secrets, Topology.TrialClient);
    }

    /// <summary>An account as Identity lists it.</summary>
    public sealed record Account(Guid Id, string Login, bool HasPassword);

    /// <summary>A token for the role in the division.</summary>
    public async Task<string> TokenAsync(string role, string division, CancellationToken cancellation)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = Topology.TrialClient,
            ["client_secret"] = secret,
            ["role"] = role,
            ["division"] = division,
        });
        try
        {
            using var answer = await http.PostAsync(new Uri(address, "/connect/token"), form, cancellation);
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            return answer.IsSuccessStatusCode
                ? Field(text, "access_token")!
                : throw new StartFailedException($"no token: {Field(text, "error_description") ?? Field(text, "error") ?? $"identity answers {(int)answer.StatusCode}"}");
        }
        catch (HttpRequestException e)
        {
            throw new StartFailedException($"identity does not answer at {address} (is it still starting?)", e);
        }
    }

    /// <summary>Signs this client in as operator of the county.</summary>
    public async Task SignInAsync(string county, CancellationToken cancellation) =>
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync("operator", county, cancellation));

    public async Task<IReadOnlyList<Account>> AccountsAsync(CancellationToken cancellation)
    {
        var page = await http.GetFromJsonAsync<JsonElement>(new Uri(address, "/accounts?limit=500"), cancellation);
        return page.GetProperty("items").Deserialize<List<Account>>(JsonSerializerOptions.Web)!;
    }

    /// <summary>Makes an account; answers the link by which its password is set.</summary>
    public Task<Uri> CreateAsync(string login, string displayName, string role, string division, CancellationToken cancellation) =>
        LinkAsync("/accounts", new { login, displayName, role, division }, cancellation);

    /// <summary>A new link for an account.</summary>
    public Task<Uri> NewLinkAsync(Guid account, CancellationToken cancellation) => LinkAsync($"/accounts/{account}/link", new { }, cancellation);

    /// <summary>Sets a password on the page behind a link, as a person would.</summary>
    public static async Task SetPasswordAsync(Uri link, string password, CancellationToken cancellation)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false, CookieContainer = new CookieContainer() });
        var page = await browser.GetStringAsync(link, cancellation);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["password"] = password,
            ["again"] = password,
            ["__RequestVerificationToken"] = FormToken().Match(page) is { Success: true } token ? token.Groups[1].Value : throw new StartFailedException($"{link} is no page to set a password on"),
        });
        using var answer = await browser.PostAsync(link, form, cancellation);
        if (!(await answer.Content.ReadAsStringAsync(cancellation)).Contains("密码已设置", StringComparison.Ordinal))
        {
            throw new StartFailedException("identity did not accept the password of a demo account");
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<Uri> LinkAsync(string path, object body, CancellationToken cancellation)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(address, path), body, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return answer.IsSuccessStatusCode ? new Uri(Field(text, "link")!) : throw new StartFailedException($"identity answers {(int)answer.StatusCode}: {Field(text, "detail")}");
    }

    private static string? Field(string json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
