using System.Net;
using System.Net.Sockets;
using AwesomeAssertions;
using Guzhang.AppHost.Native;
using Xunit;

namespace Guzhang.AppHost.Tests;

public sealed class LocalStateTests
{
    [Fact]
    public void Given_a_listener_then_its_port_is_not_free()
    {
        var port = FreePorts.Choose([]);
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();

        FreePorts.IsFree(port).Should().BeFalse();
    }

    [Fact]
    public void Given_promised_ports_then_another_is_chosen()
    {
        var chosen = new HashSet<int>();
        for (var i = 0; i < 50; i++)
        {
            chosen.Add(FreePorts.Choose(chosen)).Should().BeTrue();
        }
    }

    [Fact]
    public void Given_a_second_start_then_the_ports_are_those_of_the_first()
    {
        using var folder = new TemporaryFolder();
        var first = LocalState.Load(folder["state.json"]).Port("collection");

        LocalState.Load(folder["state.json"]).Port("collection").Should().Be(first);
    }

    [Fact]
    public void Given_a_remembered_port_that_somebody_took_then_another_is_chosen_and_remembered()
    {
        using var folder = new TemporaryFolder();
        var first = LocalState.Load(folder["state.json"]).Port("collection");
        using var listener = new TcpListener(IPAddress.Loopback, first);
        listener.Start();

        var second = LocalState.Load(folder["state.json"]).Port("collection");

        second.Should().NotBe(first);
        LocalState.Load(folder["state.json"]).Ports["collection"].Should().Be(second);
    }

    [Fact]
    public void Given_a_folder_copied_with_its_state_then_the_copy_owns_no_process_of_the_original()
    {
        using var folder = new TemporaryFolder();
        using var copy = new TemporaryFolder();
        var original = new Installation(folder.Path);
        using var child = original.Start(new ChildSpec("sleep", "sleep", ["60"]));
        File.Copy(folder["state.json"], copy["state.json"]);

        LocalState.Load(copy["state.json"]).Processes.Should().BeEmpty();

        child.Identity.Signal(Signal.Kill);
    }

    [Fact]
    public void Given_a_start_that_runs_then_a_second_one_in_the_same_clone_is_refused_by_its_pid()
    {
        using var folder = new TemporaryFolder();
        using (RunLock.Take(folder.Path))
        {
            folder.Invoking(clone => RunLock.Take(clone.Path).Dispose())
                .Should().Throw<StartFailedException>().WithMessage($"*already running*{Environment.ProcessId}*");
        }
        RunLock.Take(folder.Path).Dispose();
    }
}
