using Npgsql;

namespace Guzhang.Journal.Inbox;

/// <summary>
/// Tells whether this service has taken in what the journals it follows held when this process started. What is decided by
/// time waits for that: after an outage, or on a first start, what is known here is not yet what has happened.
/// </summary>
public sealed class CaughtUp(InboxOptions options, NpgsqlDataSource database, JournalClient journals)
{
    private const int PageSize = 100;
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;
    private readonly HashSet<string> _reached = [];

    /// <summary>True from when the comparison has passed all of it. Throws where a source is away: nobody knows then.</summary>
    public async Task<bool> Look(CancellationToken cancel)
    {
        foreach (var source in options.Sources.Where(s => !_reached.Contains(s)))
        {
            if (!await IsPassed(source, cancel))
            {
                return false;
            }

            _reached.Add(source);
        }

        return true;
    }

    private async Task<bool> IsPassed(string source, CancellationToken cancel)
    {
        for (var from = await Compared(source, cancel); ;)
        {
            var (heads, at) = await journals.Heads(source, from, PageSize, cancel);
            if (heads.Count > 0)
            {
                return heads[0].StoredAt >= _started;
            }

            if (at <= from)
            {
                return true;
            }

            from = at; // private events only
        }
    }

    private async Task<Position> Compared(string source, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select position from journal.compared where consumer = $1 and source = $2");
        command.Parameters.Add(new() { Value = options.Consumer });
        command.Parameters.Add(new() { Value = source });
        return Position.Parse((string?)await command.ExecuteScalarAsync(cancel));
    }
}
