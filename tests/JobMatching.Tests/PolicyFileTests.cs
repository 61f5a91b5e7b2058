using Guzhang.JobMatching.Policy;
using Guzhang.ServiceDefaults;

namespace Guzhang.JobMatching.Tests;

/// <summary>A policy file that can't be meant is refused at the start, with what is wrong and where.</summary>
[Trait("Req", "JOB-01")]
public sealed class PolicyFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("guzhang-county-").FullName;

    [Fact]
    public void Given_the_county_s_own_file_then_each_day_has_its_clock_and_one_before_has_none()
    {
        var policy = Load("\"to\": null", "\"to\": \"2020-12-31\"");

        policy.TermAt(new DateOnly(2019, 12, 31)).Should().BeNull();
        policy.TermAt(new DateOnly(2020, 12, 31))!.EscalateAtHours.Should().Equal(24, 48, 72);
        policy.TermAt(new DateOnly(2021, 1, 1)).Should().BeNull();
    }

    [Theory]
    [InlineData("[ 24, 48, 72 ]", "[ 48, 24, 72 ]", "escalateAtHours 应为由小到大的正整数")]
    [InlineData("[ 24, 48, 72 ]", "[ 0, 72 ]", "escalateAtHours 应为由小到大的正整数")]
    [InlineData("[ 24, 48, 72 ]", "[]", "escalateAtHours")]
    [InlineData("\"placeWithinHours\": 72", "\"placeWithinHours\": 71", "placeWithinHours 应是 escalateAtHours 中的一个")]
    [InlineData("\"placeWithinHours\": 72", "\"placeWithinDays\": 3", "placeWithin")]
    [InlineData("\"to\": null", "\"to\": \"2019-01-01\"", "截止日期早于开始日期")]
    [InlineData("\"terms\": [", "\"terms\": [ { \"from\": \"2019-01-01\", \"to\": null, \"escalateAtHours\": [ 24 ], \"placeWithinHours\": 24 },", "日期重叠")]
    [InlineData("\"version\": \"2020-1\",", "", "version")]
    public void Given_a_file_that_cannot_be_meant_then_the_start_is_refused_by_what_is_wrong(string replace, string by, string expected)
    {
        var load = () => Load(replace, by);

        load.Should().Throw<SettingException>().WithMessage("*County:Directory*followup.json*").Which.Message.Should().Contain(expected);
    }

    private FollowUpPolicy Load(string replace, string by)
    {
        foreach (var source in Directory.GetFiles(AppHost.Repository.Find().County))
        {
            File.Copy(source, Path.Combine(folder, Path.GetFileName(source)), overwrite: true);
        }

        var path = Path.Combine(folder, "followup.json");
        var text = File.ReadAllText(path);
        text.Should().Contain(replace);
        File.WriteAllText(path, text.Replace(replace, by, StringComparison.Ordinal));
        return FollowUpPolicy.Load(folder);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
