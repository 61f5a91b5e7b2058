using System.Text.Json;
using Guzhang.Contracts;

namespace Guzhang.Journal.Inbox;

/// <summary>Reads other services' journals over HTTP, through the named client of each source.</summary>
public sealed class JournalClient(IHttpClientFactory clients)
{
    /// <summary>Header with the position up to which a page was read, private events included.</summary>
    public const string PositionHeader = "Guzhang-Position";

    /// <summary>Events that fill gaps.</summary>
    public async Task<IReadOnlyList<PublishedEvent>> Fetch(string source, IReadOnlyList<Gap> gaps, CancellationToken cancel)
    {
        var events = new List<PublishedEvent>();
        foreach (var gap in gaps)
        {
            var (found, _) = await Get<PublishedEvent>(
                source, $"journal?aggregate={Uri.EscapeDataString(gap.Aggregate)}&fromSeq={gap.FromSeq}&max={Math.Min(gap.BeforeSeq - gap.FromSeq, 1000)}", cancel);
            if (found.Count == 0)
            {
                throw new HttpRequestException($"{source} has no event {gap.FromSeq} of {gap.Aggregate} yet");
            }

            events.AddRange(found.Where(e => e.Seq < gap.BeforeSeq));
        }

        return events;
    }

    /// <summary>A page of events after a position, and the position reached.</summary>
    public Task<(IReadOnlyList<PublishedEvent> Events, Position At)> Page(string source, Position from, int max, CancellationToken cancel) =>
        Get<PublishedEvent>(source, $"journal?from={from}&max={max}", cancel);

    /// <summary>The same page without the facts: where each aggregate stands.</summary>
    public Task<(IReadOnlyList<JournalHead> Events, Position At)> Heads(string source, Position from, int max, CancellationToken cancel) =>
        Get<JournalHead>(source, $"journal/heads?from={from}&max={max}", cancel);

    private async Task<(IReadOnlyList<T>, Position)> Get<T>(string source, string path, CancellationToken cancel)
    {
        using var client = clients.CreateClient(source);
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancel);
        response.EnsureSuccessStatusCode();
        var at = response.Headers.TryGetValues(PositionHeader, out var values) ? Position.Parse(values.First()) : Position.Start;
        var lines = new List<T>();
        using var body = new StreamReader(await response.Content.ReadAsStreamAsync(cancel));
        while (await body.ReadLineAsync(cancel) is { } line)
        {
            lines.Add(JsonSerializer.Deserialize<T>(line, ContractJson.Options)!);
        }

        return (lines, at);
    }
}

/// <summary>An event's place without its facts.</summary>
public sealed record JournalHead(string Aggregate, long Seq, DateTimeOffset StoredAt, string Position);
