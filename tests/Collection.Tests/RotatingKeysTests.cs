using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Collection.RotatingKeys;
using Guzhang.Collection.ShowingPeople;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Collection.Tests;

/// <summary>The wrapping key changed while the service runs: everything opens as before, and the old key is gone once nothing needs it.</summary>
[Trait("Req", "COL-15")]
public sealed class RotatingKeysTests
{
    [Fact, Trait("Req", "SEC-04")]
    public async Task Given_people_and_refused_rows_when_the_key_is_changed_then_all_open_under_the_new_one_and_the_old_is_gone()
    {
        await using var host = new CollectionHost();
        await host.InitializeAsync();
        var before = await Submit(host);
        // Wrapped before keys had names.
        await host.Execute("update collection.person_keys set wrapped = substring(wrapped from 5)");
        var import = await host.Import([ImportingTests.Row(("phone", "")), ImportingTests.Row()]);
        var old = await File.ReadAllBytesAsync(Path.Combine(host.Secrets, "wrapping.key"));
        var index = await File.ReadAllBytesAsync(Path.Combine(host.Secrets, "index.key"));
        using var operating = await host.As("operator-5", "operator");

        var begun = (await (await operating.PostAsync(new Uri("keys/rotation", UriKind.Relative), null)).Content.ReadFromJsonAsync<RotationState>())!;
        var during = await Submit(host);
        var ended = await Eventually.Get(async () => (await operating.GetFromJsonAsync<RotationState>("keys/rotation"))!, state => !state.Changing);
        var after = await Submit(host);

        begun.Changing.Should().BeTrue();
        (ended.ByOldKey, ended.Keys).Should().Be((0, 4));
        (await File.ReadAllBytesAsync(Path.Combine(host.Secrets, "wrapping.key"))).Should().NotEqual(old);
        Directory.GetFiles(host.Secrets, "*.key").Select(Path.GetFileName).Should().BeEquivalentTo("wrapping.key", "index.key");
        (await File.ReadAllBytesAsync(Path.Combine(host.Secrets, "index.key"))).Should().Equal(index);
        foreach (var laborer in new[] { before, during, after })
        {
            (await Reveal(host, laborer)).Should().Be("13874390001");
        }

        using var collector = await host.As("collector-1");
        (await collector.GetAsync(new Uri($"imports/{import.GetProperty("id").GetString()}/workbook", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.OK);
        using var auditor = await host.As("auditor-1", "auditor");
        var actions = (await auditor.GetFromJsonAsync<JsonElement>("audit")).GetProperty("items").EnumerateArray().Select(r => (r.GetProperty("action").GetString(), r.GetProperty("actor").GetString())).ToList();
        actions.Should().ContainSingle(a => a.Item1 == "wrapping-key.change-begun" && a.Item2 == "operator-5").And.ContainSingle(a => a.Item1 == "wrapping-key.changed");

        await host.Restart();
        (await Reveal(host, before)).Should().Be("13874390001");
        using var again = await host.As("operator-5", "operator");
        await again.PostAsync(new Uri("keys/rotation", UriKind.Relative), null);
        (await Eventually.Get(async () => (await again.GetFromJsonAsync<RotationState>("keys/rotation"))!, state => !state.Changing)).Key.Should().NotBe(ended.Key);
        (await Reveal(host, after)).Should().Be("13874390001");
    }

    [Fact]
    public async Task Given_a_change_that_a_crash_interrupted_then_it_goes_on_at_the_start()
    {
        await using var host = new CollectionHost();
        await host.InitializeAsync();
        var laborer = await Submit(host);
        await host.StopService();
        await File.WriteAllBytesAsync(Path.Combine(host.Secrets, "wrapping.next.key"), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

        await host.StartAgain();

        using var operating = await host.As("operator-1", "operator");
        (await Eventually.Get(async () => (await operating.GetFromJsonAsync<RotationState>("keys/rotation"))!, state => !state.Changing)).ByOldKey.Should().Be(0);
        (await File.ReadAllBytesAsync(Path.Combine(host.Secrets, "wrapping.key")))[15].Should().Be(16);
        (await Reveal(host, laborer)).Should().Be("13874390001");
    }

    [Fact]
    public async Task Given_a_key_that_does_not_open_then_the_old_one_is_kept_until_it_is_put_right()
    {
        await using var host = new CollectionHost();
        await host.InitializeAsync();
        var (good, bad) = (await Submit(host), await Submit(host));
        await host.Execute($"create table kept as select * from collection.person_keys where laborer = '{bad}'; update collection.person_keys set wrapped = set_byte(wrapped, 30, get_byte(wrapped, 30) # 1) where laborer = '{bad}'");
        using var operating = await host.As("operator-1", "operator");

        await operating.PostAsync(new Uri("keys/rotation", UriKind.Relative), null);
        var waiting = await Eventually.Get(async () => (await operating.GetFromJsonAsync<RotationState>("keys/rotation"))!, state => state.ByOldKey == 1);

        waiting.Changing.Should().BeTrue();
        (await Reveal(host, good)).Should().Be("13874390001");
        File.Exists(Path.Combine(host.Secrets, "wrapping.next.key")).Should().BeTrue();
        await host.StopService();
        await host.Execute("alter table collection.person_keys drop constraint if exists wrapped_by_present_key; update collection.person_keys p set wrapped = k.wrapped from kept k where k.laborer = p.laborer");
        await host.StartAgain();
        using var again = await host.As("operator-1", "operator");
        (await Eventually.Get(async () => (await again.GetFromJsonAsync<RotationState>("keys/rotation"))!, state => !state.Changing)).ByOldKey.Should().Be(0);
        (await Reveal(host, bad)).Should().Be("13874390001");
    }

    [Fact]
    public async Task Given_keys_other_than_those_the_database_was_written_with_then_the_service_does_not_start()
    {
        await using var host = new CollectionHost();
        await host.InitializeAsync();
        await host.StopService();
        File.Delete(Path.Combine(host.Secrets, "wrapping.key"));

        await host.Invoking(h => h.StartAgain()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*wrapping.key*");
    }

    private static async Task<Guid> Submit(CollectionHost host)
    {
        using var collector = await host.As("collector-1");
        var answer = await collector.PostAsJsonAsync("forms", new { fields = SampleForm.OfSomebodyNew() });
        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("laborer").GetGuid();
    }

    private static async Task<string> Reveal(CollectionHost host, Guid laborer)
    {
        using var officer = await host.As("officer-1", "task-force");
        var answer = await officer.PostAsJsonAsync($"people/{laborer}/reveal", new { fields = new[] { "phone" }, reason = "电话核实务工情况" });
        return (await answer.Content.ReadFromJsonAsync<Revealed>())!.Fields["phone"];
    }
}
