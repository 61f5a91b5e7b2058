using System.Net.Http.Json;
using System.Text.Json;

namespace Guzhang.AppHost.Planning;

/// <summary>Something that an operator has a running service do, through its HTTP interface and with an operator's token.</summary>
/// <param name="Name">short, for programs</param>
/// <param name="Title">for a button</param>
/// <param name="RunAsync">does it through a client that is signed in and knows the service's address; answers what came of it, in a line</param>
public sealed record OperatorCommand(string Name, string Title, Func<HttpClient, CancellationToken, Task<string>> RunAsync)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>What this service can be asked to do.</summary>
    public static IReadOnlyList<OperatorCommand> Of(ServiceResource service)
    {
        ArgumentNullException.ThrowIfNull(service);
        IEnumerable<OperatorCommand> commands = service.HasBroker ? [new("replay-parked", "Replay parked events", ReplayParkedAsync)] : [];
        return [.. service.Rebuilds ? commands.Append(new("rebuild", "Rebuild its tables from the journals", RebuildAsync)) : commands];
    }

    /// <summary>Tries each object's parked events again, in their order; one that fails again stays parked, and those behind it.</summary>
    private static async Task<string> ReplayParkedAsync(HttpClient service, CancellationToken cancellation)
    {
        var parked = await service.GetFromJsonAsync<JsonElement>("parked?max=1000", cancellation);
        var firsts = parked.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("event"))
            .GroupBy(e => (e.GetProperty("source").GetString(), e.GetProperty("aggregate").GetString()))
            .Select(events => events.MinBy(e => e.GetProperty("seq").GetInt64()).GetProperty("id").GetGuid());
        var (applied, failed) = (0, 0);
        foreach (var first in firsts)
        {
            using var answer = await service.PostAsync($"parked/{first}/replay", null, cancellation);
            var decided = await ReadAsync(answer, cancellation);
            applied += decided.GetProperty("applied").GetInt32();
            failed += decided.TryGetProperty("failure", out var failure) && failure.ValueKind == JsonValueKind.String ? 1 : 0;
        }
        return $"{applied} of {parked.GetProperty("total").GetInt64()} parked events applied{(failed == 0 ? "" : $"; {failed} failed again")}";
    }

    /// <summary>Makes the service's tables anew beside the live ones, compares, and changes nothing: the swap is asked for by hand.</summary>
    private static async Task<string> RebuildAsync(HttpClient service, CancellationToken cancellation)
    {
        using (var begun = await service.PostAsync("rebuild", null, cancellation))
        {
            await ReadAsync(begun, cancellation);
        }
        while (true)
        {
            var state = await service.GetFromJsonAsync<JsonElement>("rebuild", cancellation);
            if (state.GetProperty("state").GetString() is not "running" and var ended)
            {
                return ended == "done"
                    ? $"rebuilt from {state.GetProperty("events").GetInt64()} events: {(state.GetProperty("equal").GetBoolean() ? "the same as the live tables" : "not the same as the live tables (GET /rebuild says where)")}"
                    : throw new HttpRequestException($"the rebuild ended as {ended}: {state.GetRawText()}");
            }
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <exception cref="HttpRequestException">The service refuses; the message is its reason.</exception>
    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return answer.IsSuccessStatusCode ? body
            : throw new HttpRequestException(body.TryGetProperty("detail", out var detail) ? detail.GetString() : $"the service answers {(int)answer.StatusCode}");
    }
}
