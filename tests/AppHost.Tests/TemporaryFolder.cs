using Guzhang.AppHost.Native;

namespace Guzhang.AppHost.Tests;

/// <summary>A folder that is gone after the test, with whatever an installation in it still runs if the test failed.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("guzhang-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (File.Exists(this["state.json"]))
        {
            var home = new Installation(Path);
            home.StopLeftoversAsync().GetAwaiter().GetResult();
            home.Delete([]);
        }
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
