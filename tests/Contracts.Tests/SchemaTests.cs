using System.Text.Json.Nodes;
using AwesomeAssertions;
using Guzhang.Contracts.OtherSystems;
using Guzhang.Contracts.Tests.Published;
using NJsonSchema;
using Xunit;

namespace Guzhang.Contracts.Tests;

/// <summary>EVT-02: what other systems were promised in writing is what is sent, and stays so.</summary>
public sealed class SchemaTests
{
    private static readonly bool Write = Environment.GetEnvironmentVariable("GUZHANG_WRITE_DOCS") == "1";

    public static TheoryData<string> Types => [.. EventTypes.All.Keys];

    public static TheoryData<string> Samples => [.. Directory.GetFiles(ContractTests.Samples, "*.json").Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory, MemberData(nameof(Types)), Trait("Req", "EVT-02")]
    public void Given_the_approved_schema_of_a_type_when_it_is_made_anew_from_the_record_then_nothing_that_was_promised_is_broken(string type)
    {
        var file = Path.Combine(Folder, $"{type}.schema.json");
        var made = EventSchemas.Of(EventTypes.All[type]);
        if (File.Exists(file))
        {
            Breaking.Between((JsonObject)JsonNode.Parse(File.ReadAllText(file))!, made).Should().BeEmpty($"{type} is published: a changed meaning is a new version of the type");
        }

        Approve(file, made);
        if (!Write)
        {
            EventContracts.Schema(type).Should().Be(File.ReadAllText(file), "the services serve the approved file");
        }
    }

    [Fact, Trait("Req", "EVT-02")]
    public void Given_the_approved_AsyncAPI_document_when_it_is_made_anew_then_it_is_the_same()
    {
        Approve(Path.Combine(Folder, "asyncapi.json"), AsyncApi.Of(EventTypes.All));
        if (!Write)
        {
            EventContracts.AsyncApi.Should().Be(File.ReadAllText(Path.Combine(Folder, "asyncapi.json")));
        }
    }

    [Fact, Trait("Req", "EVT-02")]
    public void Given_the_approved_schemas_and_the_kept_samples_then_each_type_has_both_and_none_is_of_a_type_that_is_gone()
    {
        Directory.GetFiles(Folder, "*.schema.json").Select(file => Path.GetFileName(file).Replace(".schema.json", "", StringComparison.Ordinal))
            .Should().BeEquivalentTo(EventTypes.All.Keys, "a published type is never taken away");
        Directory.GetFiles(ContractTests.Samples, "*.json").Select(file => ContractTests.TypeOf(Path.GetFileNameWithoutExtension(file))).Distinct().Should().BeEquivalentTo(EventTypes.All.Keys);
    }

    [Theory, MemberData(nameof(Samples)), Trait("Req", "EVT-02")]
    public async Task Given_a_kept_sample_then_it_is_valid_by_its_schema(string sample)
    {
        var schema = await JsonSchema.FromJsonAsync(EventContracts.Schema(ContractTests.TypeOf(sample))!);

        schema.Validate(await File.ReadAllTextAsync(Path.Combine(ContractTests.Samples, $"{sample}.json"))).Select(e => e.ToString()).Should().BeEmpty();
    }

    [Fact]
    public async Task Given_a_sample_without_a_field_or_with_one_of_another_type_when_it_is_validated_then_the_schema_refuses_it()
    {
        var schema = await JsonSchema.FromJsonAsync(EventContracts.Schema(EventTypes.FormReturned)!);
        var sample = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(ContractTests.Samples, $"{EventTypes.FormReturned}.json")))!.AsObject();

        var without = sample.DeepClone().AsObject();
        without.Remove("town");
        var other = sample.DeepClone().AsObject();
        other["formVersion"] = "one";

        schema.Validate(without.ToJsonString()).Should().ContainSingle().Which.Property.Should().Be("town");
        schema.Validate(other.ToJsonString()).Should().ContainSingle().Which.Property.Should().Be("formVersion");
    }

    /// <summary>A change of the schema of <c>{"town", "facts": {"age", "kind"?, "months"[]}}</c>, and what is said of it.</summary>
    public static TheoryData<string, string, string> Changes => new()
    {
        { """properties.facts.properties.age""", "null", "facts.age: removed" },
        { """properties.facts.properties.age.type""", "\"string\"", "facts.age: type was integer, is string" },
        { """properties.facts.properties.months.items.type""", "\"integer\"", "facts.months.[]: type was string, is integer" },
        { """properties.facts.properties.kind.enum""", """["a"]""", "facts.kind: the values b are gone" },
        { """properties.facts.properties.age.maximum""", "99", "facts.age: maximum was absent, is 99" },
        { """properties.town.format""", "\"uuid\"", "town: format was absent, is \"uuid\"" },
        { """properties.town.enum""", """["x"]""", "town: limited to [\"x\"] now" },
        { """required""", """["town"]""", "facts: was always there, is optional now" },
        { """properties.facts.required""", """["age", "kind"]""", "facts.kind: required now, and events of before lack it" },
        { """additionalProperties""", "false", "the event: additionalProperties is now limited to false" },
    };

    [Theory, MemberData(nameof(Changes)), Trait("Req", "EVT-02")]
    public void Given_a_breaking_change_when_the_schemas_are_compared_then_it_is_named_with_its_field(string where, string value, string said)
    {
        var before = Small();
        var after = Small();
        Set(after, where.Split('.'), value == "null" ? null : JsonNode.Parse(value));

        Breaking.Between(before, after).Should().Equal(said);
    }

    [Fact, Trait("Req", "EVT-02")]
    public void Given_a_new_optional_field_and_another_description_when_the_schemas_are_compared_then_nothing_is_broken()
    {
        var after = Small();
        Set(after, ["properties", "facts", "properties", "more"], JsonNode.Parse("""{"type": "string"}"""));
        Set(after, ["properties", "town", "description"], "said better");
        Set(after, ["properties", "facts", "properties", "kind", "enum"], JsonNode.Parse("""["a", "b", "c"]"""));

        Breaking.Between(Small(), after).Should().BeEmpty();
    }

    [Fact, Trait("Req", "EVT-04")]
    public void Given_the_event_types_then_each_names_its_town_so_that_a_grant_by_town_can_hold()
    {
        // The whole county's: nobody who is granted some towns sees it.
        string[] ofNoTown = [EventTypes.ClockSet];

        Directory.GetFiles(ContractTests.Samples, "*.json").Where(file => TownOf(file) is null).Select(file => ContractTests.TypeOf(Path.GetFileNameWithoutExtension(file))).Should().BeEquivalentTo(ofNoTown);
    }

    private static string? TownOf(string sample) => new PublishedEvent
    {
        Id = default,
        Source = "",
        Type = "",
        Aggregate = "",
        Seq = 1,
        RecordedAt = default,
        StoredAt = default,
        Data = System.Text.Json.JsonElement.Parse(File.ReadAllText(sample)),
    }.Town;

    private static JsonObject Small() => (JsonObject)JsonNode.Parse("""
        {
          "type": "object",
          "properties": {
            "town": { "type": "string" },
            "facts": {
              "type": "object",
              "properties": { "age": { "type": "integer" }, "kind": { "type": "string", "enum": ["a", "b"] }, "months": { "type": "array", "items": { "type": "string" } } },
              "required": ["age"]
            }
          },
          "required": ["town", "facts"]
        }
        """)!;

    /// <summary>A field that is taken away is also no longer required.</summary>
    private static void Set(JsonObject schema, string[] path, JsonNode? value)
    {
        var at = schema;
        var owner = schema;
        foreach (var key in path[..^1])
        {
            owner = key == "properties" ? at : owner;
            at = (JsonObject)at[key]!;
        }

        if (value is not null)
        {
            at[path[^1]] = value;
            return;
        }

        at.Remove(path[^1]);
        owner["required"] = new JsonArray([.. ((JsonArray)owner["required"]!).Where(name => (string)name! != path[^1]).Select(name => name!.DeepClone())]);
    }

    private static void Approve(string file, JsonObject made)
    {
        var text = made.ToJsonString(EventSchemas.Printed) + "\n";
        if (Write)
        {
            File.WriteAllText(file, text);
        }

        File.Exists(file).Should().BeTrue($"{file} is approved by running this test with GUZHANG_WRITE_DOCS=1");
        File.ReadAllText(file).Should().Be(text, "run this test with GUZHANG_WRITE_DOCS=1 after a change of the contracts, and review the difference");
    }

    private static string Folder { get; } = Path.GetFullPath(Path.Combine(ContractTests.Samples, "..", "..", "..", "building-blocks", "Contracts", "Schemas"));
}
