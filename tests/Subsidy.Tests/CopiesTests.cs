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

    [Fact, Trait("Req", "OPS-07")]
    public async Task Given_a_copy_with_an_older_policy_beside_a_newer_then_everybody_ends_by_the_newer_and_the_older_screens_nobody_back()
    {
        var (old, first) = (Directory.CreateTempSubdirectory("guzhang-county-").FullName, People(60));
        foreach (var file in Directory.GetFiles(AppHost.Repository.Find().County))
        {
            File.Copy(file, Path.Combine(old, Path.GetFileName(file)));
        }

        await host.Start();
        await Publish(first, 1);
        await Eventually.Get(() => host.Qualifying("transport"), l => l.Count == 60);
        await host.Edit("schemes.json", "\"version\": \"2020-demo-1\"", "\"version\": \"2020-demo-10\"");
        await host.RestartWith("schemes.json", "\"kind\": \"employed-for\", \"months\": 3", "\"kind\": \"employed-for\", \"months\": 24");
        (await host.Qualifying("transport")).Should().BeEmpty();

        // It starts after the newer, and takes its share of the confirmations.
        await using var older = await host.StartAnother($"--County:Directory={old}");
        await Publish(first, 2);
        await Publish(People(140), 1);

        var lines = await Eventually.Get(
            () => host.Qualifying("transport", "&state=not-qualifying"),
            l => l.Count == 200 && l.Count(x => x.FormVersion == 2) == 60 && l.TrueForAll(x => x.Policy.StartsWith("2020-demo-10/", StringComparison.Ordinal)),
            within: TimeSpan.FromMinutes(1));
        lines.Should().HaveCount(200).And.AllSatisfy(l => l.Policy.Should().StartWith("2020-demo-10/"));
        (await host.Scalar<long>("select count(*) from subsidy.people where screened_by not like '2020-demo-10/%'")).Should().Be(0);
        (await host.Scalar<long>(
            """
            select count(*) from (
                select said ->> 'policy' as policy, said ->> 'formVersion' as form, lag(said ->> 'policy') over told as policy_before, lag(said ->> 'formVersion') over told as form_before
                from (select stream, version, data::text::json as said from journal.events where type like '%qualification-changed%') as e
                window told as (partition by stream, said ->> 'scheme' order by version)) as answers
            where policy_before like '2020-demo-10/%' and policy not like '2020-demo-10/%' and form = form_before
            """)).Should().Be(0, "a form that the newest policy has answered is not answered again by an older");
        (await host.Rebuild(swap: true)).Equal.Should().BeTrue();
        Directory.Delete(old, recursive: true);
    }

    [Fact, Trait("Req", "OPS-07")]
    public async Task Given_a_service_put_back_to_an_older_policy_then_nobody_is_screened_back_and_a_rebuild_keeps_who_screened_by_which()
    {
        await host.Edit("schemes.json", "\"version\": \"2020-demo-1\"", "\"version\": \"2020-demo-10\"");
        await host.Edit("schemes.json", "\"kind\": \"employed-for\", \"months\": 3", "\"kind\": \"employed-for\", \"months\": 24");
        await host.Start();
        await Publish(People(20), 1);
        await Eventually.Get(() => host.Qualifying("transport", "&state=not-qualifying"), l => l.Count == 20);
        await host.Edit("schemes.json", "2020-demo-10", "2020-demo-9");
        await host.RestartWith("schemes.json", "\"months\": 24", "\"months\": 3");

        (await host.Rebuild(swap: true)).Equal.Should().BeTrue();

        (await host.Qualifying("transport")).Should().BeEmpty();
        (await host.Scalar<long>("select count(*) from subsidy.people where screened_by like '2020-demo-10/%'")).Should().Be(20);
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
