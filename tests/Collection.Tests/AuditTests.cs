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

    [Fact, Trait("Req", "SEC-04")]
    public async Task Given_an_export_and_refused_rows_taken_back_then_each_is_on_the_audit_log_by_whom_and_of_how_many()
    {
        using var clerk = await host.As("clerk-51", "town-clerk");
        var import = await host.Import([ImportingTests.Row(("phone", "")), ImportingTests.Row()], by: await host.As("clerk-51", "town-clerk"));
        (await clerk.GetAsync(new Uri($"imports/{import.GetProperty("id").GetString()}/workbook", UriKind.Relative))).EnsureSuccessStatusCode();
        (await clerk.GetAsync(new Uri("workbook?reason=核对台账用", UriKind.Relative))).EnsureSuccessStatusCode();
        (await clerk.GetAsync(new Uri("workbook?reason=给13874390001核对", UriKind.Relative))).IsSuccessStatusCode.Should().BeFalse("a reason is kept in the clear");

        using var auditor = await host.As("auditor-1", "auditor");
        var rows = (await auditor.GetFromJsonAsync<JsonElement>("audit?action=export&actor=clerk-51")).GetProperty("items").EnumerateArray()
            .Select(r => (r.GetProperty("details").GetProperty("what").GetString(), r.GetProperty("details").GetProperty("people").GetString(), Guid.Parse(r.GetProperty("subject").GetString()!))).ToList();

        rows.Select(r => (r.Item1, r.Item2)).Should().BeEquivalentTo([("import-answer", "1"), ("workbook", "1")]);
        (await host.Scalar<long>($"select count(*) from collection.reads where officer = 'clerk-51' and read in ('{rows[0].Item3}', '{rows[1].Item3}')")).Should().Be(2);
    }
}
