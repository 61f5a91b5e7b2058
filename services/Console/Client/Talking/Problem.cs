using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Guzhang.Console.Client.Talking;

/// <summary>A service said no, or nothing could be asked. The message is Chinese and fit to be shown.</summary>
/// <param name="status">HTTP status; 0 where there was no connection.</param>
/// <param name="title">What kind of refusal it is.</param>
/// <param name="detail">What to mend.</param>
/// <param name="body">The problem document; null where there is none.</param>
public sealed class ProblemException(int status, string title, string? detail, JsonElement? body = null) : Exception(detail ?? title)
{
    public int Status { get; } = status;

    public string Title { get; } = title;

    public string? Detail { get; } = detail;

    /// <summary>The whole problem document, with what else it says (such as findings).</summary>
    public JsonElement? Body { get; } = body;

    public bool IsOffline => Status == 0;

    public bool IsExpired => Status == (int)HttpStatusCode.Unauthorized;

    internal static ProblemException Offline() => new(0, "没有连接", "连不上平台。请检查网络，连上后再试。");

    internal static async Task<ProblemException> Of(HttpResponseMessage answer)
    {
        try
        {
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
            string? Text(string name) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return new ProblemException((int)answer.StatusCode, Text("title") ?? "请求未能完成", Text("detail"), body);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            return new ProblemException((int)answer.StatusCode, "请求未能完成", "平台没有给出说明，请稍后再试。");
        }
    }
}
