using System.Net.Http.Json;

namespace Guzhang.Reporting.Tests;

public sealed class TargetsTests(ReportingHost host) : IClassFixture<ReportingHost>
{
    private sealed record Board(List<Goal> Targets);

    private sealed record Goal(string Id, string Reading, long? Number, long? Count, long? Gap, bool? Met, string? State, List<Town> Towns);

    private sealed record Town(string Name, long Count);

    private async Task<Dictionary<string, Goal>> Read(string role = "leader", string division = "433126")
    {
        using var reader = await host.As(role, division);
        return (await reader.GetFromJsonAsync<Board>("targets"))!.Targets.ToDictionary(t => t.Id);
    }

    [Fact]
    public async Task Given_targets_then_more_than_is_strict_at_least_is_not_and_one_without_a_number_is_shown_as_such()
    {
        await host.RestartWith("targets.json", "13037", "2");
        await host.RestartWith("targets.json", "6553", "2");
        var people = Enumerable.Range(0, 3).Select(_ => Person.New()).ToList();
        await host.After([.. people.Take(2).SelectMany(p => new[] { p.Submitted(), p.Confirmed() })]);

        var board = await Read();
        board["total"].Should().BeEquivalentTo(new { Count = 2L, Gap = 1L, Met = false, State = "未完成" });
        board["total"].Reading.Should().Contain("一超过");
        board["out-of-province"].Should().BeEquivalentTo(new { Count = 2L, Gap = 0L, Met = true, State = "已完成" });
        board["third"].Should().BeEquivalentTo(new { Number = (long?)null, State = "未下达", Met = (bool?)null });
        board["total"].Towns.Should().HaveCount(8);
        board["total"].Towns.Sum(t => t.Count).Should().Be(2);

        await host.After(people[2].Submitted(), people[2].Confirmed());
        (await Read())["total"].Should().BeEquivalentTo(new { Count = 3L, Gap = 0L, Met = true });

        var clerk = (await Read("town-clerk", "433126103"))["total"];
        clerk.Towns.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "岩头寨镇", Count = 0L });
        clerk.Count.Should().BeNull();
    }
}
