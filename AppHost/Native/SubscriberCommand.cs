using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Guzhang.AppHost.Native;

/// <summary>What the person at the terminal wants done about a subscriber.</summary>
/// <param name="Verb">add, grant, secret, remove, show or list</param>
/// <param name="Id">the subscriber; empty for list</param>
/// <param name="Title">what it is called; the id where none is given</param>
/// <param name="Types">event types, "*" for all</param>
/// <param name="Towns">town codes, "*" for all</param>
public sealed record SubscriberOptions(string Verb, string Id, string? Title, IReadOnlyList<string> Types, IReadOnlyList<string> Towns)
{
    /// <summary>Null if the arguments make no sense.</summary>
    public static SubscriberOptions? Parse(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments is ["list"])
        {
            return new SubscriberOptions("list", "", null, [], []);
        }
        if (arguments is not [var verb, var id, .. var rest] || id.StartsWith('-') || rest.Length % 2 != 0)
        {
            return null;
        }
        var named = rest.Chunk(2).ToLookup(pair => pair[0], pair => pair[1]);
        var allowed = verb switch { "add" => new[] { "--types", "--towns", "--title" }, "grant" => ["--types", "--towns"], "secret" or "remove" or "show" => [], _ => null };
        var (types, towns) = (List("--types"), List("--towns"));
        return allowed is not null && named.All(option => allowed.Contains(option.Key) && option.Count() == 1)
            && (verb is not ("add" or "grant") || (types.Count > 0 && towns.Count > 0))
                ? new SubscriberOptions(verb, id, named["--title"].FirstOrDefault(), types, towns)
                : null;

        IReadOnlyList<string> List(string name) => (named[name].FirstOrDefault() ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}

/// <summary>
/// `subscriber add NAME --types T,… --towns T,…`: makes a system that may read events, with credentials of its own, and
/// prints all that it needs; `grant`, `secret`, `remove`, `show NAME` and `list` do what they say.
/// </summary>
public static class SubscriberCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<int> RunAsync(Repository repository, SubscriberOptions wanted, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(wanted);
        var running = RunningServices.Find(repository.Local);
        using var identity = new IdentityClient(running["identity"], new SecretFolder(Path.Combine(repository.Local, "secrets")));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = running["identity"] };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await identity.TokenAsync("operator", repository.CountyCode, cancellation));
        using var request = Request(wanted);
        using var answer = await http.SendAsync(request, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        var body = text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
        if (!answer.IsSuccessStatusCode)
        {
            throw new StartFailedException(body.ValueKind == JsonValueKind.Object && body.TryGetProperty("detail", out var detail) ? detail.GetString()! : $"identity answers {(int)answer.StatusCode}");
        }
        if (wanted.Verb is "add" or "secret")
        {
            Console.WriteLine(Credentials(body, running));
        }
        else
        {
            Console.WriteLine(text.Length == 0 ? $"{wanted.Id} is removed: its connections to the broker are closed, its tokens and open journals end within ten seconds" : JsonSerializer.Serialize(body, Json));
        }
        return 0;
    }

    private static HttpRequestMessage Request(SubscriberOptions wanted) => wanted.Verb switch
    {
        "list" => new HttpRequestMessage(HttpMethod.Get, "subscribers"),
        "show" => new HttpRequestMessage(HttpMethod.Get, $"subscribers/{Uri.EscapeDataString(wanted.Id)}"),
        "remove" => new HttpRequestMessage(HttpMethod.Delete, $"subscribers/{Uri.EscapeDataString(wanted.Id)}"),
        "secret" => new HttpRequestMessage(HttpMethod.Post, $"subscribers/{Uri.EscapeDataString(wanted.Id)}/secret"),
        "grant" => new HttpRequestMessage(HttpMethod.Put, $"subscribers/{Uri.EscapeDataString(wanted.Id)}/grant") { Content = JsonContent.Create(new { wanted.Types, wanted.Towns }) },
        _ => new HttpRequestMessage(HttpMethod.Post, "subscribers") { Content = JsonContent.Create(new { wanted.Id, Title = wanted.Title ?? wanted.Id, wanted.Types, wanted.Towns }) },
    };

    /// <summary>Lines that a shell reads: the guide for subscribers goes on from them.</summary>
    private static string Credentials(JsonElement made, IReadOnlyDictionary<string, Uri> running)
    {
        string Text(string name) => made.GetProperty(name).GetString()!;
        var lines = new List<string>
        {
            $"GUZHANG_CLIENT_ID={Text("id")}",
            $"GUZHANG_CLIENT_SECRET={Text("secret")}",
            $"GUZHANG_TOKEN_URL={new Uri(running["identity"], "/connect/token")}",
            $"GUZHANG_SUBSCRIPTION_URL={new Uri(running["identity"], "/subscription")}",
            $"GUZHANG_JOURNALS='{string.Join(' ', Topology.Services.Where(service => service.HasJournal && running.ContainsKey(service.Name)).Select(service => $"{service.Name}={new Uri(running[service.Name], "/journal")}"))}'",
            made.TryGetProperty("virtualHost", out var host) && made.GetProperty("onBroker").GetBoolean()
                ? $"GUZHANG_AMQP_URL=amqp://{Text("user")}:{Text("secret")}@{running[Topology.RabbitMq].Authority}/{host.GetString()}"
                : "# the broker could not be told yet; it will know within seconds of being there",
        };
        return string.Join('\n', lines);
    }
}
