namespace Guzhang.Journal.Tests.Postgres;

/// <summary>A life that begins while services run: as a restore does, or a tool that calls journal.begin_epoch().</summary>
[Collection(nameof(OwnCluster))]
[Trait("Req", "COL-16")]
public sealed class EpochTests(OwnCluster cluster) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private JournalDatabase journal = null!;

    public async ValueTask InitializeAsync() => journal = await JournalDatabase.Create(cluster.Admin);

    public ValueTask DisposeAsync() => journal.DisposeAsync();

    [Fact]
    public async Task Given_a_copy_that_runs_when_a_new_life_begins_its_next_append_is_in_it_and_no_reader_misses_anything()
    {
        var before = await journal.AppendEach("1", "2");

        var begun = await journal.Run("select journal.begin_epoch()");
        var all = await journal.AppendEach("3");

        all[^1].Position.Epoch.Should().Be((long)begun!);
        (await journal.Read(before[^1].Position)).Should().Equal(all[^1]);
        all.Select(e => e.Position).Should().BeInAscendingOrder();
    }

    [Fact]
    public async Task Given_an_append_under_way_when_a_life_begins_it_is_waited_for_and_later_appends_come_after_it()
    {
        var before = (await journal.AppendEach("before"))[^1].Position;
        var held = await Held.Append(journal, "under way");
        var beginning = journal.Run("select journal.begin_epoch()");
        await UntilWaiting(1);
        var late = journal.Append("late");
        await UntilWaiting(2);
        await journal.Append(held.Connection, "under way too");

        beginning.IsCompleted.Should().BeFalse();
        await held.Commit();
        await held.DisposeAsync();
        var begun = (long)(await beginning.WaitAsync(Limit))!;
        await late.WaitAsync(Limit);

        var all = await Eventually.Get(() => journal.Read(before), all => all.Count == 3);
        all.Select(e => (e.Type, e.Position.Epoch == begun)).Should().Equal(("under way", false), ("under way too", false), ("late", true));
    }

    [Fact]
    public async Task Given_a_life_that_nobody_wrote_in_positions_from_before_it_are_good_and_so_are_those_after_it()
    {
        var before = await journal.AppendEach("1");
        await journal.Run("select journal.begin_epoch()");
        await journal.Run("select journal.begin_epoch()");
        var all = await journal.AppendEach("2");

        all[^1].Position.Path.Should().Equal(before[^1].Position, all[^1].Position);
        (await journal.Read(before[^1].Position)).Should().Equal(all[^1]);
        (await journal.Read(all[^1].Position)).Should().BeEmpty();
    }

    [Fact]
    public async Task Given_a_position_of_a_transaction_that_is_still_to_come_it_is_refused_since_data_were_put_back_without_a_word()
    {
        var last = (await journal.AppendEach("1", "2"))[^1].Position;
        await using var slow = await Held.Append(journal, "slow");
        await journal.Append("fast");

        var reading = () => journal.Read(last with { Tx = last.Tx + 1000 });

        (await reading.Should().ThrowAsync<AbandonedTimelineException>()).Which.Fork.Should().Be(last, "not behind what may yet commit before it");
    }

    private async Task UntilWaiting(long sessions) =>
        (await Eventually.Get(
            () => journal.Run("select count(distinct pid) from pg_locks where not granted and relation = 'journal.streams'::regclass"), waiting => waiting is long n && n >= sessions))
            .Should().Be(sessions);
}
