using AwesomeAssertions;
using Guzhang.AppHost.Native;
using Guzhang.AppHost.TestRuns;
using Xunit;

namespace Guzhang.AppHost.Tests;

public sealed class TestResultsTests
{
    [Fact]
    public void Given_results_then_errors_count_as_failures_and_each_failure_is_told_with_its_message()
    {
        var results = Read(1, """
            <assemblies><assembly total="5" passed="3" failed="1" skipped="1" errors="1">
              <errors><error name="Cleanup"><failure><message>left open</message></failure></error></errors>
              <collection><test name="A.B" result="Fail"><failure><message>Expected 1</message><stack-trace>at X in /a.cs:line 3</stack-trace></failure></test></collection>
            </assembly></assemblies>
            """);

        (results.Passed, results.Failed, results.Skipped).Should().Be((3, 2, 1));
        results.Failures.Should().HaveCount(2);
        results.Failures[0].Should().Contain("A.B").And.Contain("Expected 1").And.Contain("/a.cs:line 3");
        results.Failures[1].Should().Contain("Cleanup").And.Contain("left open");
    }

    [Theory]
    [InlineData(0, """<assemblies><assembly total="2" passed="2" failed="0" skipped="0" errors="0"/></assemblies>""", 2, 0)]
    [InlineData(134, """<assemblies><assembly total="2" passed="2" failed="0" skipped="0" errors="0"/></assemblies>""", 2, 1)]
    [InlineData(0, """<assemblies><assembly total="0" passed="0" failed="0" skipped="0" errors="0"/></assemblies>""", 0, 1)]
    [InlineData(0, "<assemblies><assembly total=", 0, 1)]
    public void Given_a_run_that_crashed_or_held_no_test_then_it_failed(int exitCode, string xml, int passed, int failed)
    {
        var results = Read(exitCode, xml);

        (results.Passed, results.Failed).Should().Be((passed, failed));
    }

    [Fact]
    public void Given_no_results_at_all_then_the_project_failed() =>
        TestResults.Read("/nowhere/results.xml", 139).Should().BeEquivalentTo(new { Passed = 0, Failed = 1, Skipped = 0 });

    [Theory]
    [InlineData("Domain")]
    [InlineData("Domain.Tests")]
    public void Given_a_name_then_that_project_runs_alone(string name) =>
        TestsCommand.Projects(TestsFolder, name).Should().Equal("Domain.Tests");

    [Fact]
    public void Given_an_unknown_name_then_the_known_ones_are_told() =>
        TestsFolder.Invoking(tests => TestsCommand.Projects(tests, "Doman")).Should().Throw<StartFailedException>().WithMessage("*Domain.Tests*");

    private static string TestsFolder => Path.Combine(Repository.Find().Root, "tests");

    private static TestResults Read(int exitCode, string xml)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["results.xml"], xml);
        return TestResults.Read(folder["results.xml"], exitCode);
    }
}
