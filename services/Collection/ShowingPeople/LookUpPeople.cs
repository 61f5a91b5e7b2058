using Guzhang.Collection.RecordingReads;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Collection.ShowingPeople;

/// <summary>One page of a list of another service, which has only ids: names, numbers and phones, masked (SEC-03).</summary>
internal static class LookUpPeople
{
    public const int MostAtOnce = 100;

    public static async Task<IResult> LookUp(LookUpRequest request, Caller caller, People people, Reads reads, CancellationToken cancel)
    {
        if (request.Laborers is not { Count: > 0 and <= MostAtOnce } laborers)
        {
            return Results.Problem(title: "人数无效", detail: $"laborers 应为 1 到 {MostAtOnce} 个人员编号", statusCode: 400);
        }

        var found = await people.Find(laborers, caller, cancel);
        var rows = (await people.Open([.. laborers.Distinct().Where(found.ContainsKey).Select(id => found[id])], cancel)).Select(o => PersonRow.Of(o.Person, o.Text)).ToList();
        if (rows.Count > 0)
        {
            await reads.Masked(caller, "lookup", "名单显示（打码）", new { laborers = rows.Select(r => r.Laborer) }, rows.Count, cancel);
        }

        return Results.Ok(new PeopleAnswer(rows));
    }
}

/// <summary>Whose names a page is to show.</summary>
public sealed record LookUpRequest(IReadOnlyList<Guid>? Laborers);

/// <summary>People in the order asked for; who is not on record, or not within the caller's scope, is not among them.</summary>
public sealed record PeopleAnswer(IReadOnlyList<PersonRow> People);
