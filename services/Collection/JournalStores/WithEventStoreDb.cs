using Guzhang.Journal;
using Guzhang.Journal.EventStoreDb;
using Npgsql;

namespace Guzhang.Collection.JournalStores;

/// <summary>Where the journal may be kept besides the service's own database: in EventStoreDB.</summary>
internal static class Elsewhere
{
    public static void Add(IHostApplicationBuilder builder, JournalOptions options) => EventStoreDbRegistration.Add(builder, options);

    /// <exception cref="InvalidOperationException">There is no such store, or the journal can't be moved there.</exception>
    public static Task Move(string to, NpgsqlDataSource database, IConfiguration settings, Action<string> progress) => MovingJournal.Run(
        to, database, settings.GetConnectionString("EventStoreDb")!, KeptIn.Name(settings, "collection"), progress, CancellationToken.None);
}
