using System.Globalization;
using System.Xml.Linq;

namespace Guzhang.AppHost.TestRuns;

/// <summary>What one test project's run came to, with a line or more for each failure for the person at the terminal.</summary>
public sealed record TestResults(int Passed, int Failed, int Skipped, IReadOnlyList<string> Failures)
{
    /// <summary>A project that could not be run counts as one failure, with the reason.</summary>
    public static TestResults NotRun(string reason) => new(0, 1, 0, [reason]);

    /// <summary>
    /// Reads xUnit's XML. A run that was cut off (no or broken XML), ended badly without saying why, or held no test,
    /// is a failure.
    /// </summary>
    public static TestResults Read(string file, int exitCode)
    {
        XDocument document;
        try
        {
            document = XDocument.Load(file);
        }
        catch (Exception e) when (e is IOException or System.Xml.XmlException)
        {
            return NotRun($"crashed (exit code {exitCode}), no results");
        }
        var passed = Sum(document, "passed");
        var failed = Sum(document, "failed") + Sum(document, "errors");
        var skipped = Sum(document, "skipped");
        var failures = DescribeFailures(document).ToList();
        return (passed, failed, skipped, exitCode) switch
        {
            (_, 0, _, not 0) => new TestResults(passed, 1, skipped, [$"ended with exit code {exitCode} though no test failed"]),
            (0, 0, 0, _) => NotRun("holds no test"),
            _ => new TestResults(passed, failed, skipped, failures),
        };
    }

    private static int Sum(XDocument document, string count) =>
        document.Descendants("assembly").Sum(assembly => int.Parse(assembly.Attribute(count)?.Value ?? "0", CultureInfo.InvariantCulture));

    private static IEnumerable<string> DescribeFailures(XDocument document)
    {
        foreach (var test in document.Descendants("test").Where(test => test.Attribute("result")?.Value == "Fail"))
        {
            yield return Describe(test.Attribute("name")?.Value, test);
        }
        foreach (var error in document.Descendants("error"))
        {
            yield return Describe(error.Attribute("name")?.Value ?? error.Attribute("type")?.Value, error);
        }
    }

    private static string Describe(string? name, XElement element)
    {
        var message = element.Descendants("message").FirstOrDefault()?.Value.Trim();
        var stack = element.Descendants("stack-trace").FirstOrDefault()?.Value.Split('\n').Where(line => line.Contains(":line ", StringComparison.Ordinal)).Take(4);
        return string.Join('\n', [$"FAILED {name}", .. Indent(message?.Split('\n')), .. Indent(stack)]);
    }

    private static IEnumerable<string> Indent(IEnumerable<string>? lines) => (lines ?? []).Select(line => "    " + line.Trim());
}
