using Npgsql;

namespace Guzhang.Journal;

/// <summary>
/// A journal as a service has it that keeps tables in PostgreSQL beside it. Only a journal in the same database commits with
/// them; of another, what is appended stands at once. So whoever uses both appends last, just before the commit, with ids and
/// versions by which a repetition finds what is stored, and brings tables that are behind to what the streams say.
/// </summary>
public interface IServiceJournal : IEventStore
{
    /// <summary>Whether what is appended beside a transaction commits, or vanishes, with it.</summary>
    bool CommitsWithTables { get; }

    /// <summary>
    /// Appends beside a transaction of the service's database (read committed). Call <see cref="Wake"/> after the commit, or the
    /// relay notices at its next look.
    /// </summary>
    Task<IReadOnlyList<AppendResult>> Append(NpgsqlConnection connection, IReadOnlyList<StreamAppend> appends, CancellationToken cancel);

    /// <summary>Tells readers in this process that there is more to read.</summary>
    void Wake();
}
