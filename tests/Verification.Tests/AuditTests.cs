using System.Net.Http.Json;
using System.Text.Json;

namespace Guzhang.Verification.Tests;

/// <summary>SEC-04: what officers and the operator do here stands on the audit log, once.</summary>
public sealed class AuditTests(VerificationHost host) : IClassFixture<VerificationHost>
{
    [Fact]
    [Trait("Req", "SEC-04")]
    public async Task Given_forms_when_officers_confirm_and_return_them_then_each_decision_is_on_the_audit_log_and_refusals_and_repetitions_are_not()
    {
        var (confirmed, returned, own) = (Person.New(), Person.New(), Person.New() with { Collector = "officer-1" });
        await host.Collection.Publish(confirmed.Submitted(), returned.Submitted(), own.Submitted());
        await host.Until("waiting", 1, confirmed, returned, own);

        await host.Confirm("officer-1", (confirmed, 1), (own, 1));
        await host.Confirm("officer-1", (confirmed, 1));
        await host.Return("officer-2", ["income-unproven"], (returned, 1));

        (await Audited(confirmed)).Should().Equal(("officer-1", "form.confirmed"));
        (await Audited(returned)).Should().Equal(("officer-2", "form.returned"));
        (await Audited(own)).Should().BeEmpty();
    }

    [Fact]
    [Trait("Req", "SEC-04")]
    public async Task Given_a_rebuild_when_the_operator_begins_it_then_it_is_on_the_audit_log()
    {
        await host.Rebuild();

        using var auditor = await host.As("auditor-1", "auditor");
        var page = await auditor.GetFromJsonAsync<JsonElement>("audit?action=rebuild.begun");
        page.GetProperty("items")[0].GetProperty("actor").GetString().Should().Be("operator-1");
    }

    private async Task<List<(string Actor, string Action)>> Audited(Person person)
    {
        using var auditor = await host.As("auditor-1", "auditor");
        var page = await auditor.GetFromJsonAsync<JsonElement>($"audit?subject={person.Laborer}");
        return [.. page.GetProperty("items").EnumerateArray().Select(i => (i.GetProperty("actor").GetString()!, i.GetProperty("action").GetString()!))];
    }
}
