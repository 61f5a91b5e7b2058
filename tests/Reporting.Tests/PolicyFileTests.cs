using Guzhang.Reporting.Policy;
using Guzhang.ServiceDefaults;

namespace Guzhang.Reporting.Tests;

/// <summary>The table's columns count schemes by their ids: a file without one is refused at the start, since nobody would be counted.</summary>
[Trait("Req", "SUB-01")]
public sealed class PolicyFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("guzhang-county-").FullName;

    [Theory]
    [InlineData("\"id\": \"transport\"", "\"id\": \"travel\"", "没有编号为 transport 的补贴项目，调度表“符合交通补贴”")]
    [InlineData("\"id\": \"job-seeking\"", "\"id\": \"starting-up\"", "没有编号为 job-seeking 的补贴项目，调度表“符合求职创业补贴”")]
    public void Given_schemes_without_one_that_a_column_counts_then_the_start_is_refused_by_its_name(string replace, string by, string expected)
    {
        foreach (var source in Directory.GetFiles(AppHost.Repository.Find().County))
        {
            File.Copy(source, Path.Combine(folder, Path.GetFileName(source)));
        }

        CountyPolicy.Load(folder).Should().NotBeNull();
        var path = Path.Combine(folder, "schemes.json");
        var text = File.ReadAllText(path);
        text.Should().Contain(replace);
        File.WriteAllText(path, text.Replace(replace, by, StringComparison.Ordinal));
        var load = () => CountyPolicy.Load(folder);

        load.Should().Throw<SettingException>().WithMessage("*County:Directory*schemes.json*").Which.Message.Should().Contain(expected);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
