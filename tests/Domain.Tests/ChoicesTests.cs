using Guzhang.Domain.Forms;

namespace Guzhang.Domain.Tests;

[Trait("Req", "COL-01")]
public sealed class ChoicesTests
{
    [Fact]
    public void Given_every_choice_then_every_value_has_one_code_and_one_label_that_read_back()
    {
        Check<ContactMeans>();
        Check<Verification>();
        Check<Status>();
        Check<Ability>();
        Check<SkillLevel>();
        Check<Education>();
        Check<EmploymentForm>();
        Check<Industry>();
        Check<OrganisedExport>();
        Check<NotWorkingType>();
        Check<NoPlanReason>();
        Check<ReturnHomeReason>();
        Check<TrainingKind>();
        Check<Service>();
        Check<ReturnReason>();
        Check<NotGiven>();
        Check<PlaceClass>();
        Check<Ethnicity>();
    }

    [Theory]
    [InlineData("暂时退出(上学)", Status.PausedSchool)]
    [InlineData("暂时退出（ 上学 ）", Status.PausedSchool)]
    [InlineData("死亡", Status.LeftDead)]
    [InlineData("PAUSED-ARMY", Status.PausedArmy)]
    [InlineData("正常", Status.Normal)]
    public void Given_usual_spellings_of_a_status_then_they_are_understood(string text, Status expected)
    {
        Choices.TryParse<Status>(text, out var status).Should().BeTrue();
        status.Should().Be(expected);
    }

    [Fact]
    public void Given_an_ethnicity_then_its_code_is_that_of_GB_3304()
    {
        Ethnicity.Tujia.Code().Should().Be("15");
        Ethnicity.Miao.Code().Should().Be("06");
        Choices.Parse<Ethnicity>("土家").Should().Be(Ethnicity.Tujia);
        Choices.All<Ethnicity>().Should().HaveCount(58);
    }

    [Fact]
    public void Given_an_education_then_it_maps_to_GB_T_4658() =>
        Choices.All<Education>().Select(e => e.Value.Gb4658()).Should().Equal("90", "80", "70", "60", "40", "30", "20");

    private static void Check<T>()
        where T : struct, Enum
    {
        var all = Choices.All<T>();
        all.Select(c => c.Value).Should().BeEquivalentTo(Enum.GetValues<T>());
        all.Select(c => c.Code).Should().OnlyHaveUniqueItems().And.AllSatisfy(c => c.Should().MatchRegex("^[a-z0-9]+(-[a-z0-9]+)*$"));
        all.Select(c => c.Label).Should().OnlyHaveUniqueItems();
        foreach (var choice in all)
        {
            Choices.Parse<T>(choice.Value.Code()).Should().Be(choice.Value);
            Choices.Parse<T>(choice.Value.Label()).Should().Be(choice.Value);
        }
    }
}
