using System.Reflection;
using Guzhang.Audit;
using Npgsql;

namespace Guzhang.Journal;

/// <summary>Brings a service's database to the version of its scripts.</summary>
public static class Database
{
    /// <summary>Runs the audit log's and the journal's scripts, then those embedded in <paramref name="service"/>, each once, in the order of their names.</summary>
    /// <exception cref="InvalidOperationException">A script failed; the message names it.</exception>
    public static void Migrate(string connectionString, Assembly service)
    {
        AuditSchema.Install(connectionString);
        Migrations.Run(connectionString, typeof(Database).Assembly);
        Migrations.Run(connectionString, service);
    }

    /// <summary>
    /// A pool of connections to a service's database. Statements met twice are prepared: parsing and planning an append
    /// anew costs as much as doing it. Sessions go back to the pool as they are, since making them as new takes six statements
    /// a time: so nobody changes a session's settings but with 'set local'. Each new connection looks which life of the
    /// journal it is in, since a restore ends them all: so none appends to a restored journal under the old epoch.
    /// </summary>
    public static NpgsqlDataSource Open(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection) { NoResetOnClose = true };
        if (settings.MaxAutoPrepare == 0)
        {
            settings.MaxAutoPrepare = 50;
            settings.AutoPrepareMinUsages = 2;
        }

        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UsePhysicalConnectionInitializer(
            opened => EnterEpoch(opened).ExecuteNonQuery(),
            async opened =>
            {
                await using var enter = EnterEpoch(opened);
                await enter.ExecuteNonQueryAsync();
            });
        return builder.Build();
    }

    private static NpgsqlCommand EnterEpoch(NpgsqlConnection opened) => new("select journal.enter_epoch()", opened);
}
