using System.Runtime.CompilerServices;
using System.Text;
using EventStore.Client;
using Grpc.Core;
using Npgsql;
using LogPosition = EventStore.Client.Position;

namespace Guzhang.Journal.EventStoreDb;

/// <summary>
/// The journal in EventStoreDB. Every append says which version it stands on, so that the server refuses what came too late;
/// what was refused is told apart from what was stored before by the stream itself. Readers of all events go by the log, filtered
/// on the server by this journal's prefix. What is appended beside a transaction of PostgreSQL stands at once.
/// </summary>
/// <param name="client">To the server or cluster.</param>
/// <param name="name">The journal's: its streams begin with it and a hyphen, so that several share a server.</param>
public sealed partial class EventStoreDbJournal(EventStoreClient client, string name) : IServiceJournal
{
    private const int InFlight = 256;
    private const int Page = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private TaskCompletionSource _appended = NewSignal();

    /// <inheritdoc/>
    public bool CommitsWithTables => false;

    /// <inheritdoc/>
    public Task<IReadOnlyList<AppendResult>> Append(NpgsqlConnection connection, IReadOnlyList<StreamAppend> appends, CancellationToken cancel) =>
        Append(appends, cancel);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AppendResult>> Append(IReadOnlyList<StreamAppend> appends, CancellationToken cancel)
    {
        foreach (var append in appends)
        {
            Judgement.Check(append);
        }

        var results = await Reached(async () =>
        {
            // A journal's life begins before its first event.
            if (_lives is null)
            {
                await LivesNow(Guzhang.Journal.Position.Start, cancel);
            }

            // Judged before anything is sent: what is a mistake by its own stream leaves nothing behind.
            var heads = await Heads(appends.Where(a => a.ExpectedVersion != Expected.NoStream).Select(a => a.Stream).Distinct(), cancel);
            foreach (var append in appends.DistinctBy(a => a.Stream).Where(a => heads.ContainsKey(a.Stream)))
            {
                Judgement.Of(append, heads[append.Stream]);
            }

            // They go out in the order given, without waiting for each other; a stream met again waits for what it had.
            var sent = new List<Task<AppendResult>>(appends.Count);
            var touched = new HashSet<string>();
            foreach (var append in appends)
            {
                if (touched.Add(append.Stream))
                {
                    sent.Add(Send(append, heads.GetValueOrDefault(append.Stream) ?? Head.None, cancel));
                }
                else
                {
                    await Task.WhenAll(sent);
                    sent.Add(Send(append, await HeadOf(append.Stream, cancel), cancel));
                    await sent[^1];
                }

                if (sent.Count >= InFlight)
                {
                    await sent[^InFlight];
                }
            }

            return await Task.WhenAll(sent);
        });
        Wake();
        return results;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> ReadStream(string stream, long afterVersion, int max, CancellationToken cancel) =>
        Reached<IReadOnlyList<StoredEvent>>(async () =>
        {
            var events = new List<StoredEvent>();
            await foreach (var record in Records(stream, afterVersion, max, cancel))
            {
                events.Add(ToStored(record));
            }

            return events;
        });

    /// <inheritdoc/>
    public async Task<ILookup<string, StoredEvent>> ReadStreams(IReadOnlyCollection<string> streams, CancellationToken cancel)
    {
        var read = new List<StoredEvent>();
        foreach (var some in streams.Distinct().Chunk(InFlight))
        {
            foreach (var stream in await Task.WhenAll(some.Select(s => ReadStream(s, 0, int.MaxValue, cancel))))
            {
                read.AddRange(stream);
            }
        }

        return read.ToLookup(e => e.Stream);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredEvent>> ReadPublished(string stream, long fromSeq, int max, CancellationToken cancel)
    {
        // A seq is never above the version, so nothing that is asked for stands before.
        var published = new List<StoredEvent>();
        for (var after = Math.Max(0, fromSeq - 1); published.Count < max;)
        {
            var page = await ReadStream(stream, after, Page, cancel);
            published.AddRange(page.Where(e => e.Seq >= fromSeq).Take(max - published.Count));
            if (page.Count < Page)
            {
                break;
            }

            after = page[^1].Version;
        }

        return published;
    }

    /// <inheritdoc/>
    public async Task WaitForMore(TimeSpan atMost, CancellationToken cancel)
    {
        // Appends of this process wake at once; those of another copy are seen at the next look.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(_appended.Task, Task.Delay(atMost, ended.Token));
        await ended.CancelAsync();
        cancel.ThrowIfCancellationRequested();
        Interlocked.Exchange(ref _appended, NewSignal());
    }

    /// <inheritdoc/>
    public void Wake() => _appended.TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string Name(string stream) => $"{name}-{stream}";

    /// <summary>Sends one append, and judges anew where somebody was faster.</summary>
    private async Task<AppendResult> Send(StreamAppend append, Head head, CancellationToken cancel)
    {
        while (true)
        {
            var (verdict, version) = Judgement.Of(append, head);
            if (verdict != Verdict.Write)
            {
                // A caller who expects no stream was believed so far.
                if (append.ExpectedVersion != Expected.NoStream || head.Version > 0)
                {
                    return new AppendResult(verdict == Verdict.Repeated ? AppendOutcome.Repeated : AppendOutcome.WrongVersion, version);
                }
            }

            var expected = version == 0 ? StreamRevision.None : StreamRevision.FromInt64(version - 1);
            var result = await client.AppendToStreamAsync(
                Name(append.Stream), expected, Events(append, head.Shown), options => options.ThrowOnAppendFailure = false, cancellationToken: cancel)
                .WaitAsync(Patience, cancel);
            if (result is not WrongExpectedVersionResult)
            {
                return new AppendResult(AppendOutcome.Appended, version + append.Events.Count);
            }

            head = await HeadOf(append.Stream, cancel);
        }
    }

    private static IEnumerable<EventData> Events(StreamAppend append, long shown)
    {
        foreach (var e in append.Events)
        {
            shown += e.Published ? 1 : 0;
            yield return new Beside(e.Id, e.Published ? shown : null, shown, append.RecordedAt, append.TraceParent).With(e.Type, e.Data);
        }
    }

    private async Task<Dictionary<string, Head>> Heads(IEnumerable<string> streams, CancellationToken cancel)
    {
        var heads = new Dictionary<string, Head>();
        foreach (var some in streams.Chunk(InFlight))
        {
            foreach (var (stream, head) in some.Zip(await Task.WhenAll(some.Select(s => HeadOf(s, cancel)))))
            {
                heads.Add(stream, head);
            }
        }

        return heads;
    }

    private async Task<Head> HeadOf(string stream, CancellationToken cancel)
    {
        var ids = new List<Guid>();
        var shown = 0L;
        await foreach (var record in Records(stream, 0, int.MaxValue, cancel))
        {
            var beside = Beside.Read(record);
            ids.Add(beside.Id);
            shown = beside.Shown;
        }

        return ids.Count == 0 ? Head.None : new Head(ids, shown);
    }

    private async IAsyncEnumerable<EventRecord> Records(string stream, long afterVersion, int max, [EnumeratorCancellation] CancellationToken cancel)
    {
        var read = client.ReadStreamAsync(Direction.Forwards, Name(stream), StreamPosition.FromInt64(afterVersion), max, deadline: Patience, cancellationToken: cancel);
        if (await read.ReadState == ReadState.StreamNotFound)
        {
            yield break;
        }

        await foreach (var found in read)
        {
            yield return found.Event;
        }
    }

    /// <summary>Its position is known where it was read from the log.</summary>
    private StoredEvent ToStored(EventRecord record, Lives? lives = null, LogPosition log = default)
    {
        var beside = Beside.Read(record);
        return new StoredEvent(
            lives is null ? Guzhang.Journal.Position.Start : beside.Position is { } kept ? lives.Kept(kept) : lives.At(log),
            record.EventStreamId[(name.Length + 1)..], record.EventNumber.ToInt64() + 1, beside.Id, record.EventType, beside.Seq,
            Encoding.UTF8.GetString(record.Data.Span), InMicroseconds(beside.RecordedAt),
            InMicroseconds(beside.StoredAt ?? new DateTimeOffset(DateTime.SpecifyKind(record.Created, DateTimeKind.Utc))), beside.TraceParent);
    }

    /// <summary>As PostgreSQL keeps times: an event is the same in either store.</summary>
    private static DateTimeOffset InMicroseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <summary>Failures of server and network become one that everybody here knows as an outage.</summary>
    private static async Task<T> Reached<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure
            is RpcException { StatusCode: not (StatusCode.Cancelled or StatusCode.InvalidArgument) } or DiscoveryException or NotLeaderException or TimeoutException)
        {
            throw new JournalAwayException("EventStoreDB does not answer", failure);
        }
    }
}
