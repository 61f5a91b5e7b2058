using System.Runtime.InteropServices;
using Guzhang.AppHost;
using Guzhang.AppHost.Native;
using Guzhang.AppHost.TestRuns;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

try
{
    return args switch
    {
        ["servers"] => await ServersCommand.RunAsync(null, stop.Token),
        ["servers", "--dir", var folder] => await ServersCommand.RunAsync(folder, stop.Token),
        ["tests", .. var rest] => await new TestsCommand(Repository.Find()).RunAsync(rest.LastOrDefault(name => name[0] != '-'), !rest.Contains("--build-failed"), stop.Token),
        ["audit"] => await AuditCommand.RunAsync(Repository.Find(), stop.Token),
        ["keys", "rotate"] => await KeysCommand.RotateAsync(Repository.Find(), stop.Token),
        ["scan"] => await ScanCommand.RunAsync(Repository.Find(), stop.Token),
        ["move-journal", "eventstoredb" or "postgres", var connection] => await MoveJournalCommand.RunAsync(Repository.Find(), args[1], connection, stop.Token),
        ["token", var role, var scope] => await TokenCommand.RunAsync(Repository.Find(), role, scope, stop.Token),
        ["subscriber", .. var rest] when SubscriberOptions.Parse(rest) is { } wanted => await SubscriberCommand.RunAsync(Repository.Find(), wanted, stop.Token),
        _ when StartOptions.Parse(args) is { } options => await new StartCommand(Repository.Find(), options).RunAsync(stop.Token),
        _ => Usage(),
    };
}
catch (StartFailedException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

static int Usage()
{
    Console.Error.WriteLine("usage: ./run [--demo [--once]] [--fresh] [--eventstoredb CONNECTION] | ./run token ROLE SCOPE | ./run audit | ./run keys rotate | ./run scan"
        + "\n       ./run subscriber add NAME --types TYPE,…|* --towns CODE,…|* [--title TEXT] | grant NAME --types … --towns … | secret|remove|show NAME | list"
        + "\n       ./run move-journal eventstoredb|postgres CONNECTION");
    return 2;
}
