using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Guzhang.Contracts;

namespace Guzhang.Journal.Inbox;

/// <summary>Reads other services' journals over HTTP, through the named client of each source.</summary>
public sealed class JournalClient(IHttpClientFactory clients)
{
    /// <summary>Header with the position up to which a page was read, private events included.</summary>
    public const string PositionHeader = "Guzhang-Position";

    private const int LargestPage = 5000;
    private const int Tries = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPage = TimeSpan.FromMinutes(2);

    /// <summary>Events that fill gaps, each gap's from its beginning on, though of a long one perhaps not all.</summary>
    /// <exception cref="MissingEventException">The journal lacks one of them: to be asked again later, never to be passed over.</exception>
    public async Task<IReadOnlyList<PublishedEvent>> Fetch(string source, IReadOnlyList<Gap> gaps, CancellationToken cancel)
    {
        var events = new List<PublishedEvent>();
        foreach (var gap in gaps)
        {
            var found = await Of(source, gap, cancel);
            if (found.Count == 0)
            {
                throw new MissingEventException(source, gap.Aggregate, gap.FromSeq);
            }

            events.AddRange(found);
        }

        return events;
    }

    /// <summary>What the source has of a gap, without a hole from its beginning on; at most 1000.</summary>
    public async Task<IReadOnlyList<PublishedEvent>> Of(string source, Gap gap, CancellationToken cancel)
    {
        var (found, _) = await Get<PublishedEvent>(
            source, $"journal?aggregate={Uri.EscapeDataString(gap.Aggregate)}&fromSeq={gap.FromSeq}&max={Math.Min(gap.BeforeSeq - gap.FromSeq, 1000)}", cancel);
        return [.. found.TakeWhile((e, i) => e.Seq == gap.FromSeq + i && e.Seq < gap.BeforeSeq)];
    }

    /// <summary>
    /// Everything after a position up to the journal's present end, in large pages; while one is worked on the next is
    /// fetched. A source that is away for a moment is asked again.
    /// </summary>
    public async IAsyncEnumerable<JournalPage> Pages(string source, Position from, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var next = Patiently(source, from, stop.Token);
        try
        {
            while (true)
            {
                var page = await next;
                if (page.At <= from)
                {
                    page.Dispose();
                    yield break;
                }

                from = page.At;
                next = Patiently(source, from, stop.Token);
                yield return page;
            }
        }
        finally
        {
            // Whoever stops in the middle leaves no request behind.
            await stop.CancelAsync();
            await next.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>A page of events after a position, and the position reached.</summary>
    public Task<(IReadOnlyList<PublishedEvent> Events, Position At)> Page(string source, Position from, int max, CancellationToken cancel) =>
        Get<PublishedEvent>(source, $"journal?from={from}&max={max}", cancel);

    /// <summary>The same page without the facts: where each aggregate stands.</summary>
    public Task<(IReadOnlyList<JournalHead> Events, Position At)> Heads(string source, Position from, int max, CancellationToken cancel) =>
        Get<JournalHead>(source, $"journal/heads?from={from}&max={max}", cancel);

    private async Task<JournalPage> Patiently(string source, Position from, CancellationToken cancel)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                patience.CancelAfter(LongestPage);
                using var client = clients.CreateClient(source);
                using var response = await client.GetAsync(
                    new Uri($"journal?from={from}&max={LargestPage}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, patience.Token);
                response.EnsureSuccessStatusCode();
                await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
                return await JournalPage.Of(body, At(response), patience.Token);
            }
            catch (Exception failure) when (tried < Tries && !cancel.IsCancellationRequested && IsPassing(failure))
            {
                await Task.Delay(Pause, cancel);
            }
        }
    }

    /// <summary>A source that answers 'no' says so next time too: a position it doesn't have, a caller it doesn't know.</summary>
    private static bool IsPassing(Exception failure) =>
        failure is IOException or OperationCanceledException or HttpRequestException { StatusCode: null or >= HttpStatusCode.InternalServerError };

    private static Position At(HttpResponseMessage response) =>
        response.Headers.TryGetValues(PositionHeader, out var values) ? Position.Parse(values.First()) : Position.Start;

    private async Task<(IReadOnlyList<T>, Position)> Get<T>(string source, string path, CancellationToken cancel)
    {
        using var client = clients.CreateClient(source);
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancel);
        response.EnsureSuccessStatusCode();
        var at = At(response);
        var lines = new List<T>();
        using var body = new StreamReader(await response.Content.ReadAsStreamAsync(cancel));
        while (await body.ReadLineAsync(cancel) is { } line)
        {
            lines.Add(JsonSerializer.Deserialize<T>(line, ContractJson.Options)!);
        }

        return (lines, at);
    }
}

/// <summary>A source's journal doesn't show an event though later ones of its aggregate were published.</summary>
public sealed class MissingEventException(string source, string aggregate, long seq)
    : Exception($"{source}'s journal has no event {seq} of {aggregate}, which comes before one that was published");

/// <summary>An event's place without its facts.</summary>
public sealed record JournalHead(string Aggregate, long Seq, DateTimeOffset StoredAt, string Position);
