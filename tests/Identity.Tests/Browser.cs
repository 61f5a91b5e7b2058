using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Guzhang.Identity.Tests;

/// <summary>A person at the sign-in pages: keeps cookies, fills in forms as they are, follows nothing unasked.</summary>
internal sealed partial class Browser(Uri identity) : IDisposable
{
    public const string ConsoleReturn = "http://127.0.0.1:5/signin-oidc";
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = identity };
    private readonly string verifier = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    public Task<HttpResponseMessage> Get(string path) => http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));

    /// <summary>Opens a page and sends its form with these values.</summary>
    public async Task<HttpResponseMessage> Fill(string path, params (string Name, string Value)[] values)
    {
        using var page = await Get(path);
        var html = await page.Content.ReadAsStringAsync();
        var fields = Hidden().Matches(html).ToDictionary(m => WebUtility.HtmlDecode(m.Groups["name"].Value), m => WebUtility.HtmlDecode(m.Groups["value"].Value));
        foreach (var (name, value) in values)
            fields[name] = value;
        return await Post(path, fields);
    }

    public Task<HttpResponseMessage> Post(string path, IEnumerable<KeyValuePair<string, string>> fields) =>
        http.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), new FormUrlEncodedContent(fields));

    public Task<HttpResponseMessage> SignIn(string login, string password) => Fill("account/sign-in", ("login", login), ("password", password));

    /// <summary>Where the console would send its visitor.</summary>
    public string AuthorizePath(params (string Name, string Value)[] more) => QueryHelpers.AddQueryString("connect/authorize", new Dictionary<string, string?>
    {
        ["client_id"] = "console",
        ["response_type"] = "code",
        ["redirect_uri"] = ConsoleReturn,
        ["scope"] = "openid profile offline_access",
        ["state"] = "s",
        ["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
        ["code_challenge_method"] = "S256",
    }.Concat(more.Select(m => KeyValuePair.Create(m.Name, (string?)m.Value))).GroupBy(p => p.Key).ToDictionary(g => g.Key, g => g.Last().Value));

    /// <summary>The code that the console is sent, for somebody who is signed in.</summary>
    public async Task<string> Code()
    {
        using var answer = await Get(AuthorizePath());
        return QueryHelpers.ParseQuery(answer.Headers.Location!.Query)["code"].Single()!;
    }

    /// <summary>What the console gets for the code.</summary>
    public Task<HttpResponseMessage> Redeem(string code, string? proof = null) => Token(
        ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", ConsoleReturn), ("code_verifier", proof ?? verifier));

    public Task<HttpResponseMessage> Refresh(string token) => Token(("grant_type", "refresh_token"), ("refresh_token", token));

    /// <summary>Tokens for somebody who is signed in.</summary>
    public async Task<JsonObject> Tokens()
    {
        using var answer = await Redeem(await Code());
        return await answer.Json();
    }

    public void Dispose() => http.Dispose();

    private Task<HttpResponseMessage> Token(params (string Name, string Value)[] form) => http.PostAsync(
        new Uri("connect/token", UriKind.Relative),
        new FormUrlEncodedContent([new("client_id", "console"), new("client_secret", "c-secret"), .. form.Select(f => KeyValuePair.Create(f.Name, f.Value))]));

    /// <summary>RFC 6238 with SHA-1, six digits, thirty seconds: what the phone shows.</summary>
    public static string Totp(string key, DateTimeOffset at)
    {
        var secret = Base32(key.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant());
        var counter = BitConverter.GetBytes(at.ToUnixTimeSeconds() / 30).AsEnumerable().Reverse().ToArray();
#pragma warning disable CA5350 // The standard says so.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var from = hash[^1] & 15;
        var number = ((hash[from] & 127) << 24) | (hash[from + 1] << 16) | (hash[from + 2] << 8) | hash[from + 3];
        return (number % 1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static byte[] Base32(string text)
    {
        var bits = string.Concat(text.TrimEnd('=').Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    [GeneratedRegex("""<input(?=[^>]*\btype="hidden")(?=[^>]*\bname="(?<name>[^"]*)")(?=[^>]*\bvalue="(?<value>[^"]*)")[^>]*>""")]
    private static partial Regex Hidden();
}
