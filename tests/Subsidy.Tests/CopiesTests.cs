using Guzhang.AppHost.Native;

namespace Guzhang.Subsidy.Tests;

/// <summary>First starts, several copies, kills.</summary>
[Trait("Req", "SUB-02")]
public sealed class CopiesTests : IAsyncLifetime
{
    private readonly SubsidyHost host = new();

    public async ValueTask InitializeAsync() => await host.Prepare();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private static List<Person> People(int number) =>
        [.. Enumerable.Range(0, number).Select(_ => Person.New() with { Facts = Person.Away("out-of-province") with { EmployedSince = "2020-03-02" } })];

    private Task Publish(IReadOnlyCollection<Person> people, int version) =>
        host.Collection.Publish([.. people.SelectMany(p => new[] { p.Submitted(version), p.Confirmed(version) })]);

    [Fact]
    public async Task Given_a_journal_full_of_confirmed_forms_when_the_service_first_starts_then_everybody_is_screened_as_of_their_confirmation()
    {
        var (people, then) = (People(300), host.Collection.Now);
        await Publish(people, 1);
        await host.Collection.SetClock(then.AddDays(30));

        await host.Start();

        var lines = await Eventually.Get(() => host.Qualifying("transport"), l => l.Count == 300, within: TimeSpan.FromMinutes(1));
        lines.Should().HaveCount(300).And.AllSatisfy(l => l.Since.Should().Be(then));
        (await host.Published(people[7])).Should().HaveCount(2).And.AllSatisfy(e => e.RecordedAt.Should().Be(then));
        (await host.Rebuild()).Equal.Should().BeTrue();
    }

    [Fact]
    public async Task Given_two_copies_when_one_is_killed_in_the_middle_then_each_form_is_answered_once()
    {
        await host.Start();
        var people = People(200);
        await using (var copy = await host.StartAnother())
        {
            await Publish(people, 1);
            await Eventually.Get(() => host.Qualifying("transport"), l => l.Count > 20);
            copy.Identity.Signal(Signal.Kill);
        }

        await using var another = await host.StartAnother();
        await Publish(people, 2);

        await Eventually.Get(() => host.Qualifying("transport"), l => l.Count(x => x.FormVersion == 2) == 200, within: TimeSpan.FromMinutes(1));
        (await host.Scalar<long>("select count(*) from journal.events where type = 'guzhang.subsidy.qualification-changed.v1'")).Should().Be(200 * 2 * 2);
        (await host.Scalar<long>("select count(*) from (select stream from journal.events group by stream having count(*) <> 4) as odd")).Should().Be(0);
    }
}
