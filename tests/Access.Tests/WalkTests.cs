using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.AppHost;
using Guzhang.ServiceDefaults.Access;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Access.Tests;

/// <summary>Every route of every service in the topology, tried with every role, scope and kind of token.</summary>
public sealed class WalkTests(WholePlatform platform) : IClassFixture<WholePlatform>
{
    private static readonly string[] Divisions = [WholePlatform.County, WholePlatform.Inside, WholePlatform.Outside];

    [Fact, Trait("Req", "SEC-02")]
    public async Task Given_every_route_when_every_role_calls_it_inside_and_outside_its_scope_and_without_a_good_token_then_the_answers_equal_the_table()
    {
        var routes = await Routes();
        var faults = new List<string>(Undescribed(routes));
        var guarded = routes.Where(route => route.Action is not null && Scopes.Find(route) is not null).ToList();
        var tried = 0;
        foreach (var route in guarded)
        {
            foreach (var (kind, token) in await BadTokens())
            {
                tried++;
                var answer = await Ask(route, route.Request(), token);
                if (answer.Status != 401)
                {
                    faults.Add($"{route.Service} {route.Name} {kind}: {answer.Status} instead of 401");
                }
            }

            foreach (var role in AccessTable.Current.Roles.Keys)
            {
                foreach (var division in Divisions)
                {
                    foreach (var probe in Scopes.Find(route)!)
                    {
                        tried++;
                        var answer = await Ask(route, probe.Request(platform, route), await platform.Token(role, division));
                        if (Fault(route, role, division, probe, answer) is { } fault)
                        {
                            faults.Add($"{route.Service} {route.Name} as {role} of {division}: {fault} ({answer.Status} {answer.Body[..Math.Min(answer.Body.Length, 200)]})");
                        }
                    }
                }
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{tried} combinations tried: {guarded.Count} routes of {routes.Select(r => r.Service).Distinct().Count()} services × {AccessTable.Current.Roles.Count} roles × {Divisions.Length} scopes, and {(await BadTokens()).Count} bad tokens each");
        string.Join('\n', faults).Should().BeEmpty();
        tried.Should().BeGreaterThan(guarded.Count * AccessTable.Current.Roles.Count * Divisions.Length);
    }

    [Fact, Trait("Req", "SEC-02")]
    public async Task Given_the_topology_when_its_services_describe_themselves_then_each_has_routes_and_no_entry_of_the_tables_is_left_over()
    {
        var routes = await Routes();

        routes.Select(route => route.Service).Distinct().Should().BeEquivalentTo(Topology.WithInterface.Select(service => service.Name));
        Scopes.Without(routes).Should().BeEmpty();
        AccessTable.Current.Open.Keys.Should().BeSubsetOf(routes.Where(route => route.Action is null).Select(route => route.Name));
        routes.Select(route => route.Action).OfType<string>().Distinct().Should().BeEquivalentTo(AccessTable.Current.Actions.Keys);
    }

    [Fact, Trait("Req", "EVT-03")]
    public async Task Given_the_topology_when_it_says_that_a_service_has_a_journal_then_that_service_answers_it_and_no_other_does()
    {
        foreach (var service in Topology.WithInterface)
        {
            using var reader = await platform.As(service.Name, "operator");
            using var answer = await reader.GetAsync(new Uri("journal?max=1", UriKind.Relative));
            ((int)answer.StatusCode == 200).Should().Be(service.HasJournal, $"{service.Name} answers {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public void Given_a_route_that_no_table_knows_when_the_walk_looks_then_it_is_a_fault()
    {
        Route[] unknown = [new("collection", "GET", "/everything", null), new("collection", "GET", "/everything-else", "clock.read"), new("collection", "GET", "/clock", "forms.shred")];

        Undescribed(unknown).Should().HaveCount(4);
    }

    [Fact, Trait("Req", "SEC-04")]
    public async Task Given_every_service_with_a_database_when_the_auditor_asks_then_it_proves_its_audit_log_whole()
    {
        foreach (var service in Topology.WithInterface.Where(service => service.HasDatabase))
        {
            using var auditor = await platform.As(service.Name, "auditor");

            var proof = await Eventually.Get(() => auditor.GetFromJsonAsync<JsonElement>("audit/proof"), p => p.GetProperty("unsealed").GetInt64() == 0);

            proof.GetProperty("whole").GetBoolean().Should().BeTrue(service.Name);
            proof.GetProperty("unsealed").GetInt64().Should().Be(0, service.Name);
        }
    }

    private async Task<List<Route>> Routes()
    {
        var routes = new List<Route>();
        foreach (var service in Topology.WithInterface)
        {
            using var client = platform.Anonymous(service.Name);
            routes.AddRange(await Route.Of(service.Name, client));
        }

        return routes;
    }

    /// <summary>Pure: routes that a table lacks.</summary>
    private static IEnumerable<string> Undescribed(IEnumerable<Route> routes)
    {
        foreach (var route in routes)
        {
            if (route.Action is null && !AccessTable.Current.Open.ContainsKey(route.Name))
            {
                yield return $"{route.Service} {route.Name} names no action and is not among access.json's open endpoints";
            }

            if (route.Action is { } action && !AccessTable.Current.Knows(action))
            {
                yield return $"{route.Service} {route.Name} names the action {action}, which access.json lacks";
            }

            if (!AccessTable.Current.Open.ContainsKey(route.Name) && Scopes.Find(route) is null)
            {
                yield return $"{route.Service} {route.Name} has no entry in tests/Access.Tests/Scopes.cs: say how it keeps to the caller's scope";
            }
        }
    }

    /// <summary>No token, none that is one, and a good one whose claims or signature were touched.</summary>
    private async Task<IReadOnlyList<(string Kind, string? Token)>> BadTokens()
    {
        var good = (await platform.Token("operator", WholePlatform.County)).Split('.');
        var signature = (good[2][0] == 'A' ? 'B' : 'A') + good[2][1..];
        var others = (await platform.Token("leader", WholePlatform.County)).Split('.');
        return [("without a token", null), ("with a broken token", "abc.def.ghi"), ("with another signature", $"{good[0]}.{good[1]}.{signature}"), ("with another token's claims", $"{good[0]}.{good[1]}.{others[2]}")];
    }

    private string? Fault(Route route, string role, string division, Probe probe, Answer answer) =>
        answer.Status >= 500 ? "is our own error"
        : !AccessTable.Current.Allows(route.Action!, role)
            ? answer.Status == 403 && answer.Body.Contains($"\"action\":\"{route.Action}\"", StringComparison.Ordinal) ? null : "should be refused by role"
        : division == WholePlatform.County ? probe.County(platform, answer)
        : division == WholePlatform.Inside ? probe.Inside(platform, answer)
        : probe.Outside(platform, answer);

    private async Task<Answer> Ask(Route route, HttpRequestMessage request, string? token)
    {
        using var client = platform.Anonymous(route.Service);
        using (request)
        {
            if (token is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            using var answer = await client.SendAsync(request);
            return new Answer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
    }
}
