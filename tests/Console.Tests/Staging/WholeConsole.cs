namespace Guzhang.Console.Tests.Staging;

/// <summary>The pages in a browser over the whole platform: many minutes, and not seen green as a whole yet, so only where they are asked for.</summary>
public static class WholeConsole
{
    public const string Reason = "the console's pages are tried in a browser where GUZHANG_TEST_CONSOLE=1 asks for it: these tests have not been seen green as a whole yet";

    public static bool IsAsked => Environment.GetEnvironmentVariable("GUZHANG_TEST_CONSOLE") == "1";
}
