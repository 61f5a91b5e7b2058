using Npgsql;
using Xunit;

namespace Guzhang.Testing;

/// <summary>
/// A new, empty database, dropped at the end. As a class fixture: IClassFixture&lt;FreshDatabase&gt;; by hand:
/// <see cref="CreateAsync"/> with 'await using'.
/// </summary>
public sealed class FreshDatabase : IAsyncLifetime
{
    private readonly string name = "test_" + Guid.NewGuid().ToString("N")[..16];
    private string? admin;

    /// <summary>Npgsql connection string, as the superuser.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>On the run's own server, or on the one that <paramref name="postgres"/> leads to as superuser.</summary>
    public static async Task<FreshDatabase> CreateAsync(string? postgres = null)
    {
        var database = new FreshDatabase { admin = postgres };
        await database.InitializeAsync();
        return database;
    }

    public async ValueTask InitializeAsync()
    {
        admin ??= (await TestServers.GetAsync()).Postgres;
        await RunAsync($"create database {name}");
        ConnectionString = new NpgsqlConnectionStringBuilder(admin) { Database = name }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (ConnectionString.Length > 0)
        {
            await using (var pooled = new NpgsqlConnection(ConnectionString))
            {
                NpgsqlConnection.ClearPool(pooled);
            }
            await RunAsync($"drop database if exists {name} with (force)");
        }
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync();
#pragma warning disable CA2100 // The name is ours.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
