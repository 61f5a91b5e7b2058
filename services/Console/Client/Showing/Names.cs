using Guzhang.Console.Client.Talking;

namespace Guzhang.Console.Client.Showing;

/// <summary>Somebody as lists show them: masked (SEC-03).</summary>
public sealed record PersonRow(
    Guid Laborer, string Name, string? ResidentId, string? Phone, string Town, string? Village, int FormYear, string State, string Condition)
{
    /// <summary>Who is not on record, or not within one's scope.</summary>
    public static PersonRow Unknown(Guid laborer) => new(laborer, "（不在管辖范围）", null, null, "", null, 0, "", "unknown");
}

/// <summary>Names of the people of one page of a list, whose owner has ids only: one request and one read record a page.</summary>
public sealed class Names(Api api)
{
    /// <summary>Most people of a page.</summary>
    public const int MostAtOnce = 100;

    /// <summary>The people by id; who may not be seen is there without a name.</summary>
    public async Task<IReadOnlyDictionary<Guid, PersonRow>> Of(IEnumerable<Guid> laborers, CancellationToken cancel = default)
    {
        List<Guid> asked = [.. laborers.Distinct()];
        if (asked.Count == 0)
        {
            return new Dictionary<Guid, PersonRow>();
        }

        var answer = await api.Post<Answer>("collection/people/lookup", new { laborers = asked }, cancel);
        var found = answer.People.ToDictionary(p => p.Laborer);
        return asked.ToDictionary(id => id, id => found.GetValueOrDefault(id) ?? PersonRow.Unknown(id));
    }

    private sealed record Answer(IReadOnlyList<PersonRow> People);
}
