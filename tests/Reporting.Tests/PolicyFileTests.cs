using Guzhang.Reporting.Policy;
using Guzhang.ServiceDefaults;

namespace Guzhang.Reporting.Tests;

/// <summary>The table's columns of subsidies are the county's: a file that makes no columns is refused at the start, by the place.</summary>
[Trait("Req", "SUB-01")]
public sealed class PolicyFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("guzhang-county-").FullName;

    [Theory]
    [InlineData("\"id\": \"transport\"", "\"id\": \"transport' or true --\"", "由小写字母、数字和连字符组成")]
    [InlineData("\"column\": { \"key\": \"qualifiesTransport\", \"title\": \"符合交通补贴\" },", "", "transport 的 column")]
    [InlineData("\"qualifiesTransport\"", "\"符合\"", "transport 的 column")]
    [InlineData("\"符合求职创业补贴\"", "\" \"", "job-seeking 的 column")]
    [InlineData("\"qualifiesTransport\"", "\"qualifiesJobSeeking\"", "qualifiesJobSeeking")]
    [InlineData("\"qualifiesTransport\"", "\"counted\"", "counted")]
    public void Given_schemes_that_make_no_columns_then_the_start_is_refused_by_the_place(string replace, string by, string expected)
    {
        foreach (var source in Directory.GetFiles(AppHost.Repository.Find().County))
        {
            File.Copy(source, Path.Combine(folder, Path.GetFileName(source)));
        }

        CountyPolicy.Load(folder).Columns.Find("qualifiesTransport")!.Title.Should().Be("符合交通补贴");
        var path = Path.Combine(folder, "schemes.json");
        var text = File.ReadAllText(path);
        text.Should().Contain(replace);
        File.WriteAllText(path, text.Replace(replace, by, StringComparison.Ordinal));
        var load = () => CountyPolicy.Load(folder);

        load.Should().Throw<SettingException>().WithMessage("*County:Directory*schemes.json*").Which.Message.Should().Contain(expected);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
