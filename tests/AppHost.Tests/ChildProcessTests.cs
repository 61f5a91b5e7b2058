using AwesomeAssertions;
using Guzhang.AppHost.Native;
using Xunit;

namespace Guzhang.AppHost.Tests;

public sealed class ChildProcessTests
{
    [Fact]
    public async Task Given_a_program_that_dies_while_starting_then_the_message_holds_its_code_and_last_lines()
    {
        using var folder = new TemporaryFolder();
        using var child = ChildProcess.Start(new ChildSpec("service", "sh", ["-c", "echo the reason; exec 1>&2; exit 7"]) { Log = folder["service.log"] });
        await child.WaitForExitAsync(CancellationToken.None);

        await child.Invoking(process => process.UntilAsync(_ => Task.FromResult(false), TimeSpan.FromMinutes(1), CancellationToken.None))
            .Should().ThrowAsync<StartFailedException>().WithMessage("service ended with code 7*the reason*");
    }

    [Fact]
    public async Task Given_a_program_that_will_not_stop_then_it_is_ended_with_everything_that_it_started()
    {
        using var folder = new TemporaryFolder();
        var child = ChildProcess.Start(new ChildSpec("stubborn", "sh", ["-c", "trap '' TERM; sleep 300 & echo $!; while :; do sleep 1; done"])
        {
            Log = folder["stubborn.log"],
            Patience = TimeSpan.FromMilliseconds(200),
        });
        await child.UntilAsync(_ => Task.FromResult(File.Exists(folder["stubborn.log"]) && File.ReadAllText(folder["stubborn.log"]).EndsWith('\n')), TimeSpan.FromMinutes(1), CancellationToken.None);
        var grandchild = ProcessIdentity.Of(int.Parse(File.ReadAllText(folder["stubborn.log"]), System.Globalization.CultureInfo.InvariantCulture));

        await child.StopAsync();

        child.Identity.IsRunning.Should().BeFalse();
        while (grandchild!.IsRunning)
        {
            await Task.Yield(); // the kernel ends the group one by one; the run's own limit catches one that stays
        }
    }

    [Fact]
    public void Given_a_pid_of_another_start_time_then_it_is_not_our_process_and_gets_no_signal()
    {
        var ours = ProcessIdentity.Of(Environment.ProcessId)!;
        var stale = ours with { Started = ours.Started + "1" };

        stale.IsRunning.Should().BeFalse();
        stale.Signal(Signal.Kill);
        ours.IsRunning.Should().BeTrue();
    }
}
