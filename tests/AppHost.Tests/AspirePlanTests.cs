using System.Text.Json.Nodes;
using AwesomeAssertions;
using Guzhang.AppHost.Native;
using Guzhang.AppHost.Planning;
using Xunit;

namespace Guzhang.AppHost.Tests;

/// <summary>What Aspire would start is what the native start starts: the same services, dependencies, settings, servers and endpoints.</summary>
[Trait("Req", "OPS-02")]
public sealed class AspirePlanTests : IDisposable
{
    private const string Journal = "esdb://127.0.0.1:2113?tls=false";
    private const string Listener = "http://127.0.0.1:4318";
    private static readonly Repository Repository = Repository.Find();
    private readonly TemporaryFolder folder = new();
    private readonly Installation home;

    public AspirePlanTests() => home = new Installation(folder.Path);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Given_the_topology_then_Aspire_gives_every_service_the_settings_that_the_native_start_gives_it(bool eventStoreDb)
    {
        var native = Native(eventStoreDb);
        var plan = Plan(eventStoreDb);

        plan.Services.Select(planned => planned.Service.Name).Should().Equal(Topology.Services.Select(service => service.Name));
        foreach (var planned in plan.Services)
        {
            Differences(native.Environment(planned.Service), Filled(planned, native)).Should().BeEmpty(planned.Service.Name);
        }
    }

    [Fact]
    public void Given_a_setting_that_one_side_leaves_out_or_says_otherwise_then_the_comparison_names_it()
    {
        var native = Native(eventStoreDb: false);
        var planned = Plan(eventStoreDb: false).Services.Single(service => service.Service.Name == "reporting");
        var started = native.Environment(planned.Service).ToDictionary();
        var would = Filled(planned, native);

        started.Remove("Audit__Witness");
        would.Remove("Services__subsidy");
        would["County__Directory"] += "/elsewhere";

        Differences(started, would).Should().BeEquivalentTo("Audit__Witness", "Services__subsidy", "County__Directory");
    }

    [Fact]
    public void Given_the_topology_then_the_native_start_starts_each_service_after_all_that_Aspire_has_it_wait_for()
    {
        var plan = Plan(eventStoreDb: false);
        var ready = plan.Servers.Select(server => server.Name).ToHashSet();
        foreach (var wave in Topology.Waves(Topology.Services))
        {
            foreach (var service in wave)
            {
                plan.Services.Single(planned => planned.Service == service).WaitsFor.Should().BeSubsetOf(ready, service.Name).And.Equal(service.WaitsFor);
            }
            ready.UnionWith(wave.Select(service => service.Name));
        }
    }

    [Fact]
    public void Given_EventStoreDB_then_only_Collection_waits_for_it_and_without_it_nothing_names_it()
    {
        Plan(eventStoreDb: true).Services.Where(planned => planned.WaitsFor.Contains(AspirePlan.EventStoreDb)).Should().ContainSingle().Which.Service.Name.Should().Be("collection");

        var without = Plan(eventStoreDb: false);
        without.Servers.Select(server => server.Name).Should().Equal(Topology.Postgres, Topology.RabbitMq);
        without.Services.SelectMany(planned => planned.Environment.Values).SelectMany(Placeholder.In).Select(placeholder => placeholder.Kind).Should().NotContain(AspirePlan.EventStoreDb);
    }

    [Fact]
    public void Given_the_topology_then_Aspire_s_servers_have_the_databases_users_and_rights_of_the_native_ones()
    {
        var plan = Plan(eventStoreDb: false);
        plan.Databases.Should().Equal(Topology.Services.Where(service => service.HasDatabase).Select(service => service.Name));
        var script = Server(plan, Topology.Postgres).Environment["GUZHANG_DATABASES"];
        plan.Databases.Should().AllSatisfy(name => script.Should().Contain($"create role \"{name}\" login").And.Contain($"create database \"{name}\" owner \"{name}\""));

        var native = JsonNode.Parse(RabbitDefinitions.OfServices(_ => "x").With(new BrokerUser(RabbitServer.AdminUser, "x", IsAdministrator: true)).ToJson())!;
        var planned = JsonNode.Parse(Server(plan, Topology.RabbitMq).Environment["GUZHANG_DEFINITIONS"])!;
        planned["vhosts"]!.ToJsonString().Should().Be(native["vhosts"]!.ToJsonString());
        planned["permissions"]!.ToJsonString().Should().Be(native["permissions"]!.ToJsonString());
        Users(planned).Should().Equal(Users(native));

        static IEnumerable<(string, string)> Users(JsonNode definitions) => definitions["users"]!.AsArray().Select(user => ((string)user!["name"]!, (string)user["tags"]!));
    }

    [Fact]
    public void Given_the_topology_then_every_address_that_a_service_is_told_is_an_endpoint_of_the_plan()
    {
        var plan = Plan(eventStoreDb: true);
        var endpoints = plan.Servers.SelectMany(server => server.Endpoints.Keys).ToList();
        var named = plan.Services.SelectMany(planned => planned.Environment.Values).SelectMany(Placeholder.In).ToList();

        named.Where(placeholder => placeholder.Kind is "host" or "port").Select(placeholder => placeholder.Name).Should().BeSubsetOf(endpoints);
        named.Where(placeholder => placeholder.Kind is "address" or "public").Select(placeholder => placeholder.Name).Should().BeSubsetOf(plan.Services.Select(planned => planned.Service.Name));
    }

    [Fact, Trait("Req", "SEC-05")]
    public void Given_a_published_plan_then_its_secrets_are_parameters_and_no_client_for_trials_is_in_it()
    {
        var published = AspirePlan.Of("433126", eventStoreDb: false, trials: false);
        var clients = published.Services.Single(planned => planned.Service.Name == "identity").Environment["Identity__Clients"];

        clients.Should().Contain("{secret:collection/client-secret}").And.NotContain("trial").And.NotContain("demo-");
        published.Secrets.Select(secret => secret.Name).Should().OnlyHaveUniqueItems().And.Contain([
            "collection/broker-password", "collection/client-secret", "collection/database-password", "identity/database-password", "postgres/superuser", "rabbitmq/admin"]);
        foreach (var secret in published.Secrets)
        {
            var made = home.Secrets.Get(secret);
            published.Services.SelectMany(planned => planned.Environment.Values).Concat(published.Servers.SelectMany(server => server.Environment.Values))
                .Should().AllSatisfy(value => value.Should().NotContain(made));
        }
    }

    [Fact, Trait("Req", "SEC-01")]
    public void Given_a_published_plan_then_people_come_back_from_signing_in_to_the_address_that_the_console_is_told_is_its_own()
    {
        var published = AspirePlan.Of("433126", eventStoreDb: false, trials: false);
        var clients = JsonNode.Parse(published.Services.Single(planned => planned.Service.Name == "identity").Environment["Identity__Clients"])!["clients"]!.AsArray();
        var console = published.Services.Single(planned => planned.Service.Name == "console").Environment;

        console["Console__Address"].Should().Be("{public:console}");
        console["Identity__Authority"].Should().Be("{public:identity}");
        var web = clients.Where(client => client!["redirectUris"] is not null).Should().ContainSingle().Which!;
        ((string?)web["id"]).Should().Be(console["Identity__ClientId"]);
        ((string?)web["secret"]).Should().Be(console["Identity__ClientSecret"]);
        ((string?)web["redirectUris"]!.AsArray().Single()).Should().Be($"{console["Console__Address"]}/signin-oidc");
        ((string?)web["signedOutUris"]!.AsArray().Single()).Should().Be($"{console["Console__Address"]}/signout-callback-oidc");
    }

    [Fact]
    public void Given_a_published_plan_then_public_addresses_are_those_of_the_services_that_meet_browsers()
    {
        var published = AspirePlan.Of("433126", eventStoreDb: false, trials: false);

        published.Services.SelectMany(planned => planned.Environment.Values).SelectMany(Placeholder.In)
            .Where(placeholder => placeholder.Kind == "public").Select(placeholder => placeholder.Name).Distinct()
            .Should().BeEquivalentTo(Topology.Services.Where(service => service.MeetsBrowsers).Select(service => service.Name));
    }

    [Fact]
    public void Given_the_topology_then_what_an_operator_can_ask_of_a_service_is_what_it_offers()
    {
        var plan = Plan(eventStoreDb: false);

        plan.Services.ToDictionary(planned => planned.Service.Name, planned => string.Join(' ', planned.Commands.Select(command => command.Name))).Should().Equal(new Dictionary<string, string>
        {
            ["identity"] = "",
            ["collection"] = "replay-parked",
            ["verification"] = "replay-parked rebuild",
            ["subsidy"] = "replay-parked rebuild",
            ["jobmatching"] = "replay-parked rebuild",
            ["reporting"] = "replay-parked rebuild",
            ["console"] = "",
        });
    }

    private static AspirePlan Plan(bool eventStoreDb) => AspirePlan.Of(Repository.CountyCode, eventStoreDb, trials: true);

    private static PlannedServer Server(AspirePlan plan, string name) => plan.Servers.Single(server => server.Name == name);

    private ServiceProcess Native(bool eventStoreDb) => new(Repository, home, new Surroundings(5432, 5672, 15672, eventStoreDb ? Journal : null, Listener));

    /// <summary>The plan's variables with this machine's values, filled by the test itself.</summary>
    private Dictionary<string, string> Filled(PlannedService planned, ServiceProcess native)
    {
        var filled = planned.Environment.ToDictionary(variable => variable.Key, variable => Placeholder.Fill(variable.Value, placeholder => placeholder.Kind switch
        {
            "address" or "public" => native.Addresses[placeholder.Name].AbsoluteUri.TrimEnd('/'),
            "host" => "127.0.0.1",
            "port" => placeholder.Name switch { Topology.Postgres => "5432", Topology.RabbitMq => "5672", Topology.BrokerManagement => "15672", _ => null },
            "secret" => home.Secrets.Get(placeholder),
            "folder" => home.Secrets.Of(planned.Service.Name),
            "file" => Path.Combine(home.Folder, placeholder.Name, planned.Service.Name),
            "county" => Repository.County,
            "eventstoredb" => Journal,
            "installation" => home.State.Id[..8],
            "telemetry" => Listener,
            _ => null,
        })!);
        // Where a service listens is an endpoint of Aspire's, and a variable of the native start's.
        filled["ASPNETCORE_URLS"] = native.Addresses[planned.Service.Name].AbsoluteUri.TrimEnd('/');
        return filled;
    }

    /// <summary>Names of variables that are not the same; the clients are in a file natively, and passed as they are by Aspire.</summary>
    private static IEnumerable<string> Differences(IReadOnlyDictionary<string, string> native, IReadOnlyDictionary<string, string> aspire) =>
        native.Keys.Union(aspire.Keys)
            .Where(name => native.GetValueOrDefault(name) != aspire.GetValueOrDefault(name))
            .Where(name => !(name == "Identity__ClientsFile" && native.ContainsKey(name) && aspire.ContainsKey("Identity__Clients")))
            .Where(name => !(name == "Identity__Clients" && aspire.ContainsKey(name) && native.ContainsKey("Identity__ClientsFile")));
}
