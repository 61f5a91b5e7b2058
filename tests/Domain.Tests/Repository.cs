namespace Guzhang.Domain.Tests;

/// <summary>Files of the repository that tests hold against what is made.</summary>
internal static class Repository
{
    public static string File(string path)
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(at.FullName, "county")) || !System.IO.File.Exists(Path.Combine(at.FullName, "Guzhang.Platform.sln")))
        {
            at = at.Parent!;
        }

        return Path.Combine(at.FullName, path);
    }
}
