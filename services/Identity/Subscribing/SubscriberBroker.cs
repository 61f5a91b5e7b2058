using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Guzhang.Contracts;
using Guzhang.Contracts.OtherSystems;
using Guzhang.ServiceDefaults;

namespace Guzhang.Identity.Subscribing;

/// <summary>How much a subscriber's stream holds at most: older events fall off, whether they were read or not.</summary>
/// <param name="Bytes">of messages</param>
/// <param name="Age">as RabbitMQ writes it: 7D, 12h</param>
internal sealed record StreamLimits(long Bytes, string Age);

/// <summary>
/// How a subscriber's stream stands, as the broker counts since its own start and tells every five seconds: while events flow,
/// figures are some seconds apart.
/// </summary>
/// <param name="Connected">consumers that read it now</param>
/// <param name="Held">messages that it holds</param>
/// <param name="Published">messages that came in</param>
/// <param name="Delivered">messages sent to consumers</param>
/// <param name="Dropped">messages that have fallen off: a reader that had not come to them finds them in the journal</param>
public sealed record StreamFigures(int Connected, long Held, long Published, long Delivered, long Dropped);

/// <summary>
/// Subscribers on the broker, through RabbitMQ's management interface. Each has a user that may read one stream, which is
/// bound to what the subscriber is granted, and nothing else: it can't declare, bind or publish, so it can't widen its grant.
/// Names begin with 'subscriber.': only such users and queues are ever touched.
/// </summary>
internal sealed class SubscriberBroker(HttpClient management, string virtualHost, StreamLimits limits) : IDisposable
{
    private const string Prefix = "subscriber.";

    /// <summary>A stream drops whole segments: a sixteenth of it at a time.</summary>
    private const int Segments = 16;

    /// <summary>
    /// Settings Broker:Management (http://user:password@host:port of a broker's administrator), Broker:VirtualHost,
    /// Broker:StreamBytes (200 MB), Broker:StreamAge (7D). Nothing where there is no such setting: other systems then have the
    /// journal only.
    /// </summary>
    public static SubscriberBroker? From(IConfiguration settings)
    {
        if (string.IsNullOrEmpty(settings["Broker:Management"]))
            return null;
        var address = settings.RequiredAddress("Broker:Management");
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(address.GetLeftPart(UriPartial.Scheme) + address.Authority), Timeout = TimeSpan.FromSeconds(10) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo))));
        return new SubscriberBroker(
            http, settings.Required("Broker:VirtualHost"), new StreamLimits(settings.GetValue("Broker:StreamBytes", 200_000_000L), settings["Broker:StreamAge"] ?? "7D"));
    }

    /// <summary>The broker's user of a subscriber.</summary>
    public static string UserOf(string id) => Prefix + id;

    /// <summary>The virtual host that subscribers connect to.</summary>
    public string VirtualHost => virtualHost;

    /// <summary>Makes user, rights, stream and bindings what they are to be, where they are not yet.</summary>
    public async Task Bring(string id, Subscription subscription, CancellationToken cancel)
    {
        var user = UserOf(id);
        if (!await IsThere($"api/users/{user}", cancel))
        {
            await Put($"api/users/{user}", new { password_hash = subscription.BrokerHash, hashing_algorithm = "rabbit_password_hashing_sha256", tags = "" }, cancel);
            await Put($"api/user-limits/{user}/max-connections", new { value = 10 }, cancel);
            await Put($"api/user-limits/{user}/max-channels", new { value = 50 }, cancel);
        }

        await Put($"api/permissions/{Host}/{user}", new { configure = "^$", write = "^$", read = $"^{Regex.Escape(subscription.Queue)}$" }, cancel);
        await Put($"api/queues/{Host}/{subscription.Queue}", new { durable = true, arguments = Arguments() }, cancel);
        foreach (var source in EventTypes.All.Keys.Select(EventTypes.SourceOf).Distinct())
            await Bind(source, subscription, cancel);
        foreach (var old in (await Queues(cancel)).Where(queue => queue.StartsWith(user + ".", StringComparison.Ordinal) && queue != subscription.Queue))
            await Delete($"api/queues/{Host}/{old}", cancel);
    }

    /// <summary>Ends a subscriber: its user, which ends its connections at once, and its stream.</summary>
    public async Task Remove(string id, CancellationToken cancel)
    {
        await Delete($"api/users/{UserOf(id)}", cancel);
        foreach (var queue in (await Queues(cancel)).Where(queue => queue.StartsWith(UserOf(id) + ".", StringComparison.Ordinal)))
            await Delete($"api/queues/{Host}/{queue}", cancel);
    }

    /// <summary>Ends the user alone, with its connections: to be brought again with another secret.</summary>
    public Task RemoveUser(string id, CancellationToken cancel) => Delete($"api/users/{UserOf(id)}", cancel);

    /// <summary>Ids of the subscribers that have a user here.</summary>
    public async Task<IReadOnlyList<string>> Users(CancellationToken cancel) =>
        [.. (await management.GetFromJsonAsync<List<JsonElement>>($"api/vhosts/{Host}/permissions", cancel))!
            .Select(right => right.GetProperty("user").GetString()!).Where(user => user.StartsWith(Prefix, StringComparison.Ordinal)).Select(user => user[Prefix.Length..])];

    /// <summary>Whether the stream is there.</summary>
    public Task<bool> HasStream(string queue, CancellationToken cancel) => IsThere($"api/queues/{Host}/{queue}", cancel);

    /// <summary>How a stream stands; nothing where it is not there.</summary>
    public async Task<StreamFigures?> Figures(string queue, CancellationToken cancel)
    {
        using var answer = await management.GetAsync(new Uri($"api/queues/{Host}/{queue}", UriKind.Relative), cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        var stands = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancel);
        var counts = stands.TryGetProperty("message_stats", out var stats) ? stats : default;
        var (held, published) = (Count(stands, "messages"), Count(counts, "publish"));
        return new StreamFigures((int)Count(stands, "consumers"), held, published, Count(counts, "deliver"), Math.Max(0, published - held));

        static long Count(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value.GetInt64() : 0;
    }

    public void Dispose() => management.Dispose();

    private string Host => Uri.EscapeDataString(virtualHost);

    private Dictionary<string, object> Arguments() => new()
    {
        ["x-queue-type"] = "stream",
        ["x-max-length-bytes"] = limits.Bytes,
        ["x-max-age"] = limits.Age,
        ["x-stream-max-segment-size-bytes"] = limits.Bytes / Segments,
    };

    private async Task Bind(string source, Subscription subscription, CancellationToken cancel)
    {
        var exchange = EventRouting.Exchange(source);
        var bindings = $"api/bindings/{Host}/e/{exchange}/q/{subscription.Queue}";
        var wanted = subscription.Grant.Patterns(source).ToHashSet();
        await Put($"api/exchanges/{Host}/{exchange}", new { type = "topic", durable = true }, cancel);
        foreach (var there in (await management.GetFromJsonAsync<List<JsonElement>>(bindings, cancel))!)
        {
            if (!wanted.Remove(there.GetProperty("routing_key").GetString()!))
                await Delete($"{bindings}/{there.GetProperty("properties_key").GetString()}", cancel);
        }

        foreach (var pattern in wanted)
        {
            using var answer = await management.PostAsJsonAsync(bindings, new { routing_key = pattern }, cancel);
            answer.EnsureSuccessStatusCode();
        }
    }

    private async Task<IReadOnlyList<string>> Queues(CancellationToken cancel) =>
        [.. (await management.GetFromJsonAsync<List<JsonElement>>(string.Create(CultureInfo.InvariantCulture, $"api/queues/{Host}?columns=name"), cancel))!
            .Select(queue => queue.GetProperty("name").GetString()!)];

    private async Task<bool> IsThere(string path, CancellationToken cancel)
    {
        using var answer = await management.GetAsync(new Uri(path, UriKind.Relative), cancel);
        return answer.StatusCode != HttpStatusCode.NotFound && answer.EnsureSuccessStatusCode().IsSuccessStatusCode;
    }

    private async Task Put(string path, object body, CancellationToken cancel)
    {
        using var answer = await management.PutAsJsonAsync(path, body, cancel);
        answer.EnsureSuccessStatusCode();
    }

    private async Task Delete(string path, CancellationToken cancel)
    {
        using var answer = await management.DeleteAsync(new Uri(path, UriKind.Relative), cancel);
        if (answer.StatusCode != HttpStatusCode.NotFound)
            answer.EnsureSuccessStatusCode();
    }
}
