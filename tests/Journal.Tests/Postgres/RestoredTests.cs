namespace Guzhang.Journal.Tests.Postgres;

/// <summary>
/// Dumps put back: what a reader held before is still good as far as the dump goes, new events come after all before, and
/// whoever read what the dump lacks is told where histories part.
/// </summary>
[Collection(nameof(OwnCluster))]
[Trait("Req", "COL-16")]
public sealed class RestoredTests(OwnCluster cluster, OtherCluster elsewhere) : IClassFixture<OtherCluster>, IAsyncLifetime
{
    private JournalDatabase journal = null!;
    private IReadOnlyList<StoredEvent> kept = null!;
    private string dump = "";

    /// <summary>Five events, a dump, and two more that the dump lacks.</summary>
    public async ValueTask InitializeAsync()
    {
        journal = await JournalDatabase.Create(cluster.Admin);
        kept = await journal.AppendEach("1", "2", "3", "4", "5");
        dump = await journal.Dump();
        await journal.AppendEach("6", "7");
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(dump);
        await journal.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Given_a_dump_put_back_then_positions_are_good_reading_goes_on_and_what_it_lacks_is_refused_with_the_fork(bool intoAFreshCluster)
    {
        var lost = (await journal.Read(kept[^1].Position))[^1].Position;
        await using var restored = await JournalDatabase.Restore(intoAFreshCluster ? elsewhere.Admin : cluster.Admin, dump);

        (await restored.Read(Position.Start)).Should().Equal(kept, "it is the same history");
        (await restored.Read(kept[2].Position)).Should().Equal(kept.Skip(3));
        (await restored.Read(kept[^1].Position)).Should().BeEmpty();

        var more = (await restored.AppendEach("new 6", "new 7")).Skip(5).ToList();
        more.Select(e => e.Type).Should().Equal("new 6", "new 7");
        more.Should().AllSatisfy(e => e.Position.Should().BeGreaterThan(lost).And.BeGreaterThan(kept[^1].Position));
        (await restored.Read(kept[^1].Position)).Should().Equal(more);
        (await restored.Read(Position.Parse(more[0].Position.ToString()))).Should().Equal(more[1]);
        (await restored.Store.ReadStream(more[0].Stream, 0, 10, default)).Should().Equal(more[0]);
        await ShouldPart(restored, lost, kept[^1].Position);

        (await journal.Read(kept[^1].Position)).Select(e => e.Type).Should().Equal(["6", "7"], "the first one goes on as it was");
        await ShouldPart(journal, more[^1].Position, kept[^1].Position);
    }

    [Fact]
    public async Task Given_a_dump_put_back_then_an_append_sent_again_is_known_and_streams_stand_where_they_stood()
    {
        var stored = kept[0];
        await using var restored = await JournalDatabase.Restore(elsewhere.Admin, dump);

        var again = await restored.Store.Append(
            [new StreamAppend(stored.Stream, Expected.NoStream, [new NewEvent(stored.Id, stored.Type, stored.Data)], stored.RecordedAt, null)], default);
        var next = await restored.Store.Append(
            [new StreamAppend(stored.Stream, 1, [new NewEvent(Guid.NewGuid(), "next", "{}")], stored.RecordedAt, null)], default);

        again.Should().Equal(new AppendResult(AppendOutcome.Repeated, 1));
        next.Should().Equal(new AppendResult(AppendOutcome.Appended, 2));
    }

    [Fact]
    public async Task Given_one_dump_put_back_twice_the_two_are_different_lives_and_each_refuses_the_others_positions_with_the_fork()
    {
        await using var one = await JournalDatabase.Restore(elsewhere.Admin, dump);
        await using var two = await JournalDatabase.Restore(elsewhere.Admin, dump);
        var ofOne = (await one.AppendEach("one"))[^1].Position;
        var ofTwo = (await two.AppendEach("two"))[^1].Position;

        ofOne.Epoch.Should().NotBe(ofTwo.Epoch);
        await ShouldPart(two, ofOne, kept[^1].Position);
        await ShouldPart(one, ofTwo, kept[^1].Position);
    }

    [Fact]
    public async Task Given_an_older_and_a_newer_dump_put_back_histories_part_at_the_older_ones_end_whoever_asks()
    {
        var newer = await journal.Dump();
        await using var old = await JournalDatabase.Restore(elsewhere.Admin, dump);
        await using var young = await JournalDatabase.Restore(elsewhere.Admin, newer);
        File.Delete(newer);
        var ofOld = (await old.AppendEach("old"))[^1].Position;
        var ofYoung = (await young.AppendEach("young"))[^1].Position;

        await ShouldPart(young, ofOld, kept[^1].Position);
        await ShouldPart(old, ofYoung, kept[^1].Position);
    }

    [Fact]
    public async Task Given_a_restore_of_a_restore_positions_of_every_life_are_good_and_it_begins_no_more_lives_than_it_has()
    {
        await using var second = await JournalDatabase.Restore(elsewhere.Admin, dump);
        var two = await second.AppendEach("second life");
        var dumpOfSecond = await second.Dump();
        var lost = (await second.AppendEach("lost"))[^1].Position;
        await using var third = await JournalDatabase.Restore(cluster.Admin, dumpOfSecond);
        File.Delete(dumpOfSecond);

        (await third.Read(Position.Start)).Should().Equal(two);
        var three = await third.AppendEach("third life");
        (await third.Read(kept[1].Position)).Should().Equal(three.Skip(2));
        (await third.Read(two[^1].Position)).Should().Equal(three[^1]);
        three.Select(e => e.Position.Epoch).Distinct().Should().HaveCount(3).And.BeInAscendingOrder();
        three[^1].Position.Path.Should().Equal(kept[^1].Position, two[^1].Position, three[^1].Position);
        await ShouldPart(third, lost, two[^1].Position);
        await ShouldPart(journal, three[^1].Position, kept[^1].Position);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(n => third.Append($"{n}")));
        (await third.Run("select count(*) from journal.epochs")).Should().Be(3L);
    }

    [Fact]
    public async Task Given_sixteen_callers_who_meet_in_a_restored_database_they_begin_one_life_together()
    {
        await using var restored = await JournalDatabase.Restore(elsewhere.Admin, dump);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(n => restored.Append($"{n}")));

        (await restored.Run("select count(*) from journal.epochs")).Should().Be(2L);
        (await restored.Run("select count(distinct epoch) from journal.events where type not in ('1', '2', '3', '4', '5') or epoch > 0")).Should().Be(2L);
    }

    [Fact]
    public async Task Given_a_database_made_anew_with_nothing_in_it_positions_of_the_one_before_are_refused_with_the_start()
    {
        await using var anew = await JournalDatabase.Create(elsewhere.Admin);
        await anew.AppendEach("1");

        await ShouldPart(anew, kept[0].Position, Position.Start);
    }

    private static async Task ShouldPart(JournalDatabase at, Position asked, Position fork) =>
        (await Invoking(() => at.Read(asked)).Should().ThrowAsync<AbandonedTimelineException>()).Which.Fork.Should().Be(fork);
}

/// <summary>A cluster that knows nothing of the other one.</summary>
public sealed class OtherCluster : IAsyncLifetime
{
    private readonly OwnCluster cluster = new();

    public string Admin => cluster.Admin;

    public ValueTask InitializeAsync() => cluster.InitializeAsync();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}
