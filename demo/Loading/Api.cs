using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Guzhang.Demo.Loading;

/// <summary>One service as one officer of the demo sees it: JSON over HTTP with the officer's token. Every failure is one clear line.</summary>
public sealed class Api(Uri address, Func<Task<string>> token) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };

    public Task<JsonElement> Get(string path) => Send(HttpMethod.Get, path, () => null);

    public Task<JsonElement> Put(string path, object body) => Send(HttpMethod.Put, path, () => JsonContent.Create(body));

    public Task<JsonElement> Post(string path, object body) => Send(HttpMethod.Post, path, () => JsonContent.Create(body));

    /// <summary>Sends a workbook.</summary>
    public Task<JsonElement> Upload(string path, string file) => Send(HttpMethod.Post, path, () =>
    {
        var content = new StreamContent(File.OpenRead(file));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        return content;
    });

    /// <summary>Posts what must be refused, and gives the problem back.</summary>
    public async Task<(int Status, JsonElement Problem)> PostRefused(string path, object body)
    {
        using var response = await Try(HttpMethod.Post, path, () => JsonContent.Create(body));
        return ((int)response.StatusCode, await Json(response));
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> Send(HttpMethod method, string path, Func<HttpContent?> body)
    {
        using var response = await Try(method, path, body);
        var answer = await Json(response);
        if (response.IsSuccessStatusCode)
        {
            return answer;
        }

        var problem = answer.ValueKind == JsonValueKind.Object
            ? string.Join('：', new[] { "title", "detail" }.Select(p => answer.TryGetProperty(p, out var text) ? text.GetString() : null).OfType<string>())
            : "";
        throw new DemoException($"{method} {_http.BaseAddress}{path}：{(int)response.StatusCode} {problem}");
    }

    private async Task<HttpResponseMessage> Try(HttpMethod method, string path, Func<HttpContent?> body)
    {
        try
        {
            while (true)
            {
                using var request = new HttpRequestMessage(method, path) { Content = body() };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token());
                var response = await _http.SendAsync(request);
                if (response.StatusCode != HttpStatusCode.TooManyRequests)
                {
                    return response;
                }

                // Nobody may call as fast as a program can: the service says when to go on.
                var after = response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1);
                response.Dispose();
                await Task.Delay(after);
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw new DemoException($"{method} {_http.BaseAddress}{path}：{e.Message}", e);
        }
    }

    private static async Task<JsonElement> Json(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        try
        {
            return text.Length == 0 ? default : JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

/// <summary>The demo's officers: their clients in the credentials file, their tokens from the identity service.</summary>
public sealed class Officers : IDisposable
{
    private readonly HttpClient _http;
    private readonly Dictionary<string, string> _secrets;
    private readonly Dictionary<string, (string Token, DateTime Until)> _tokens = [];

    public Officers(string identity, string credentials)
    {
        _http = new HttpClient { BaseAddress = Address(identity) };
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllText(credentials));
            _secrets = file.RootElement.GetProperty("clients").EnumerateArray()
                .ToDictionary(c => c.GetProperty("id").GetString()!, c => c.GetProperty("secret").GetString()!);
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or UnauthorizedAccessException)
        {
            throw new DemoException($"读不到凭据文件 {credentials}：{e.Message}", e);
        }
    }

    public static Uri Address(string url) => new(url.EndsWith('/') ? url : url + "/");

    public Api At(string url, string officer) => new(Address(url), () => Token(officer));

    public void Dispose() => _http.Dispose();

    private async Task<string> Token(string officer)
    {
        if (_tokens.TryGetValue(officer, out var kept) && kept.Until > DateTime.UtcNow)
        {
            return kept.Token;
        }

        if (!_secrets.TryGetValue(officer, out var secret))
        {
            throw new DemoException($"凭据文件里没有 {officer}");
        }

        try
        {
            using var body = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = officer,
                ["client_secret"] = secret,
            });
            using var response = await _http.PostAsync(new Uri("connect/token", UriKind.Relative), body);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            if (!response.IsSuccessStatusCode)
            {
                throw new DemoException($"{officer} 不能登录：{answer}");
            }

            var token = answer.GetProperty("access_token").GetString()!;
            _tokens[officer] = (token, DateTime.UtcNow.AddMinutes(30));
            return token;
        }
        catch (HttpRequestException e)
        {
            throw new DemoException($"身份服务 {_http.BaseAddress} 没有应答：{e.Message}", e);
        }
    }
}
