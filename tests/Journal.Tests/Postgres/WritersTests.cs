using Npgsql;

namespace Guzhang.Journal.Tests.Postgres;

/// <summary>Writers do not queue: while one stands still the others commit, wherever it stands.</summary>
[Collection(nameof(OwnCluster))]
[Trait("Req", "COL-16")]
public sealed class WritersTests(OwnCluster cluster) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly string[] Others = [.. Enumerable.Range(0, 15).Select(n => $"other {n}")];
    private JournalDatabase journal = null!;

    public async ValueTask InitializeAsync() => journal = await JournalDatabase.Create(cluster.Admin);

    public ValueTask DisposeAsync() => journal.DisposeAsync();

    [Fact]
    public async Task Given_one_append_held_open_fifteen_others_on_other_streams_commit()
    {
        await using var held = await Held.Append(journal, "held");

        await Task.WhenAll(Others.Select(journal.Append)).WaitAsync(Limit);

        (await journal.Query("select type from journal.events", r => r.GetString(0))).Should().BeEquivalentTo(Others);
    }

    [Fact]
    public async Task Given_sixteen_appends_held_open_no_two_have_a_lock_in_common_that_one_of_them_could_wait_for()
    {
        var held = new List<Held>();
        try
        {
            for (var writer = 0; writer < 16; writer++)
            {
                held.Add(await Held.Append(journal, $"held {writer}").WaitAsync(Limit));
            }

            // RowExclusiveLock on a table is every writer's; it keeps none from another.
            var pids = string.Join(',', held.Select(h => h.Pid));
            var common = await journal.Query(
                $"""
                select locktype || ' ' || coalesce(relation::regclass::text, '') || ' ' || mode || ' × ' || count(distinct pid)
                from pg_locks where pid in ({pids}) and mode not in ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
                group by locktype, relation, database, page, tuple, virtualxid, transactionid::text, classid, objid, objsubid, mode having count(distinct pid) > 1
                union all select 'waits: ' || locktype from pg_locks where pid in ({pids}) and not granted
                """,
                r => r.GetString(0));
            common.Should().BeEmpty();
            (await journal.Run($"select count(distinct pid) from pg_locks where pid in ({pids}) and relation = 'journal.events'::regclass")).Should().Be(16L);
        }
        finally
        {
            foreach (var one in held)
            {
                await one.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Given_one_whose_commit_hangs_fifteen_others_commit()
    {
        await WhileACommitHangs(async others => await others.WaitAsync(Limit));

        (await journal.Run("select count(*) from journal.events where type like 'other%'")).Should().Be(15L);
    }

    /// <summary>The control of the test above: a NOTIFY in the append takes a lock that all commits of the cluster have in common.</summary>
    [Fact]
    public async Task Given_appends_that_notify_fifteen_others_wait_for_the_one_whose_commit_hangs()
    {
        await journal.Run(
            """
            create function tell() returns trigger language plpgsql as $$ begin notify appended; return null; end $$;
            create trigger tell after insert on journal.events for each statement execute function tell();
            """);

        await WhileACommitHangs(async others =>
        {
            (await Eventually.Get(() => journal.Run("select count(*) from pg_locks where locktype = 'object' and not granted"), waiting => waiting is 15L))
                .Should().Be(15L);
            others.IsCompleted.Should().BeFalse();
        });
    }

    /// <summary>
    /// One append has written its commit and waits for a standby that never comes, which the others don't wait for: from
    /// there on it holds all that a commit holds.
    /// </summary>
    private async Task WhileACommitHangs(Func<Task, Task> then)
    {
        await using var source = Database.Open(
            new NpgsqlConnectionStringBuilder(journal.ConnectionString) { Options = "-c synchronous_commit=local" }.ConnectionString);
        var writers = new Guzhang.Journal.Postgres.PostgresEventStore(source);
        await Task.WhenAll(Enumerable.Range(0, 15).Select(n => Append(writers, $"warm {n}")));
        await journal.Run("alter system set synchronous_standby_names = 'nobody'");
        await journal.Run("select pg_reload_conf()");
        Task commit, others;
        try
        {
            commit = await Hanging();
            others = Task.WhenAll(Others.Select(type => Append(writers, type)));
            await then(others);
            commit.IsCompleted.Should().BeFalse();
        }
        finally
        {
            await journal.Run("alter system reset synchronous_standby_names");
            await journal.Run("select pg_reload_conf()");
        }

        await Task.WhenAll(commit, others).WaitAsync(Limit);
    }

    /// <summary>
    /// The commit that hangs. Sessions and servers of the cluster take a reloaded setting each in their own time, and until
    /// they all have, commits go through: so the first that does not.
    /// </summary>
    private async Task<Task> Hanging()
    {
        for (var since = DateTime.UtcNow; DateTime.UtcNow - since < Limit;)
        {
            var held = await Held.Append(journal, "hanging");
            var pid = held.Pid;
            var commit = Ended(held);
            await Eventually.Get(
                () => journal.Run($"select count(*) from pg_stat_activity where pid = {pid} and wait_event = 'SyncRep'"), waiting => waiting is 1L || commit.IsCompleted);
            if (!commit.IsCompleted)
            {
                return commit;
            }
        }

        throw new InvalidOperationException("no commit waits for the standby");
    }

    private static async Task Ended(Held held)
    {
        await using (held)
        {
            await held.Commit();
        }
    }

    private static async Task Append(Guzhang.Journal.Postgres.PostgresEventStore store, string type) => await store.Append(
        [new StreamAppend($"test-{Guid.NewGuid()}", Expected.NoStream, [new NewEvent(Guid.NewGuid(), type, "{}")], DateTimeOffset.UtcNow, null)], default);
}
