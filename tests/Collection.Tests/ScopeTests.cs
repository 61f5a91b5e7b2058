using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Contracts;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Collection.Tests;

/// <summary>What a caller of one town can do to people of another: nothing.</summary>
public sealed class ScopeTests(CollectionHost host) : IClassFixture<CollectionHost>
{
    private const string Other = "433126108";
    private static readonly (string, object?)[] InOther = [("town", "坪坝镇"), ("village", null)];

    [Fact, Trait("Req", "SEC-02")]
    public async Task Given_somebody_on_record_elsewhere_when_a_collector_submits_a_form_about_them_then_only_that_there_is_a_record_is_told()
    {
        using var collector = await host.As("collector-1");
        using var stranger = await host.As("collector-9", division: Other);
        var residentId = SampleForm.NewResidentId();
        var first = await (await collector.PostAsJsonAsync("forms", new { fields = SampleForm.Of(residentId) })).Content.ReadFromJsonAsync<JsonElement>();
        var laborer = first.GetProperty("laborer").GetGuid();

        var blank = await stranger.PostAsJsonAsync("forms", new { fields = SampleForm.Of(residentId, InOther) });
        var update = await stranger.PostAsJsonAsync($"laborers/{laborer}/forms", new { fields = SampleForm.Of(residentId, InOther), follows = 1 });

        foreach (var answer in new[] { blank, update })
        {
            answer.StatusCode.Should().Be(HttpStatusCode.Conflict);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            problem.GetProperty("rule").GetString().Should().Be("F02");
            problem.TryGetProperty("laborer", out _).Should().BeFalse();
        }

        (await Events($"laborer-{laborer}")).Should().ContainSingle();
    }

    [Fact, Trait("Req", "SEC-02")]
    public async Task Given_somebody_on_record_elsewhere_when_their_row_is_imported_then_it_is_answered_and_nothing_changes()
    {
        var residentId = SampleForm.NewResidentId();
        await host.Import([ImportingTests.Row(residentId)]);
        var before = (await host.Journal()).Count;

        var import = await host.Import([ImportingTests.Row(residentId, InOther)], by: await host.As("clerk", "town-clerk", Other));

        ImportingTests.Counts(import).Should().Be((1, 0, 0, 0, 1));
        (await host.Journal()).Count.Should().Be(before);
    }

    [Fact, Trait("Req", "SEC-02")]
    public async Task Given_rows_of_another_town_when_imported_then_that_town_gets_no_refused_people_by_them()
    {
        var before = (await host.Journal()).Count(e => e.Type == EventTypes.RowRefused);

        var import = await host.Import(
            [ImportingTests.Row(), ImportingTests.Row(("services", "职业指导0次"))], by: await host.As("clerk", "town-clerk", Other));

        ImportingTests.Counts(import).Refused.Should().Be(2);
        (await host.Journal()).Count(e => e.Type == EventTypes.RowRefused).Should().Be(before);
    }

    [Theory, Trait("Req", "SEC-02")]
    [InlineData("433126107")]
    [InlineData("433126107224")]
    public async Task Given_a_reader_of_less_than_the_county_then_the_journal_is_closed(string division)
    {
        using var reader = await host.As("reader", "service", division);

        (await reader.GetAsync(new Uri("journal", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await reader.GetAsync(new Uri("journal/heads", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    private async Task<List<PublishedEvent>> Events(string aggregate) => [.. (await host.Journal()).Where(e => e.Aggregate == aggregate)];
}
