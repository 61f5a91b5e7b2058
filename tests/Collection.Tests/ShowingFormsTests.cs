using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Collection.ShowingForms;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Collection.Tests;

/// <summary>The newest form as a page shows it: facts as they are, personal data masked or named only, changes with what stood before.</summary>
[Trait("Req", "COL-06"), Trait("Req", "SEC-03")]
public sealed class ShowingFormsTests(CollectionHost host) : IClassFixture<CollectionHost>
{
    [Fact, Trait("Req", "COL-15")]
    public async Task Given_a_form_on_record_when_it_is_shown_then_facts_stand_there_nothing_personal_does_and_the_read_is_on_record()
    {
        var (laborer, id) = await Submit(("keepReason", "家中有病人"));
        using var leader = await host.As("leader-1", "leader");

        var shown = await Show(leader, laborer);

        shown.Should().BeEquivalentTo(new { Laborer = laborer, FormYear = 2020, FormVersion = 1, State = "awaiting", Collector = "collector-1", HasWorked = true, ReturnReasons = (string[]?)null });
        shown.Fields.Should().Contain("annualIncome", "24500").And.Contain("workplacePrefecture", "4419").And.Contain("name", "向*英").And.Contain("phone", "138****0001")
            .And.Contain("residentId", $"433126********{id[^4..]}");
        shown.Hidden.Should().Contain(["homeAddress", "employer", "keepReason", "householdSigned", "ethnicity"]).And.NotContain(["graduatedOn", "callRecord"], "the form hasn't them");
        shown.SubmittedAt.ToOffset(TimeSpan.FromHours(8)).Date.Should().Be(new DateTime(2020, 10, 12));
        JsonSerializer.Serialize(shown).Should().NotContainAny(id, "13874390001", "家中有病人", "3组", "GY-0001");
        (await host.Scalar<long>($"select count(*) from collection.reads where officer = 'leader-1' and what = 'form' and selection ->> 'laborer' = '{laborer}'")).Should().Be(1);
    }

    [Fact]
    public async Task Given_an_update_when_it_is_shown_then_the_changed_fields_are_named_and_what_stood_in_those_that_are_facts()
    {
        var (laborer, id) = await Submit();
        using var collector = await host.As("collector-1");
        (await collector.PostAsJsonAsync($"laborers/{laborer}/forms", new { fields = SampleForm.Of(id, ("annualIncome", 26000), ("employer", "东莞另一家")), follows = 1 })).EnsureSuccessStatusCode();

        var shown = await Show(collector, laborer);

        shown.FormVersion.Should().Be(2);
        shown.ChangedFields.Should().BeEquivalentTo("annualIncome", "employer");
        shown.Before.Should().Equal(new Dictionary<string, string> { ["annualIncome"] = "24500" });
    }

    [Fact, Trait("Req", "SEC-02")]
    public async Task Given_somebody_of_another_town_or_nobody_then_it_is_refused_and_nothing_is_recorded()
    {
        var (laborer, _) = await Submit();
        using var stranger = await host.As("collector-61", "collector", "433126108");

        (await stranger.GetAsync(new Uri($"people/{laborer}/form", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await stranger.GetAsync(new Uri($"people/{Guid.NewGuid()}/form", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await host.Scalar<long>("select count(*) from collection.reads where officer = 'collector-61'")).Should().Be(0);
    }

    private static async Task<FormShown> Show(HttpClient by, Guid laborer) => (await by.GetFromJsonAsync<FormShown>($"people/{laborer}/form"))!;

    private async Task<(Guid Laborer, string Id)> Submit(params (string, object?)[] changes)
    {
        var id = SampleForm.NewResidentId();
        using var collector = await host.As("collector-1");
        var answer = await collector.PostAsJsonAsync("forms", new { fields = SampleForm.Of(id, changes) });
        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        return ((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("laborer").GetGuid(), id);
    }
}
