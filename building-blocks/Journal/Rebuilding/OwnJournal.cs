using System.Runtime.CompilerServices;
using Guzhang.Contracts;
using Guzhang.Journal.Postgres;
using Npgsql;

namespace Guzhang.Journal.Rebuilding;

/// <summary>The service's own journal, for tables that also hold what it decided itself.</summary>
internal sealed class OwnJournal(PostgresEventStore journal, JournalOptions options)
{
    private const int PageSize = 5000;

    public string Source => options.Source;

    /// <summary>Everything after a position that a reader may see by now.</summary>
    public async IAsyncEnumerable<(List<PublishedEvent> Events, Position At)> Pages(Position from, [EnumeratorCancellation] CancellationToken cancel)
    {
        while (await journal.ReadAll(from, PageSize, cancel) is { Count: > 0 } page)
        {
            from = page[^1].Position;
            yield return (Published(page), from);
        }
    }

    /// <summary>
    /// Everything committed after a position, not waiting for transactions elsewhere. Whole only where the caller's
    /// locks keep everybody from appending.
    /// </summary>
    public async Task<List<PublishedEvent>> Committed(Position from, NpgsqlConnection connection, CancellationToken cancel) =>
        Published(await journal.ReadCommitted(from, connection, cancel));

    private List<PublishedEvent> Published(IEnumerable<StoredEvent> events) => [.. events.Select(options.ToPublished).OfType<PublishedEvent>()];
}
