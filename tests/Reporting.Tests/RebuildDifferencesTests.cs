namespace Guzhang.Reporting.Tests;

/// <summary>What a rebuild finds where the live tables are not what the journals say.</summary>
[Collection(nameof(RebuiltHost))]
public sealed class RebuildDifferencesTests(ReportingHost host)
{
    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_live_rows_changed_by_hand_when_rebuilt_then_each_is_named_and_a_swap_mends_them()
    {
        var (changed, lost, spelt) = (Person.New(), Person.New(), Person.New());
        var invented = Guid.NewGuid();
        var before = await host.After([.. RebuiltHost.Histories(), changed.Submitted(), changed.Confirmed(), lost.Submitted(), spelt.Submitted()]);
        await host.Execute($"update reporting.people set category = 'other', town = '433126106' where laborer = '{changed.Laborer}'");
        await host.Execute($"delete from reporting.facts where laborer = '{lost.Laborer}'");
        await host.Execute($"update reporting.facts set value = replace(value::text, ':', ' : ')::json where laborer = '{spelt.Laborer}'");
        await host.Execute($"insert into reporting.refusals values ('{invented}', 1, '{invented}', 2, 2020, null, null, '[]', now())");
        await host.Execute($"insert into journal.inbox values ('reporting', 'collection', 'laborer-{invented}', 3)");

        var rebuilt = await host.Rebuild(swap: true);

        (rebuilt.State, rebuilt.Equal, rebuilt.Swapped).Should().Be(("done", false, true), rebuilt.Message);
        var person = rebuilt.Of("reporting.people");
        person.Differing.Should().Be(1, RebuiltHost.Text(person));
        person.First[0].Key["laborer"].GetGuid().Should().Be(changed.Laborer);
        person.First[0].Live!.ToDictionary(c => c.Key, c => c.Value.GetString()).Should().Equal(new Dictionary<string, string?> { ["town"] = "433126106", ["category"] = "other" });
        person.First[0].Rebuilt!.ToDictionary(c => c.Key, c => c.Value.GetString()).Should().Equal(new Dictionary<string, string?> { ["town"] = "433126101", ["category"] = "counted" });

        var fact = rebuilt.Of("reporting.facts").First.Should().ContainSingle("another spelling of the same is no difference").Subject;
        fact.Key["laborer"].GetGuid().Should().Be(lost.Laborer);
        (fact.Live, fact.Rebuilt!["town"].GetString()).Should().Be((null, lost.Town));

        var refusal = rebuilt.Of("reporting.refusals").First.Should().ContainSingle().Subject;
        refusal.Key["refusal"].GetGuid().Should().Be(invented);
        refusal.Rebuilt.Should().BeNull();

        var position = rebuilt.Of("journal.inbox").First.Should().ContainSingle().Subject;
        position.Key["aggregate"].GetString().Should().Be($"laborer-{invented}");
        (position.Live!["seq"].GetInt64(), position.Rebuilt).Should().Be((3, null));

        (await host.Dispatch()).Lines.Should().BeEquivalentTo(before.Lines);
        var again = await host.Rebuild();
        again.Equal.Should().BeTrue(string.Join('\n', again.Tables.Select(RebuiltHost.Text)));
    }

    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_a_live_inbox_that_stays_behind_then_what_it_lacks_is_named_and_a_swap_brings_it()
    {
        var person = Person.New();
        var before = await host.After(person.Submitted());
        var end = await host.Collection.End();
        await Eventually.Get(() => host.Scalar<string>("select position from journal.compared where source = 'collection'"), at => at == end);
        await host.Execute($"delete from reporting.facts where laborer = '{person.Laborer}'");
        await host.Execute($"delete from reporting.people where laborer = '{person.Laborer}'");
        await host.Execute($"delete from journal.inbox where aggregate = 'laborer-{person.Laborer}'");

        var rebuilt = await host.Rebuild(swap: true);

        (rebuilt.State, rebuilt.Equal, rebuilt.Swapped).Should().Be(("done", false, true), rebuilt.Message);
        rebuilt.Tables.Select(t => t.Differing).Should().Equal(0, 1, 1, 0, 0, 1, 0);
        rebuilt.Of("journal.inbox").First[0].Rebuilt!["seq"].GetInt64().Should().Be(1);
        (await host.Dispatch()).Lines.Should().BeEquivalentTo(before.Lines);
        (await host.After(person.Confirmed())).Total["confirmed"].Should().Be(before.Total["confirmed"] + 1);
    }
}
