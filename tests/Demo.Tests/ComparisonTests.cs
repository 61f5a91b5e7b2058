using System.Text.Json;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using Guzhang.Demo.Answers;
using Guzhang.Demo.Loading;
using Xunit;

namespace Guzhang.Demo.Tests;

/// <summary>The comparison of the platform's table with the known one finds every figure that is off, and names it.</summary>
[Trait("Req", "RPT-02")]
public sealed class ComparisonTests
{
    private static readonly Table Known = CountyTests.KnownAnswersOfDefaultCounty.Months[1].Table;

    public static TheoryData<string> Keys => [.. Columns.All.Select(c => c.Key)];

    [Fact]
    public void Given_the_known_table_nothing_differs() => Comparison.Of(Known, Answer(_ => { })).Should().BeEmpty();

    [Theory, MemberData(nameof(Keys))]
    public void Given_one_figure_of_one_town_off_by_one_it_is_named(string column)
    {
        var title = Columns.All.Single(c => c.Key == column).Title;
        var figure = Known.Lines[2].Figures[column];

        var differences = Comparison.Of(Known, Answer(a => a["lines"]![2]!["figures"]![column] = figure + 1));

        differences.Should().Equal($"{Known.Lines[2].Name} {title}：应为 {figure}，实为 {figure + 1}");
    }

    [Theory, MemberData(nameof(Keys))]
    public void Given_a_figure_that_is_missing_it_is_named(string column) => Comparison
        .Of(Known, Answer(a => a["total"]!.AsObject().Remove(column)))
        .Should().ContainSingle().Which.Should().Contain(Columns.All.Single(c => c.Key == column).Title).And.EndWith("实为 无");

    private static JsonElement Answer(Action<JsonNode> change)
    {
        var answer = JsonNode.Parse(KnownAnswers.Json(Known))!;
        answer["total"] = answer["total"]!["figures"]!.DeepClone();
        change(answer);
        return JsonSerializer.SerializeToElement(answer);
    }
}
