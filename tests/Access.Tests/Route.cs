using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Guzhang.Access.Tests;

/// <summary>A described endpoint: the action its description says it needs, or null where it says none.</summary>
public sealed partial record Route(string Service, string Method, string Path, string? Action)
{
    /// <summary>What it takes, if not JSON.</summary>
    public string? Takes { get; init; }

    /// <summary>As the tables spell it.</summary>
    public string Name => $"{Method} {Path}";

    /// <summary>Every route of a service's OpenAPI document.</summary>
    public static async Task<IReadOnlyList<Route>> Of(string service, HttpClient client)
    {
        var document = await client.GetFromJsonAsync<JsonElement>("openapi/v1.json");
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               select new Route(
                   service, operation.Name.ToUpperInvariant(), path.Name,
                   operation.Value.TryGetProperty("x-action", out var action) ? action.GetString() : null)
               {
                   Takes = operation.Value.TryGetProperty("requestBody", out var body) && !body.GetProperty("content").TryGetProperty("application/json", out _)
                       ? body.GetProperty("content").EnumerateObject().First().Name
                       : null,
               },
        ];
    }

    /// <summary>A request to it with made-up parameters and an empty body: good enough to be let in or not.</summary>
    public HttpRequestMessage Request() => Request(Parameter().Replace(Path, _ => Guid.NewGuid().ToString()));

    /// <summary>The same to an address of the caller's choice, with a body.</summary>
    public HttpRequestMessage Request(string address, object? body = null) => new(new HttpMethod(Method), address.TrimStart('/'))
    {
        Content = Method is not ("POST" or "PUT" or "PATCH") ? null : Takes is null ? JsonContent.Create(body ?? new { }) : Nothing(Takes),
    };

    private static ByteArrayContent Nothing(string type)
    {
        var nothing = new ByteArrayContent([]);
        nothing.Headers.ContentType = new(type);
        return nothing;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
