using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Contracts.Collection;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Collection.Tests;

/// <summary>A submission whose answer got lost is sent again under its number, and counts once; a check that found no change sends the check alone.</summary>
public sealed class CommandTests(CollectionHost host) : IClassFixture<CollectionHost>
{
    [Fact, Trait("Req", "COL-04"), Trait("Req", "COL-13")]
    public async Task Given_a_blank_form_sent_three_times_two_of_them_at_once_then_every_answer_is_the_first_and_one_form_is_stored()
    {
        using var collector = await host.As("collector-1");
        var request = new { fields = SampleForm.OfSomebodyNew(), command = Guid.NewGuid() };

        var answers = await Task.WhenAll(collector.PostAsJsonAsync("forms", request), collector.PostAsJsonAsync("forms", request));
        var third = await collector.PostAsJsonAsync("forms", request);

        var accepted = new List<(Guid Laborer, int Version)>();
        foreach (var answer in answers.Append(third))
        {
            answer.StatusCode.Should().Be(HttpStatusCode.Created);
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
            accepted.Add((body.GetProperty("laborer").GetGuid(), body.GetProperty("formVersion").GetInt32()));
        }

        accepted.Distinct().Should().ContainSingle().Which.Version.Should().Be(1);
        (await Forms(accepted[0].Laborer)).Should().ContainSingle();
    }

    [Fact, Trait("Req", "COL-04")]
    public async Task Given_an_update_sent_again_after_somebody_else_s_then_it_is_answered_as_the_first_time()
    {
        using var collector = await host.As("collector-1");
        using var other = await host.As("collector-2");
        var (laborer, id) = await Submit(collector);
        var mine = new { fields = SampleForm.Of(id, ("annualIncome", 25000)), follows = 1, command = Guid.NewGuid() };
        (await collector.PostAsJsonAsync($"laborers/{laborer}/forms", mine)).StatusCode.Should().Be(HttpStatusCode.Created);
        (await other.PostAsJsonAsync($"laborers/{laborer}/forms", new { fields = SampleForm.Of(id, ("annualIncome", 26000)), follows = 2 })).StatusCode.Should().Be(HttpStatusCode.Created);

        using var again = await collector.PostAsJsonAsync($"laborers/{laborer}/forms", mine);

        again.StatusCode.Should().Be(HttpStatusCode.Created);
        var body = await again.Content.ReadFromJsonAsync<JsonElement>();
        body.GetProperty("formVersion").GetInt32().Should().Be(2);
        body.GetProperty("changedFields").EnumerateArray().Select(f => f.GetString()).Should().Equal("annualIncome");
        (await Forms(laborer)).Should().HaveCount(3);
    }

    [Theory]
    [InlineData("another content")]
    [InlineData("another collector")]
    [InlineData("another number")]
    public async Task Given_the_same_but_for_one_thing_then_it_is_another_submission_and_meets_the_record(string what)
    {
        using var collector = await host.As("collector-1");
        using var other = await host.As("collector-2");
        var (fields, command) = (SampleForm.OfSomebodyNew(), Guid.NewGuid());
        (await collector.PostAsJsonAsync("forms", new { fields, command })).StatusCode.Should().Be(HttpStatusCode.Created);

        using var answer = what switch
        {
            "another content" => await collector.PostAsJsonAsync("forms", new { fields = new Dictionary<string, object>(fields) { ["annualIncome"] = 25000 }, command }),
            "another collector" => await other.PostAsJsonAsync("forms", new { fields, command }),
            _ => await collector.PostAsJsonAsync("forms", new { fields, command = Guid.NewGuid() }),
        };

        answer.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("rule").GetString().Should().Be("F02");
    }

    [Fact, Trait("Req", "COL-06"), Trait("Req", "F18")]
    public async Task Given_a_call_that_found_no_change_when_only_the_call_is_sent_then_everything_else_is_carried_on_and_only_the_check_is_changed()
    {
        using var collector = await host.As("collector-1");
        var (laborer, _) = await Submit(collector);
        var fields = new Dictionary<string, string?> { ["contactMeans"] = "phone", ["callRecord"] = "10月12日拨打本人电话，本人接听，无变化" };

        using var answer = await collector.PostAsJsonAsync($"laborers/{laborer}/forms", new { fields, follows = 1, carry = true });

        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        var form = (await Forms(laborer))[^1];
        form.ChangedFields.Should().BeEquivalentTo("contactMeans", "callRecord");
        form.Facts.Should().BeEquivalentTo(new { AnnualIncome = 24500m, MonthsWorked = 7m }, o => o.ExcludingMissingMembers());
        form.Warnings.Should().NotContain(w => w.Rule == "F18");
    }

    [Fact, Trait("Req", "COL-06")]
    public async Task Given_a_blank_value_when_the_rest_is_carried_on_then_it_clears_the_field_and_an_older_version_or_another_s_person_is_refused()
    {
        using var collector = await host.As("collector-1");
        using var stranger = await host.As("collector-62", "collector", "433126108");
        var (laborer, _) = await Submit(collector, ("keepReason", "家中有病人"));
        object Request(int follows) => new { fields = new { keepReason = (string?)null, annualIncome = 25000 }, follows, carry = true };

        (await stranger.PostAsJsonAsync($"laborers/{laborer}/forms", Request(1))).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await collector.PostAsJsonAsync($"laborers/{laborer}/forms", Request(1))).StatusCode.Should().Be(HttpStatusCode.Created);
        (await Forms(laborer))[^1].ChangedFields.Should().BeEquivalentTo("keepReason", "annualIncome");
        (await collector.PostAsJsonAsync($"laborers/{laborer}/forms", new { fields = new { annualIncome = 26000 }, follows = 1, carry = true })).StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await collector.PostAsJsonAsync($"laborers/{Guid.NewGuid()}/forms", Request(1))).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private async Task<List<FormSubmitted>> Forms(Guid laborer) =>
        [.. (await host.Journal()).Where(e => e.Aggregate == $"laborer-{laborer}").Select(e => e.Read<FormSubmitted>())];

    private static async Task<(Guid Laborer, string Id)> Submit(HttpClient collector, params (string, object?)[] changes)
    {
        var id = SampleForm.NewResidentId();
        var answer = await collector.PostAsJsonAsync("forms", new { fields = SampleForm.Of(id, changes) });
        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        return ((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("laborer").GetGuid(), id);
    }
}
