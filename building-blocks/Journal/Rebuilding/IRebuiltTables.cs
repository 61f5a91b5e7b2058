using Guzhang.Contracts;
using Npgsql;

namespace Guzhang.Journal.Rebuilding;

/// <summary>Writes rows in the caller's transaction.</summary>
public delegate Task WriteRows(NpgsqlConnection connection, CancellationToken cancel);

/// <summary>
/// A service's tables in the making, in a schema beside the live one: the fold that the live path uses, and a writer for
/// many rows. It keeps what it must know of each aggregate, never the events.
/// </summary>
public interface IRebuiltTables
{
    /// <summary>
    /// Folds one event; those of an aggregate come in order, each once. Where the event can't be read or makes no sense it
    /// throws, as the live path does, and has changed nothing.
    /// </summary>
    void Take(PublishedEvent e);

    /// <summary>
    /// Hands over rows to be written in one short transaction, or null where there are none. Until <paramref name="all"/>
    /// is asked for, rows that later events may still change can be kept back; afterwards only what has changed since.
    /// </summary>
    WriteRows? Due(bool all);
}
