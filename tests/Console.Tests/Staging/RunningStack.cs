using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.AppHost;
using Guzhang.AppHost.Native;
using Guzhang.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(Guzhang.Console.Tests.Staging.RunningStack))]

namespace Guzhang.Console.Tests.Staging;

/// <summary>
/// The platform as officials meet it: every service a process, and the console as it is installed (published, so
/// trimmed), with an account for every role. Started once for all tests of the project.
/// </summary>
public sealed class RunningStack : IAsyncLifetime
{
    private readonly FreshDatabase _database = new();
    private readonly DirectoryInfo _secrets = Directory.CreateTempSubdirectory("guzhang-console-secrets-");
    private readonly Dictionary<string, Official> _officials = [];
    private ServiceChild? _console;

    public RunningStack() => Chain = new RunningChain(console: Address);

    /// <summary>Whether the pages come compressed too, which takes half a minute more and is a matter of their size only.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>Where the console is.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{FreePorts.Choose([])}");

    /// <summary>The services behind it.</summary>
    public RunningChain Chain { get; }

    /// <summary>Somebody with the role, made when first asked for.</summary>
    /// <param name="role">of the access table</param>
    /// <param name="division">the scope</param>
    public Official As(string role, string division = "433126") => _officials[$"{role} {division}"];

    public async ValueTask InitializeAsync()
    {
        var folder = Path.Combine(Repository.Find().Root, "artifacts", IsCompressed ? "console-compressed" : "console");
        await Task.WhenAll(Chain.Start(), _database.InitializeAsync().AsTask(), Publish(folder));
        string[] services = ["collection", "verification", "subsidy", "jobmatching", "reporting"];
        _console = await ServiceChild.StartProgram("console", Path.Combine(folder, "Guzhang.Console.dll"), Address,
        [
            .. Chain.Tokens.ConsoleSettings, $"--ConnectionStrings:Database={_database.ConnectionString}", $"--Secrets:Directory={_secrets.FullName}",
            $"--Services:identity={Chain.Tokens.Authority}", .. services.Select(s => $"--Services:{s}={Chain.Address(s)}"),
        ]);
        await MakeOfficials();
    }

    public async ValueTask DisposeAsync()
    {
        if (_console is not null)
        {
            await _console.DisposeAsync();
        }

        await Chain.DisposeAsync();
        await _database.DisposeAsync();
        _secrets.Delete(recursive: true);
    }

    private async Task MakeOfficials()
    {
        using var identity = await Chain.Tokens.ClientFor(Chain.Tokens.Authority, "operator");
        foreach (var (role, division, name) in Official.All)
        {
            var login = $"{role}-{division}";
            using var answer = await identity.PostAsJsonAsync("accounts", new { login, displayName = name, role, division });
            var made = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
            await IdentityClient.SetPasswordAsync(new Uri(made.GetProperty("link").GetString()!), Official.Password, CancellationToken.None);
            _officials.Add($"{role} {division}", new Official(made.GetProperty("id").GetString()!, login, name, role, division));
        }
    }

    private async Task Publish(string folder)
    {
        var project = Path.Combine(Repository.Find().Root, "services", "Console", "Console.csproj");
        var start = new ProcessStartInfo("dotnet", ["publish", project, "-c", "Release", "-o", folder, "-nologo", "-v", "quiet", "-clp:NoSummary", $"-p:CompressionEnabled={IsCompressed}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var publishing = Process.Start(start)!;
        var (output, errors) = (publishing.StandardOutput.ReadToEndAsync(), publishing.StandardError.ReadToEndAsync());
        await publishing.WaitForExitAsync();
        if (publishing.ExitCode != 0)
        {
            throw new InvalidOperationException($"The console could not be published:{Environment.NewLine}{await output}{await errors}");
        }
    }
}

/// <summary>Somebody with an account.</summary>
public sealed record Official(string Id, string Login, string Name, string Role, string Division)
{
    public const string Password = "only for tests, and long";

    /// <summary>Every role of an official, with a scope that is usual for it.</summary>
    public static IReadOnlyList<(string Role, string Division, string Name)> All { get; } =
    [
        ("operator", "433126", "石管理"), ("collector", "433126101", "田采集"), ("town-clerk", "433126101", "向录入"), ("task-force", "433126", "张专班"),
        ("hr-bureau", "433126", "瞿人社"), ("poverty-office", "433126", "周扶贫"), ("leader", "433126", "李领导"), ("auditor", "433126", "陈审计"),
    ];
}
