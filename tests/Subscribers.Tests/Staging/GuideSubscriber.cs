using System.Diagnostics;
using System.Globalization;
using Guzhang.AppHost.Native;
using Guzhang.Identity.Subscribing;

namespace Guzhang.Subscribers.Tests.Staging;

/// <summary>An event as the guide's program has kept it, in the order in which it took them in.</summary>
internal sealed record TakenIn(Guid Id, string Source, string Subject, long Seq, string Type);

/// <summary>
/// Another system: the very program of docs/subscribers.md, in another language, with nothing but what the guide says it is
/// given. It ends with the test process however that one ends.
/// </summary>
internal sealed class GuideSubscriber : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";
    private const string Keeper = "\"$@\" </dev/null >>\"$LOG\" 2>&1 & child=$!; echo $child; read -r _; kill -KILL $child 2>/dev/null";
    private const string Dump =
        "import sqlite3,sys\nfor row in sqlite3.connect('file:'+sys.argv[1]+'?mode=ro', uri=True, timeout=30).execute(sys.argv[2]): print(*row, sep='\\t')";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("guzhang-subscriber-");
    private readonly Dictionary<string, string> environment;
    private Process? keeper;
    private ProcessIdentity? process;

    public GuideSubscriber(EventStage stage, SubscriberSecret credentials)
    {
        environment = new()
        {
            ["GUZHANG_CLIENT_ID"] = credentials.Id,
            ["GUZHANG_CLIENT_SECRET"] = credentials.Secret,
            ["GUZHANG_TOKEN_URL"] = new Uri(stage.Authority, "connect/token").AbsoluteUri,
            ["GUZHANG_SUBSCRIPTION_URL"] = new Uri(stage.Authority, "subscription").AbsoluteUri,
            ["GUZHANG_JOURNALS"] = $"collection={stage.Journal}",
            ["GUZHANG_AMQP_URL"] = stage.BrokerAddress(credentials),
        };
        File.WriteAllText(Program, Guide.Code);
    }

    /// <summary>Skips the test where the language or its AMQP library is not on this machine (./test installs them).</summary>
    public static void SkipUnlessItCanRun()
    {
        using var asked = File.Exists(Python) ? Process.Start(new ProcessStartInfo(Python, ["-c", "import pika"]) { RedirectStandardError = true }) : null;
        asked?.WaitForExit();
        Assert.SkipUnless(asked?.ExitCode == 0, "python3-pika is not installed: no subscriber in another language can run");
    }

    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    public void Start()
    {
        var start = new ProcessStartInfo("sh", ["-c", Keeper, "sh", Python, Program, Data]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["LOG"] = LogFile;
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        keeper = Process.Start(start)!;
        var pid = int.Parse(keeper.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        process = ProcessIdentity.Of(pid) ?? ProcessIdentity.Ended(pid);
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        process!.Signal(Signal.Kill);
        keeper!.StandardInput.Close();
        await keeper.WaitForExitAsync();
        keeper.Dispose();
        keeper = null;
    }

    public async Task<int> Count() => int.TryParse((await Ask("select count(*) from events")).Trim(), CultureInfo.InvariantCulture, out var count) ? count : 0;

    public async Task<IReadOnlyList<TakenIn>> Taken() =>
        [.. (await Ask("select id, source, subject, seq, type from events order by n")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t')).Select(cells => new TakenIn(Guid.Parse(cells[0]), cells[1], cells[2], long.Parse(cells[3], CultureInfo.InvariantCulture), cells[4]))];

    /// <summary>Waits until it has taken in that many; answers how many it has.</summary>
    public Task<int> Until(int count) => Eventually.Get(
        async () =>
        {
            await Task.Delay(200); // each look is a process of its own
            return await Count();
        },
        seen => seen >= count, TimeSpan.FromMinutes(2));

    /// <summary>Waits until it has printed something.</summary>
    public Task<string> UntilItSays(string text) => Eventually.Get(() => Task.FromResult(Log), log => log.Contains(text, StringComparison.Ordinal), TimeSpan.FromMinutes(1));

    public async ValueTask DisposeAsync()
    {
        if (keeper is not null)
        {
            await Kill();
        }

        TestContext.Current.TestOutputHelper?.WriteLine(Log);
        folder.Delete(recursive: true);
    }

    private string Program => Path.Combine(folder.FullName, "subscriber.py");

    private string Data => Path.Combine(folder.FullName, "events.db");

    private string LogFile => Path.Combine(folder.FullName, "log");

    private async Task<string> Ask(string sql)
    {
        using var asking = Process.Start(new ProcessStartInfo(Python, ["-c", Dump, Data, sql]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, _) = (asking.StandardOutput.ReadToEndAsync(), asking.StandardError.ReadToEndAsync());
        await asking.WaitForExitAsync();
        return await output;
    }
}
