using Npgsql;

namespace Guzhang.Journal.Tests.Postgres;

/// <summary>A transaction that has written and stays open until it is committed or disposed.</summary>
internal sealed class Held : IAsyncDisposable
{
    private readonly NpgsqlDataSource? own;
    private readonly NpgsqlTransaction transaction;

    private Held(NpgsqlConnection connection, NpgsqlTransaction transaction, NpgsqlDataSource? own = null) =>
        (Connection, this.transaction, this.own) = (connection, transaction, own);

    public NpgsqlConnection Connection { get; }

    public int Pid => Connection.ProcessID;

    /// <summary>With an event appended in it.</summary>
    public static async Task<Held> Append(JournalDatabase journal, string type)
    {
        var connection = await journal.Source.OpenConnectionAsync();
        var held = new Held(connection, await connection.BeginTransactionAsync());
        await journal.Append(connection, type);
        return held;
    }

    /// <summary>With something written that is no event, by a program of another name in any database.</summary>
    public static async Task<Held> Writing(string connectionString, string application, string sql)
    {
        var own = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = application }.ConnectionString);
        var connection = await own.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
#pragma warning disable CA2100 // The statement is a test's own.
        await using var command = new NpgsqlCommand($"create temporary table held (n int); {sql}", connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return new Held(connection, transaction, own);
    }

    public Task Commit() => transaction.CommitAsync();

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await Connection.DisposeAsync();
        if (own is not null)
        {
            await own.DisposeAsync();
        }
    }
}
