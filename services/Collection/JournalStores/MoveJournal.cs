using Guzhang.Journal;
using Guzhang.ServiceDefaults;

namespace Guzhang.Collection.JournalStores;

/// <summary>
/// <c>move-journal eventstoredb|postgres</c>, with the service's settings: copies the journal from one store to the other and
/// compares it. The service must be stopped.
/// </summary>
internal static class MoveJournal
{
    /// <summary>0 moved; 1 it can't be, with the reason; 78 a setting is missing.</summary>
    public static async Task<int> RunAsync(string to)
    {
        try
        {
            var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
            var connection = settings.Required("ConnectionStrings:Database");
            settings.Required("ConnectionStrings:EventStoreDb");
            Database.Migrate(connection, typeof(MoveJournal).Assembly);
            await using var database = Database.Open(connection);
            await Elsewhere.Move(to, database, settings, Console.WriteLine);
            Console.WriteLine($"the journal is kept in {await KeptIn.Read(database, CancellationToken.None)} now");
            return 0;
        }
        catch (SettingException missing)
        {
            await Console.Error.WriteLineAsync(missing.Message);
            return 78;
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }

    /// <summary>The store that the settings ask for must be the one the journal is kept in.</summary>
    /// <exception cref="SettingException">It isn't.</exception>
    public static async Task RequireStore(IConfiguration settings, Npgsql.NpgsqlDataSource database)
    {
        try
        {
            var store = settings.GetConnectionString("EventStoreDb") is { Length: > 0 } ? KeptIn.EventStoreDb(KeptIn.Name(settings, "collection")) : KeptIn.Postgres;
            await KeptIn.Require(store, database, CancellationToken.None);
        }
        catch (InvalidOperationException elsewhere)
        {
            throw new SettingException(elsewhere.Message, elsewhere);
        }
    }
}
