using System.Net.Http.Json;
using System.Text.Json;

namespace Guzhang.Console.Client.Talking;

/// <summary>
/// The services' interfaces behind the gateway: addresses are "collection/people/lookup" and the like. Whatever is not a
/// success is a <see cref="ProblemException"/>.
/// </summary>
public sealed class Api(HttpClient http)
{
    public async Task<T> Get<T>(string address, CancellationToken cancel = default) => await Read<T>(await Send(HttpMethod.Get, address, null, cancel), cancel);

    public async Task<T> Post<T>(string address, object? body, CancellationToken cancel = default) => await Read<T>(await Send(HttpMethod.Post, address, Json(body), cancel), cancel);

    public async Task Post(string address, object? body, CancellationToken cancel = default) => (await Send(HttpMethod.Post, address, Json(body), cancel)).Dispose();

    public async Task<T> Put<T>(string address, object? body, CancellationToken cancel = default) => await Read<T>(await Send(HttpMethod.Put, address, Json(body), cancel), cancel);

    public async Task Delete(string address, CancellationToken cancel = default) => (await Send(HttpMethod.Delete, address, null, cancel)).Dispose();

    /// <summary>Sends what is no JSON.</summary>
    public async Task<T> Upload<T>(string address, HttpContent content, CancellationToken cancel = default) => await Read<T>(await Send(HttpMethod.Post, address, content, cancel), cancel);

    /// <summary>A file, with the name it comes under; the caller disposes of the answer.</summary>
    public Task<HttpResponseMessage> Download(string address, CancellationToken cancel = default) => Send(HttpMethod.Get, address, null, cancel);

    private static JsonContent Json(object? body) => JsonContent.Create(body ?? new { }, options: JsonSerializerOptions.Web);

    private async Task<HttpResponseMessage> Send(HttpMethod method, string address, HttpContent? content, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri($"api/{address}", UriKind.Relative)) { Content = content };
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, cancel);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            throw ProblemException.Offline();
        }

        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw await ProblemException.Of(answer);
        }
    }

    private static async Task<T> Read<T>(HttpResponseMessage answer, CancellationToken cancel)
    {
        using (answer)
        {
            return (await answer.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancel))!;
        }
    }
}
