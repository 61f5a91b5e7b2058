using Guzhang.Contracts;
using Guzhang.Journal.Inbox;
using Npgsql;

namespace Guzhang.Journal.Rebuilding;

/// <summary>Folds journals into tables in the making and writes their rows; while some are written the next are folded.</summary>
public sealed class TableMaker(NpgsqlDataSource database, IRebuiltTables tables) : IAsyncDisposable
{
    private readonly Dictionary<string, Intake> _intakes = [];
    private Task _writing = Task.CompletedTask;

    /// <summary>Events folded so far.</summary>
    public long Events
    {
        get
        {
            lock (_intakes)
            {
                return _intakes.Values.Sum(i => i.Count);
            }
        }
    }

    /// <summary>Takes in a source's pages, from where the last ones ended.</summary>
    public async Task Read(string source, IAsyncEnumerable<JournalPage> pages, CancellationToken cancel)
    {
        var intake = Of(source);
        await foreach (var page in pages.WithCancellation(cancel))
        {
            using (page)
            {
                foreach (var e in page.Events())
                {
                    intake.Take(e);
                }
            }

            intake.At = page.At;
            await Write(all: false, cancel);
        }
    }

    /// <summary>Writes everything there is. Called again after more was read, it writes what that changed.</summary>
    public async Task WriteAll(CancellationToken cancel)
    {
        await Write(all: true, cancel);
        await _writing;
    }

    /// <summary>Writes everything there is in the transaction of <paramref name="connection"/>.</summary>
    internal async Task WriteAll(NpgsqlConnection connection, CancellationToken cancel)
    {
        while (tables.Due(all: true) is { } rows)
        {
            await rows(connection, cancel);
        }
    }

    internal void Take(string source, IEnumerable<PublishedEvent> events)
    {
        var intake = Of(source);
        foreach (var e in events)
        {
            intake.Take(e);
        }
    }

    internal Intake Of(string source)
    {
        lock (_intakes)
        {
            return _intakes.TryGetValue(source, out var intake) ? intake : _intakes[source] = new Intake(tables);
        }
    }

    /// <summary>Waits for the rows that are being written; their failure is known or comes too late.</summary>
    public async ValueTask DisposeAsync() => await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task Write(bool all, CancellationToken cancel)
    {
        while (tables.Due(all) is { } rows)
        {
            await _writing;
            _writing = Task.Run(() => InTransaction(rows, cancel), cancel);
        }
    }

    private async Task InTransaction(WriteRows rows, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // What is lost in a crash is made again; the swap waits for its own commit, and with it for all before.
        await using (var setting = new NpgsqlCommand("set local synchronous_commit = off", connection))
        {
            await setting.ExecuteNonQueryAsync(cancel);
        }

        await rows(connection, cancel);
        await transaction.CommitAsync(cancel);
    }
}
