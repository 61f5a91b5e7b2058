using AwesomeAssertions;
using Guzhang.Demo.Answers;
using Xunit;

namespace Guzhang.Demo.Tests;

/// <summary>The people worked out by hand in demo/answers/thirty-people.md against the code that makes the known answers.</summary>
public sealed class PeopleByHandTests
{
    private static readonly string[] Lines = UsualAnswers.Lines;

    public static TheoryData<string> People => [.. Lines.Where(l => l.Split('|') is { Length: 8 } cells && int.TryParse(cells[1], out _))];

    [Theory, MemberData(nameof(People)), Trait("Req", "RPT-02"), Trait("Req", "SUB-02")]
    public void Given_a_person_worked_out_by_hand_the_known_answers_say_the_same(string person)
    {
        var cells = person.Split('|').Select(c => c.Trim()).ToArray();
        var row = UsualAnswers.With(cells[2]);

        var sheet = Rules.Read(row);

        string.Join(" + ", sheet.Findings).Should().Be(cells[4] == "–" ? "" : cells[4], cells[3]);
        (BasicRules.TownCode(sheet) is null ? Table.Unknown : sheet[L.Town]).Should().Be(cells[5]);
        Columns.Of(sheet).Except(["rawBase", "submitted", "withWarnings"]).Should().BeEquivalentTo(cells[6].Split(' '), cells[3]);
    }

    [Fact]
    public void Given_the_file_it_holds_some_thirty_people() => People.Count.Should().BeGreaterThanOrEqualTo(30);
}
