using Guzhang.ServiceDefaults;
using Guzhang.Subsidy.Policy;

namespace Guzhang.Subsidy.Tests;

/// <summary>Schemes are data (SUB-01): what the service shows of them, and what it refuses to start with.</summary>
[Trait("Req", "SUB-01")]
public sealed class SchemesTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Fact]
    public async Task Given_the_demo_policy_then_schemes_conditions_amounts_and_approver_are_shown_and_that_it_is_a_demo()
    {
        var answer = await host.Schemes();

        (answer.Demo, answer.Notice).Should().Be((true, "演示政策：工作方案没有规定条件和标准，正式使用前由县人社局核定后替换本文件。"));
        answer.Schemes.Select(s => (s.Id, s.Name, s.Yuan, s.Payable, s.Note)).Should().Equal(
            ("transport", "转移就业交通补贴", 400m, true, "每人400元。"), ("job-seeking", "一次性求职创业补贴", 1000m, true, "每人1000元。"));
        answer.Schemes.Should().AllSatisfy(s => (s.ApproverName, s.InForce, s.From).Should().Be(("县人社局", true, new DateOnly(2020, 1, 1))));
        answer.Schemes[1].Conditions.Should().Equal(
            "计入外出务工贫困劳动力", "经帮扶实现就业，或有组织劳务输出（专车、专列点对点输送、免费专场招聘会）", "从未领取过该项补贴");
        (await host.Qualifying("transport")).Should().BeEmpty();
    }
}

/// <summary>Without an amount for the day nothing can be paid.</summary>
[Trait("Req", "SUB-01")]
public sealed class AmountTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Fact]
    public async Task Given_no_amount_for_today_then_nothing_can_be_paid_and_the_scheme_says_so()
    {
        await host.RestartWith("schemes.json", """{ "from": "2020-01-01", "to": null, "yuan": 400 }""", """{ "from": "2020-01-01", "to": "2020-10-11", "yuan": 400 }""");

        var answer = await Eventually.Get(host.Schemes, a => a.Schemes[0].Yuan is null);

        answer.Schemes[0].Should().BeEquivalentTo(new { Yuan = (decimal?)null, Payable = false, Note = "2020-10-12 没有设定补贴标准，不能发放。", InForce = true });
        answer.Schemes[1].Payable.Should().BeTrue();
    }
}

/// <summary>A policy file that can't be meant is refused at the start, with what is wrong and where.</summary>
[Trait("Req", "SUB-01")]
public sealed class PolicyFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("guzhang-county-").FullName;

    [Fact]
    public void Given_the_county_s_own_file_then_it_is_good_and_an_edited_one_is_another_policy()
    {
        var policy = Load("schemes.json", "", "");

        policy.Schemes.Select(s => s.Id).Should().Equal("transport", "job-seeking");
        Load("schemes.json", "\"months\": 3", "\"months\": 4").Identity.Should().NotBe(policy.Identity);
        Load("counting.json", "3000", "3001").Identity.Should().NotBe(policy.Identity);
        Load("calendar.json", "2020-10-15", "2020-10-16").Identity.Should().NotBe(policy.Identity);
    }

    [Theory]
    [InlineData("\"kind\": \"counted\"", "\"kind\": \"lucky\"", "lucky")]
    [InlineData("\"months\": 3", "\"months\": 0", "transport terms 第 1 项第 3 个条件：months 应在 1 到 120 之间")]
    [InlineData("\"months\": 3", "\"month\": 3", "month")]
    [InlineData("\"measuredAt\": \"form-date\", ", "", "measuredAt")]
    [InlineData("\"form-date\"", "\"someday\"", "measuredAt")]
    [InlineData("\"out-of-county\", \"out-of-prefecture\", \"out-of-province\"", "", "places 不能为空")]
    [InlineData("\"out-of-county\"", "\"moon\"", "places")]
    [InlineData("\"job-fair\"", "\"none\"", "exports 不能有 none")]
    [InlineData("\"hr-bureau\"", "\"emperor\"", "没有角色“emperor”")]
    [InlineData("\"yuan\": 400", "\"yuan\": -400", "-400 不是到分为止的金额")]
    [InlineData("\"yuan\": 400", "\"yuan\": 0.001", "0.001 不是到分为止的金额")]
    [InlineData("\"job-seeking\"", "\"transport\"", "transport 重复")]
    [InlineData("\"id\": \"transport\"", "\"id\": \"Transport 1\"", "id 应由小写字母")]
    [InlineData("\"to\": null, \"yuan\": 400 }", "\"to\": null, \"yuan\": 400 }, { \"from\": \"2020-06-01\", \"to\": null, \"yuan\": 500 }", "日期重叠")]
    [InlineData("\"to\": null, \"yuan\": 400", "\"to\": \"2019-01-01\", \"yuan\": 400", "截止日期早于开始日期")]
    [InlineData("\"version\": \"2020-demo-1\",", "", "version")]
    [InlineData("\"notice\":", "\"x\":", "x")]
    [InlineData("{ \"kind\": \"not-paid\", \"within\": \"form-year\" }", "{ \"kind\": \"not-paid\", \"within\": \"form-year\" }, 7", "schemes.json")]
    public void Given_a_file_that_cannot_be_meant_then_the_start_is_refused_by_what_is_wrong(string replace, string by, string expected)
    {
        var load = () => Load("schemes.json", replace, by);

        load.Should().Throw<SettingException>().WithMessage($"*County:Directory*schemes.json*").Which.Message.Should().Contain(expected);
    }

    [Fact]
    public void Given_no_file_then_the_start_is_refused()
    {
        var load = () => SubsidyPolicy.Load(folder);
        load.Should().Throw<SettingException>().WithMessage("*schemes.json*");
    }

    private SubsidyPolicy Load(string file, string replace, string by)
    {
        foreach (var source in Directory.GetFiles(AppHost.Repository.Find().County))
        {
            File.Copy(source, Path.Combine(folder, Path.GetFileName(source)), overwrite: true);
        }

        if (replace.Length > 0)
        {
            var path = Path.Combine(folder, file);
            var text = File.ReadAllText(path);
            text.Should().Contain(replace);
            File.WriteAllText(path, text.Replace(replace, by, StringComparison.Ordinal));
        }

        return SubsidyPolicy.Load(folder);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
