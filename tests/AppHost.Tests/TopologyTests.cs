using System.Text.Json.Nodes;
using AwesomeAssertions;
using Guzhang.AppHost.Native;
using Xunit;

namespace Guzhang.AppHost.Tests;

public sealed class TopologyTests
{
    private static readonly Repository Repository = Repository.Find();

    [Fact]
    public void Given_the_topology_then_whatever_it_refers_to_exists()
    {
        var services = Topology.Services.Select(service => service.Name).ToList();

        services.Should().OnlyHaveUniqueItems();
        Topology.Services.SelectMany(service => service.Calls).Should().BeSubsetOf(services);
        Topology.Services.SelectMany(service => service.WaitsFor).Should().BeSubsetOf([.. services, Topology.Postgres, Topology.RabbitMq]);
        Topology.Services.Append(Topology.Demo).Should().AllSatisfy(service =>
            Directory.GetFiles(Path.Combine(Repository.Root, service.Project), "*.csproj").Should().ContainSingle());
        Directory.Exists(Repository.County).Should().BeTrue();
        Repository.CountyCode.Should().Be("433126");
    }

    [Fact]
    public void Given_the_topology_then_every_service_starts_after_all_that_it_waits_for()
    {
        var started = new HashSet<string> { Topology.Postgres, Topology.RabbitMq };
        foreach (var wave in Topology.Waves(Topology.Services))
        {
            wave.SelectMany(service => service.WaitsFor).Should().BeSubsetOf(started);
            started.UnionWith(wave.Select(service => service.Name));
        }
        started.Should().Contain(Topology.Services.Select(service => service.Name));
    }

    [Fact]
    public void Given_services_that_wait_for_each_other_then_the_start_is_refused_by_name()
    {
        ServiceResource[] circle = [new("one", "services/One") { WaitsFor = ["two"] }, new("two", "services/Two") { WaitsFor = ["one"] }];

        circle.Invoking(services => Topology.Waves(services)).Should().Throw<StartFailedException>().WithMessage("*one, two*");
    }

    [Fact]
    public void Given_the_topology_then_the_build_of_the_native_start_holds_all_its_programs()
    {
        var filter = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy/native/platform.slnf")))!;
        var built = filter["solution"]!["projects"]!.AsArray().Select(project => Path.GetDirectoryName((string)project!)!);

        built.Should().BeEquivalentTo([.. Topology.Services.Select(service => service.Project), Topology.Demo.Project, "AppHost"]);
    }

    [Fact]
    public void Given_a_service_then_its_process_gets_its_own_settings_and_the_addresses_of_those_it_calls()
    {
        using var folder = new TemporaryFolder();
        var home = new Installation(folder.Path);
        var processes = new ServiceProcess(Repository, home, new Surroundings(Postgres: 5432));
        var collection = Topology.Services.Single(service => service.Name == "collection");

        var settings = processes.Settings(collection);

        settings["ConnectionStrings:Database"].Should().Be($"Host=127.0.0.1;Port=5432;Database=collection;Username=collection;Password={home.Secrets.Get("collection", Topology.DatabasePassword)};Maximum Pool Size=40");
        settings.Should().NotContainKeys("ConnectionStrings:Broker", "ConnectionStrings:EventStoreDb", "Journal:Name", "OTEL_EXPORTER_OTLP_ENDPOINT");
        settings["ASPNETCORE_URLS"].Should().Be($"http://127.0.0.1:{home.State.Ports["collection"]}");
        settings["Identity:Authority"].Should().Be($"http://127.0.0.1:{home.State.Ports["identity"]}");
        settings["Services:verification"].Should().Be($"http://127.0.0.1:{home.State.Ports["verification"]}");
        settings["Secrets:Directory"].Should().Be(Path.Combine(folder.Path, "secrets", "collection"));
        settings["County:Directory"].Should().Be(Repository.County);
    }

    [Theory]
    [InlineData("", false, false, false)]
    [InlineData("--demo --once", true, true, false)]
    [InlineData("--fresh --demo", true, false, true)]
    public void Given_known_arguments_then_they_are_understood_in_any_order(string arguments, bool demo, bool once, bool fresh) =>
        StartOptions.Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Should().Be(new StartOptions(demo, once, fresh));

    [Theory]
    [InlineData("--once")]
    [InlineData("--demo --twice")]
    public void Given_arguments_that_make_no_sense_then_nothing_starts(string arguments) =>
        StartOptions.Parse(arguments.Split(' ')).Should().BeNull();
}
