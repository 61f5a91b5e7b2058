using Npgsql;

namespace Guzhang.Journal.Postgres;

/// <summary>The lives of a journal (<c>journal.epochs</c>) as they stood at one look: where each one's history before it ended.</summary>
internal sealed class Lives
{
    /// <summary>All of them, the present one last, and the first transaction that is still to come.</summary>
    public const string Query = "select epoch, before, pg_snapshot_xmax(pg_current_snapshot()) from journal.epochs order by epoch";

    private readonly Dictionary<long, string?> _before = [];
    private long _present;
    private ulong _next;

    /// <summary>Nothing known yet.</summary>
    public static Lives None { get; } = new();

    /// <summary>Reads what <see cref="Query"/> answers.</summary>
    public static async Task<Lives> Read(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var lives = new Lives();
        while (await reader.ReadAsync(cancel))
        {
            (lives._present, lives._next) = (reader.GetInt64(0), reader.GetFieldValue<ulong>(2));
            lives._before[lives._present] = await reader.IsDBNullAsync(1, cancel) ? null : reader.GetString(1);
        }

        return lives;
    }

    /// <summary>Whether all the events are of lives known here.</summary>
    public bool Know(List<StoredEvent> events) => events.TrueForAll(e => _before.ContainsKey(e.Position.Epoch));

    /// <summary>The events with whole positions: those read from the table lack what came before their life.</summary>
    public List<StoredEvent> Locate(List<StoredEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            if (_before[events[i].Position.Epoch] is { } before)
            {
                events[i] = events[i] with { Position = events[i].Position with { Before = before } };
            }
        }

        return events;
    }

    /// <summary>Throws unless every part of the way to a position is in this journal.</summary>
    /// <exception cref="AbandonedTimelineException">It isn't; with the last place that both histories have.</exception>
    public async Task RefuseAbandoned(Position asked, NpgsqlConnection connection, CancellationToken cancel)
    {
        // A transaction still to come: older files were put back, and nobody has begun a new life.
        if (asked == Position.Start || (asked.Epoch == _present && asked.Tx < _next))
        {
            return;
        }

        var shared = Position.Start;
        foreach (var end in asked.Path)
        {
            if (!_before.ContainsKey(end.Epoch))
            {
                throw new AbandonedTimelineException(asked, shared);
            }

            var last = await LastUntil(end.Epoch, connection, cancel);
            if (end > last)
            {
                throw new AbandonedTimelineException(asked, last);
            }

            shared = end;
        }
    }

    private async Task<Position> LastUntil(long epoch, NpgsqlConnection connection, CancellationToken cancel)
    {
        // Not beyond what readers may see: whoever goes on from there must not miss what commits late.
        var end = epoch == _present ? PostgresEventStore.Edge : "($1 + 1, '0'::xid8)";
        await using var command = new NpgsqlCommand(
            $"select epoch, tx, position from journal.events where epoch <= $1 and (epoch, tx) < {end} order by epoch desc, tx desc, position desc limit 1",
            connection);
        command.Parameters.Add(new() { Value = epoch });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new Position(reader.GetInt64(0), reader.GetFieldValue<ulong>(1), reader.GetInt64(2)) { Before = _before[reader.GetInt64(0)] }
            : Position.Start;
    }
}
