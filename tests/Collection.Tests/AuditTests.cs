using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Xunit;

namespace Guzhang.Collection.Tests;

public sealed class AuditTests(CollectionHost host) : IClassFixture<CollectionHost>
{
    [Fact, Trait("Req", "SEC-04")]
    public async Task Given_the_clock_when_the_operator_sets_it_then_who_and_to_when_is_on_the_audit_log_and_a_refused_setting_is_not()
    {
        using var operating = await host.As("operator-2", "operator");
        (await operating.PutAsJsonAsync("clock", new { businessTime = "2020-10-13T09:00:00+08:00" })).EnsureSuccessStatusCode();
        (await operating.PutAsJsonAsync("clock", new { businessTime = "2020-10-01T09:00:00+08:00" })).IsSuccessStatusCode.Should().BeFalse();

        using var auditor = await host.As("auditor-1", "auditor");
        var rows = (await auditor.GetFromJsonAsync<JsonElement>("audit?action=clock.set&actor=operator-2")).GetProperty("items");

        rows.GetArrayLength().Should().Be(1);
        rows[0].GetProperty("details").GetProperty("businessTime").GetString().Should().StartWith("2020-10-13T09:00:00");
    }
}
