using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Guzhang.Journal;

/// <summary>Which store a service's journal is kept in, as its database remembers it.</summary>
public static class KeptIn
{
    /// <summary>The service's own database.</summary>
    public const string Postgres = "postgres";

    /// <summary>The journal's name on a server that several installations share: the setting <c>Journal:Name</c>, or the service's name.</summary>
    public static string Name(IConfiguration settings, string service) => settings["Journal:Name"] ?? service;

    /// <summary>EventStoreDB, under a journal's name.</summary>
    public static string EventStoreDb(string name) => $"eventstoredb {name}";

    /// <summary>
    /// Throws unless the journal is kept in <paramref name="store"/>. A journal that nobody has written to yet may begin anywhere.
    /// To be called before the service starts: it would begin a second history.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is kept elsewhere; the message says where and what to do.</exception>
    public static async Task Require(string store, NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            insert into journal.kept_in (store)
            select case when exists (select 1 from journal.events) then 'postgres' else $1 end
            on conflict do nothing;
            """);
        command.Parameters.Add(new() { Value = store });
        await command.ExecuteNonQueryAsync(cancel);
        var kept = await Read(database, cancel);
        if (kept != store)
        {
            throw new InvalidOperationException(
                $"this journal is kept in {kept}, not in {store}: start the service with the setting that belongs to it, or move the journal first (./run move-journal)");
        }
    }

    /// <summary>Where it is kept.</summary>
    public static async Task<string> Read(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select store from journal.kept_in");
        return (string?)await command.ExecuteScalarAsync(cancel) ?? Postgres;
    }

    /// <summary>Says that it is kept elsewhere from now on.</summary>
    public static async Task Write(string store, NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("insert into journal.kept_in (store) values ($1) on conflict (one) do update set store = excluded.store");
        command.Parameters.Add(new() { Value = store });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
