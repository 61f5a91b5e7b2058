using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AwesomeAssertions;
using Guzhang.Demo.Answers;
using Guzhang.Demo.Generation;
using Guzhang.Demo.History;
using Guzhang.Demo.Workbooks;
using Xunit;

namespace Guzhang.Demo.Tests;

/// <summary>The demo county: the same for ever, and its known answers those that stand in the repository.</summary>
public sealed class CountyTests
{
    private static readonly Lazy<IReadOnlyList<MadeRow>> Rows = new(() => new County(County.DefaultSeed, County.DefaultSize).Make());
    private static readonly Lazy<IReadOnlyList<Moment>> Moments = new(() => Months.Of(Rows.Value));
    private static readonly Lazy<KnownAnswers> Answers = new(() => KnownAnswers.Of(Moments.Value));

    internal static IReadOnlyList<Moment> MomentsOfDefaultCounty => Moments.Value;

    internal static KnownAnswers KnownAnswersOfDefaultCounty => Answers.Value;

    [Fact]
    public void Given_the_same_seed_the_rows_are_the_same_and_another_seed_gives_others()
    {
        Hash(new County(County.DefaultSeed, County.DefaultSize).Make()).Should().Be(Hash(Rows.Value));
        Hash(new County(7, County.DefaultSize).Make()).Should().NotBe(Hash(Rows.Value));
    }

    [Fact]
    public void Given_the_default_county_it_has_14837_people_each_with_an_id_number_of_their_own()
    {
        Rows.Value.Should().HaveCount(14837);
        Rows.Value.Where(r => r.Broken.All(f => f.Rule != "F01")).Select(r => r.Cells[L.Id]).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Given_the_kept_answers_they_are_what_is_computed_now()
    {
        File.ReadAllText(Repository.File("demo/answers/dispatch.json")).Should().Be(Answers.Value.DispatchJson());
        File.ReadAllText(Repository.File("demo/answers/rules.csv")).Should().Be(Answers.Value.RulesCsv());
        File.ReadAllText(Repository.File("demo/answers/findings.csv")).Should().Be(Answers.Value.FindingsCsv());
        foreach (var (month, table) in Answers.Value.Months)
        {
            File.ReadAllText(Repository.File($"demo/answers/dispatch-{month}.json")).Should().Be(KnownAnswers.Json(table));
        }
    }

    [Fact]
    public void Given_the_table_the_parts_sum_to_the_whole_in_every_line()
    {
        Answers.Value.Months.Select(m => m.Table).Prepend(Answers.Value.Table).SelectMany(t => t.Lines.Append(t.Total)).Should().AllSatisfy(line =>
        {
            var f = line.Figures;
            f["rawBase"].Should().Be(f["submitted"] + f["refused"]);
            f["submitted"].Should().Be(f["awaiting"] + f["returned"] + f["confirmed"]);
            f["confirmed"].Should().Be(f["counted"] + f["leads"] + f["selfEmployed"] + f["otherNotCounted"] + f["belowStandard"]);
            f["counted"].Should().Be(f["inCounty"] + f["outOfCountyInProvince"] + f["outOfProvince"]);
            f["counted"].Should().Be(f["workingNow"] + f["homeNow"]);
        });

        foreach (var table in Answers.Value.Months.Select(m => m.Table).Prepend(Answers.Value.Table))
        {
            table.Total.Figures.Should().AllSatisfy(f => f.Value.Should().Be(table.Lines.Sum(l => l.Figures[f.Key])));
        }
    }

    [Theory]
    [InlineData("F01 E"), InlineData("F04 E"), InlineData("F05 E"), InlineData("F06 E"), InlineData("F07 E"), InlineData("F08 E")]
    [InlineData("F09 E"), InlineData("F10 E"), InlineData("F12 E"), InlineData("F18 E"), InlineData("F01 W"), InlineData("F05 W"), InlineData("F13 W"), InlineData("F20 W"), InlineData("F21 W")]
    public void Given_a_rule_a_dozen_rows_break_it(string rule) =>
        Rows.Value.Count(r => r.Broken.Any(f => f.ToString() == rule)).Should().BeGreaterThanOrEqualTo(12);

    [Fact]
    public void Given_the_second_workbook_it_holds_the_same_people_in_another_order()
    {
        var again = SecondWorkbook.Reorder(Rows.Value);

        again.Select(r => r.Cells).SequenceEqual(Rows.Value.Select(r => r.Cells)).Should().BeFalse();
        again.Select(Text).Order(StringComparer.Ordinal).SequenceEqual(Rows.Value.Select(Text).Order(StringComparer.Ordinal)).Should().BeTrue();
    }

    private static string Text(MadeRow row) => string.Join('|', L.All.Select(l => row.Cells[l]));

    private static string Hash(IReadOnlyList<MadeRow> rows) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', rows.Select(r => r.Number.ToString(CultureInfo.InvariantCulture) + Text(r))))));
}

internal static class Repository
{
    public static string File(string path)
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(at.FullName, path)))
        {
            at = at.Parent!;
        }

        return Path.Combine(at.FullName, path);
    }
}
