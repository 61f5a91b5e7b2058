using AwesomeAssertions;
using Guzhang.AppHost.Native;
using Xunit;

namespace Guzhang.AppHost.Tests;

public sealed class StartOptionsTests
{
    [Fact]
    public void Given_an_EventStoreDB_its_connection_is_taken_with_the_other_options_in_any_order()
    {
        StartOptions.Parse(["--demo", "--eventstoredb", "esdb://127.0.0.1:2113?tls=false", "--once"])
            .Should().Be(new StartOptions(true, true, false, "esdb://127.0.0.1:2113?tls=false"));
        StartOptions.Parse(["--fresh"]).Should().Be(new StartOptions(false, false, true));
    }

    [Theory]
    [InlineData("--eventstoredb")]
    [InlineData("--eventstoredb", "--demo")]
    [InlineData("--eventstoredb", "127.0.0.1:2113")]
    [InlineData("esdb://127.0.0.1:2113")]
    [InlineData("--once")]
    public void Given_arguments_without_sense_they_are_refused(params string[] arguments) => StartOptions.Parse(arguments).Should().BeNull();
}
