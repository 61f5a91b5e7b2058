namespace Guzhang.Journal.Tests.Postgres;

/// <summary>A cluster's files put back while a service runs: the same cluster, with older data.</summary>
[Trait("Req", "COL-16")]
public sealed class PutBackTests(OwnCluster cluster) : IClassFixture<OwnCluster>, IAsyncLifetime
{
    private JournalDatabase journal = null!;
    private IReadOnlyList<StoredEvent> kept = null!;
    private Position lost;

    /// <summary>Three events, a copy of the files, two more events, and the copy in the files' place.</summary>
    public async ValueTask InitializeAsync()
    {
        journal = await JournalDatabase.Create(cluster.Admin);
        kept = await journal.AppendEach("1", "2", "3");
        await cluster.Stop();
        await OwnCluster.Program(cluster.Admin, "/bin/cp", "-a", cluster.Data, cluster.File("copy"));
        await cluster.Start();
        journal.Source.Clear();
        lost = (await journal.AppendEach("lost 4", "lost 5"))[^1].Position;
        await cluster.Stop();
        Directory.Delete(cluster.Data, recursive: true);
        Directory.Move(cluster.File("copy"), cluster.Data);
        journal.Source.Clear();
    }

    public ValueTask DisposeAsync() => journal.DisposeAsync();

    [Fact]
    public async Task Given_a_copy_without_recovery_when_the_tool_begins_an_epoch_then_the_running_service_goes_on_in_it_and_what_is_lost_is_refused()
    {
        await cluster.Start();
        await journal.Run("select journal.begin_epoch()");

        await ShouldHaveBegunAnew();
    }

    [Fact]
    public async Task Given_a_recovery_then_its_timeline_begins_the_epoch_and_the_running_service_goes_on_in_it_and_what_is_lost_is_refused()
    {
        await OwnCluster.Program(cluster.Admin, "/bin/cp", "-a", Path.Combine(cluster.Data, "PG_VERSION"), Path.Combine(cluster.Data, "recovery.signal"));
        await File.AppendAllTextAsync(Path.Combine(cluster.Data, "postgresql.auto.conf"), "restore_command = 'false'\n");
        await cluster.Start();
        (await Eventually.Get(() => journal.Run("select pg_is_in_recovery()"), recovering => recovering is false)).Should().Be(false);

        await ShouldHaveBegunAnew();
    }

    private async Task ShouldHaveBegunAnew()
    {
        var all = await journal.AppendEach("new 4", "new 5");

        all.Take(3).Should().Equal(kept);
        all.Select(e => e.Type).Should().Equal("1", "2", "3", "new 4", "new 5");
        all[^1].Position.Should().BeGreaterThan(lost);
        (await journal.Read(kept[^1].Position)).Should().Equal(all.Skip(3));
        (await Invoking(() => journal.Read(lost)).Should().ThrowAsync<AbandonedTimelineException>()).Which.Fork.Should().Be(kept[^1].Position);
    }
}
