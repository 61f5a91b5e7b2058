namespace Guzhang.Subscribers.Tests.Staging;

/// <summary>docs/subscribers.md, which other systems are written by: the tests run the program that stands in it.</summary>
internal static class Guide
{
    public static string Text { get; } = File.ReadAllText(Path.Combine(Guzhang.AppHost.Repository.Find().Root, "docs", "subscribers.md"));

    /// <summary>Its one program.</summary>
    public static string Code { get; } = Text.Split("```python\n")[1].Split("```")[0];
}
