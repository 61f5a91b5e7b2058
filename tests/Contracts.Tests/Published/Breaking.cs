using System.Text.Json.Nodes;

namespace Guzhang.Contracts.Tests.Published;

/// <summary>
/// What a new schema of an event type breaks for those who read by the old one, or for events stored under it. A new
/// optional field breaks nothing; every other change wants a new version of the type.
/// </summary>
internal static class Breaking
{
    /// <summary>Keywords that say nothing about what is valid.</summary>
    private static readonly HashSet<string> Words = ["description", "title", "$schema", "examples"];

    /// <summary>Keywords that are compared part by part.</summary>
    private static readonly HashSet<string> Parts = ["properties", "required", "items", "additionalProperties", "enum", "type"];

    /// <summary>Each with the path of its field, dots between.</summary>
    public static IReadOnlyList<string> Between(JsonObject before, JsonObject after) => [.. Compare("", before, after)];

    private static IEnumerable<string> Compare(string field, JsonObject before, JsonObject after)
    {
        var name = field.Length == 0 ? "the event" : field;
        if (Set(before["type"]) is { Count: > 0 } was && Set(after["type"]) is var now && !was.SetEquals(now))
        {
            yield return $"{name}: type was {string.Join('|', was)}, is {string.Join('|', now)}";
            yield break;
        }

        foreach (var narrowed in Enums(name, before["enum"], after["enum"]).Concat(Others(name, before, after)).Concat(Fields(field, before, after)))
        {
            yield return narrowed;
        }

        foreach (var inner in new[] { (Key: "items", Path: "[]"), (Key: "additionalProperties", Path: "*") })
        {
            if (before[inner.Key] is JsonObject old)
            {
                foreach (var broken in after[inner.Key] is JsonObject present ? Compare(Join(field, inner.Path), old, present) : [$"{Join(field, inner.Path)}: removed"])
                {
                    yield return broken;
                }
            }
            else if (before[inner.Key] is null && after[inner.Key] is { } added)
            {
                yield return $"{name}: {inner.Key} is now limited to {added.ToJsonString()}";
            }
        }
    }

    private static IEnumerable<string> Fields(string field, JsonObject before, JsonObject after)
    {
        var (had, has) = (before["properties"] as JsonObject ?? [], after["properties"] as JsonObject ?? []);
        var (sure, surely) = (Set(before["required"]), Set(after["required"]));
        foreach (var (key, old) in had)
        {
            var path = Join(field, key);
            if (has[key] is not JsonObject present)
            {
                yield return $"{path}: removed";
                continue;
            }

            if (sure.Contains(key) && !surely.Contains(key))
            {
                yield return $"{path}: was always there, is optional now";
            }

            foreach (var broken in Compare(path, (JsonObject)old!, present))
            {
                yield return broken;
            }
        }

        foreach (var key in surely.Where(key => !sure.Contains(key)))
        {
            yield return $"{Join(field, key)}: required now, and events of before lack it";
        }
    }

    private static IEnumerable<string> Enums(string name, JsonNode? before, JsonNode? after)
    {
        if (after is null)
        {
            yield break;
        }

        if (before is null)
        {
            yield return $"{name}: limited to {after.ToJsonString()} now";
        }
        else if (Set(before).Except(Set(after)).ToList() is { Count: > 0 } gone)
        {
            yield return $"{name}: the values {string.Join(", ", gone)} are gone";
        }
    }

    /// <summary>Formats, patterns, limits, references: whatever the comparison has no rule for counts as broken when it differs.</summary>
    private static IEnumerable<string> Others(string name, JsonObject before, JsonObject after) =>
        from key in before.Select(p => p.Key).Union(after.Select(p => p.Key))
        where !Words.Contains(key) && !Parts.Contains(key) && !JsonNode.DeepEquals(before[key], after[key])
        select $"{name}: {key} was {before[key]?.ToJsonString() ?? "absent"}, is {after[key]?.ToJsonString() ?? "absent"}";

    private static HashSet<string> Set(JsonNode? node) => node switch
    {
        null => [],
        JsonArray many => [.. many.Select(one => one!.ToString())],
        _ => [node.ToString()],
    };

    private static string Join(string field, string key) => field.Length == 0 ? key : $"{field}.{key}";
}
