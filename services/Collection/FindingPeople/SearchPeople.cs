using Guzhang.Collection.RecordingReads;
using Guzhang.Collection.ShowingPeople;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Collection.FindingPeople;

/// <summary>Finds people by ID number, its last four, name or initials. The term comes in the body: addresses end up in logs.</summary>
internal static class SearchPeople
{
    private const int Usual = 20;
    private const int Most = 100;

    public static async Task<IResult> Search(SearchRequest request, Caller caller, People people, Reads reads, CancellationToken cancel)
    {
        if (request.Limit is < 1 or > Most)
        {
            return Results.Problem(title: "人数无效", detail: $"limit 应在 1 到 {Most} 之间", statusCode: 400);
        }

        var term = SearchTerm.Parse(request.Term);
        var (found, more) = await people.Search(term, caller, request.Limit ?? Usual, cancel);
        if (found.Count > 0)
        {
            await reads.Masked(caller, "search", "查找人员（打码）", new { by = term.Kind.ToString(), laborers = found.Select(p => p.Laborer) }, found.Count, cancel);
        }

        return Results.Ok(new SearchAnswer(found, more));
    }
}

/// <summary>Whom to look for.</summary>
/// <param name="Term">ID number, its last four, two or more characters of the name's beginning, or the initials of its pinyin.</param>
/// <param name="Limit">Most people to answer, 20 where it is not said.</param>
public sealed record SearchRequest(string? Term, int? Limit = null);

/// <summary>People within the caller's scope, masked. <c>more</c>: there are others; say more of who it is.</summary>
public sealed record SearchAnswer(IReadOnlyList<PersonRow> People, bool More);
