namespace Guzhang.Reporting.Tests;

/// <summary>Which subsidies the table counts is the county's to say: schemes.json, and no code.</summary>
[Trait("Req", "SUB-01")]
[Trait("Req", "RPT-02")]
public sealed class SchemeColumnsTests(ReportingHost host) : IClassFixture<ReportingHost>
{
    [Fact]
    public async Task Given_a_scheme_more_in_the_policy_then_the_table_has_its_column_figure_and_list_and_one_less_takes_its_column_away()
    {
        await host.Subsidy.Publish((Qualification.New() with { Town = "433126103" }).Says("training", true));
        await host.RestartWith("schemes.json", """
            { "schemes": [
                { "id": "job-seeking", "column": { "key": "qualifiesJobSeeking", "title": "符合求职创业补贴" } },
                { "id": "training", "column": { "key": "qualifiesTraining", "title": "符合培训补贴" } } ] }
            """);

        var table = await host.DispatchWhen(t => t.Of("433126103").Figures["qualifiesTraining"] == 1);

        table.Columns.Select(c => c.Text).Should().ContainInConsecutiveOrder("低于标准", "符合求职创业补贴", "符合培训补贴", "返乡跟踪中");
        table.Total.Keys.Should().NotContain("qualifiesTransport");
        (await host.People("qualifiesTraining", "433126103")).Should().ContainSingle().Which.Scheme.Should().Be("training");
    }
}
