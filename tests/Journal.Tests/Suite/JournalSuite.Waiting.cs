namespace Guzhang.Journal.Tests.Suite;

public abstract partial class JournalSuite
{
    private static readonly TimeSpan VeryLong = TimeSpan.FromHours(1);

    [Fact]
    public async Task Given_somebody_who_waits_for_more_an_append_here_wakes_everybody()
    {
        await Journal.WaitForMore(TimeSpan.Zero, default);
        Task[] waiting = [Journal.WaitForMore(VeryLong, default), Journal.WaitForMore(VeryLong, default)];

        await Append(NewStream(), Expected.NoStream, Event("a"));

        await Task.WhenAll(waiting).WaitAsync(Limit);
    }

    [Fact]
    public async Task Given_an_append_between_reading_and_waiting_it_is_not_slept_over()
    {
        var end = await End();
        await Journal.WaitForMore(TimeSpan.Zero, default);
        (await Journal.ReadAll(end, 10, default)).Should().BeEmpty();

        await Append(NewStream(), Expected.NoStream, Event("a"));

        await Journal.WaitForMore(VeryLong, default).WaitAsync(Limit);
        (await All(end, atLeast: 1, page: 10)).Should().ContainSingle();
    }

    [Fact]
    public async Task Given_no_append_here_waiting_ends_after_the_time_given_and_what_came_from_elsewhere_is_there()
    {
        var end = await End();
        await Journal.WaitForMore(TimeSpan.Zero, default);
        await Append(fixture.Elsewhere, NewStream(), Expected.NoStream, Event("a"));

        await Journal.WaitForMore(TimeSpan.FromMilliseconds(50), default).WaitAsync(Limit);

        (await All(end, atLeast: 1, page: 10)).Should().ContainSingle();
    }

    [Fact]
    public async Task Given_somebody_who_waits_when_it_is_cancelled_the_waiting_ends_so()
    {
        using var cancel = new CancellationTokenSource();
        await Journal.WaitForMore(TimeSpan.Zero, default);
        var waiting = Journal.WaitForMore(VeryLong, cancel.Token);

        await cancel.CancelAsync();

        await Invoking(() => waiting.WaitAsync(Limit)).Should().ThrowAsync<OperationCanceledException>();
        await Append(NewStream(), Expected.NoStream, Event("a"));
        await Journal.WaitForMore(VeryLong, default).WaitAsync(Limit);
    }
}
