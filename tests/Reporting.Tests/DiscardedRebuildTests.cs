using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.AppHost;
using Guzhang.AppHost.Planning;
using Guzhang.Contracts;

namespace Guzhang.Reporting.Tests;

/// <summary>With an event that an operator gave up.</summary>
public sealed class DiscardedRebuildTests(ReportingHost host) : IClassFixture<ReportingHost>
{
    [Fact, Trait("Req", "RPT-07"), Trait("Req", "SEC-04")]
    public async Task Given_a_discarded_event_when_rebuilt_then_it_stays_out_and_what_came_behind_it_is_in()
    {
        var person = Person.New();
        var broken = new PublishedFact($"laborer-{person.Laborer}", EventTypes.FormConfirmed, new { laborer = person.Laborer, formYear = 2020 });
        await host.After(person.Submitted(1), broken, person.Submitted(2));
        using var operating = await host.As("operator");
        var parked = (await operating.GetFromJsonAsync<JsonElement>("parked")).GetProperty("items");
        parked.GetArrayLength().Should().Be(2);
        var id = parked[0].GetProperty("event").GetProperty("id").GetGuid();

        // The command of whoever runs the platform's resources: tries again, and says what came of it.
        var commands = OperatorCommand.Of(Topology.Services.Single(s => s.Name == "reporting")).ToDictionary(c => c.Name);
        (await commands["replay-parked"].RunAsync(operating, CancellationToken.None)).Should().Be("0 of 2 parked events applied; 1 failed again");

        using var discarded = await operating.PostAsJsonAsync($"parked/{id}/discard", new { reason = "缺少版本号" });
        (await discarded.Content.ReadAsStringAsync()).Should().Be("""{"applied":1}""");

        using var auditor = await host.As("auditor");
        var audited = (await auditor.GetFromJsonAsync<JsonElement>($"audit?subject={id}")).GetProperty("items");
        audited.EnumerateArray().Select(i => i.GetProperty("action").GetString()).Should().Equal("parked.discarded");

        var rebuilt = await host.Rebuild(swap: true);

        (rebuilt.Equal, rebuilt.Swapped).Should().Be((true, true), rebuilt.Message);
        (await host.Scalar<long>("select count(*) from journal.parked")).Should().Be(0);
        (await commands["replay-parked"].RunAsync(operating, CancellationToken.None)).Should().Be("0 of 0 parked events applied");
        (await commands["rebuild"].RunAsync(operating, CancellationToken.None)).Should().MatchRegex("^rebuilt from [1-9][0-9]* events: the same as the live tables$");
    }
}
