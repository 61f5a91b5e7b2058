using System.Diagnostics;
using Npgsql;

namespace Guzhang.Journal.Relaying;

/// <summary>
/// A <see cref="LeaderLock"/> that a frozen process loses. A killed process's session ends at once, a frozen or cut-off
/// one's does not: so the leader uses its session every two seconds, and whoever wants to lead ends one that was idle for
/// ten. What a leader writes goes through <see cref="Use"/>, the same session: a copy that lost the lock can't write.
/// </summary>
public sealed class Leadership : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(10);

    private const string EndStale =
        """
        select count(pg_terminate_backend(a.pid)) from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where l.locktype = 'advisory' and l.database = (select oid from pg_database where datname = current_database())
          and (l.classid::bigint << 32 | l.objid::bigint) = $1 and l.objsubid = 1 and l.granted
          and a.state like 'idle%' and a.state_change < clock_timestamp() - $2
        """;

    private readonly LeaderLock _lock;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _beating;
    private long _used = Stopwatch.GetTimestamp();

    private Leadership(LeaderLock taken)
    {
        _lock = taken;
        _beating = KeepInUse();
    }

    /// <summary>Cancelled when the session ended under the leader.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Takes the lead, or returns nothing where another copy has it; one that doesn't stir any more loses it to the next attempt.</summary>
    public static async Task<Leadership?> TryTake(NpgsqlDataSource database, string name, CancellationToken cancel)
    {
        if (await LeaderLock.TryTake(database, name, cancel) is { } taken)
        {
            return new Leadership(taken);
        }

        await using var end = database.CreateCommand(EndStale);
        end.Parameters.Add(new() { Value = LeaderLock.Key(name) });
        end.Parameters.Add(new() { Value = Stale });
        await end.ExecuteNonQueryAsync(cancel);
        return null;
    }

    /// <summary>Runs something in the session that holds the lock; only one at a time.</summary>
    public async Task<T> Use<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            var result = await work(_lock.Connection);
            Interlocked.Exchange(ref _used, Stopwatch.GetTimestamp());
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>To be asked before something that others see: a process that was frozen may be leader no more and not know yet.</summary>
    /// <exception cref="LeadershipLostException">The session was not heard of for so long that another copy may lead.</exception>
    public void ThrowIfUnsure()
    {
        if (_lost.IsCancellationRequested || Stopwatch.GetElapsedTime(Interlocked.Read(ref _used)) > Stale)
        {
            throw new LeadershipLostException();
        }
    }

    /// <summary>Gives the lock up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _beating;
        await _lock.DisposeAsync();
        _turn.Dispose();
        _ended.Dispose();
        _lost.Dispose();
    }

    private async Task KeepInUse()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Beat, _ended.Token);
                await Use(
                    async session =>
                    {
                        await using var command = new NpgsqlCommand("select 1", session);
                        return await command.ExecuteScalarAsync(_ended.Token);
                    },
                    _ended.Token);
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // Given up.
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException or OperationCanceledException)
        {
            await _lost.CancelAsync();
        }
    }
}

/// <summary>Another copy may lead by now.</summary>
public sealed class LeadershipLostException() : Exception("another copy may lead");
