using EventStore.Client;

namespace Guzhang.Journal.EventStoreDb;

/// <summary>The lives of a journal, in a stream beside its own; and the marks of what was moved here, in another.</summary>
internal sealed class LifeRecord(EventStoreClient client, string name)
{
    private string Stream => $"lives.{name}";

    private string MarksStream => $"marks.{name}";

    public async Task<Lives> Read(CancellationToken cancel)
    {
        var lives = await All<Life>(Stream, cancel);
        var marks = lives.Exists(l => l.Since is null) ? await All<Mark>(MarksStream, cancel) : [];
        return new Lives(lives, [.. marks.Select(m => (Guzhang.Journal.Position.Parse(m.Position), new EventStore.Client.Position(m.Commit, m.Prepare)))]);
    }

    /// <summary>
    /// Begins a life: the first, or one that follows what was moved or put back. Where another copy begins one at the same
    /// time, that one stands.
    /// </summary>
    /// <param name="before">The last position of the lives before.</param>
    /// <param name="since">A commit position before which no event is its own.</param>
    /// <param name="cancel">Ends the attempt.</param>
    public async Task Begin(string? before, ulong since, CancellationToken cancel)
    {
        var lives = await All<Life>(Stream, cancel);
        var epoch = (lives.Count == 0 ? 0 : lives[^1].Epoch) + 1 + Random.Shared.Next(1_000_000_000);
        await Append(Stream, lives.Count, "life", [new Life(epoch, before, since)], cancel);
    }

    /// <summary>Notes lives that were spent elsewhere, behind those that are noted.</summary>
    public Task Keep(IReadOnlyList<Life> lives, int noted, CancellationToken cancel) =>
        lives.Count == 0 ? Task.CompletedTask : Append(Stream, noted, "life", lives, cancel);

    /// <summary>Notes where moved events stand.</summary>
    public Task Keep(IEnumerable<Mark> marks, CancellationToken cancel) => Append(MarksStream, null, "mark", marks, cancel);

    private async Task Append<T>(string stream, int? expected, string type, IEnumerable<T> records, CancellationToken cancel)
    {
        var events = records.Select(r => new EventData(Uuid.NewUuid(), type, Lives.Write(r)));
        if (expected is not { } version)
        {
            await client.AppendToStreamAsync(stream, StreamState.Any, events, cancellationToken: cancel);
            return;
        }

        await client.AppendToStreamAsync(
            stream, version == 0 ? StreamRevision.None : StreamRevision.FromInt64(version - 1), events, options => options.ThrowOnAppendFailure = false,
            cancellationToken: cancel);
    }

    private async Task<List<T>> All<T>(string stream, CancellationToken cancel)
    {
        var all = new List<T>();
        var read = client.ReadStreamAsync(Direction.Forwards, stream, StreamPosition.Start, cancellationToken: cancel);
        if (await read.ReadState == ReadState.StreamNotFound)
        {
            return all;
        }

        await foreach (var found in read)
        {
            all.Add(Lives.Read<T>(found.Event));
        }

        return all;
    }
}
