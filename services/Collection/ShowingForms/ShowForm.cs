using Guzhang.Collection.RecordingReads;
using Guzhang.Collection.ShowingPeople;
using Guzhang.Contracts.Collection;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Collection.ShowingForms;

/// <summary>
/// Somebody's newest form as a page shows it: facts as they are, name, number and phone masked, other personal fields named only. Which
/// fields changed, and from what. The clear text of personal fields is asked for by <c>POST /people/{laborer}/reveal</c>, with a reason.
/// </summary>
internal static class ShowForm
{
    public static void MapShowingForms(this IEndpointRouteBuilder app) =>
        app.MapGet("/people/{laborer:guid}/form", Show).Needs("people.form").WithTags("people").Produces<FormShown>()
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(410)
            .WithSummary("查看一人的最新采集表：个人信息打码或只列项目，标出变化项及其原值；记录在案");

    private static async Task<IResult> Show(Guid laborer, Caller caller, People people, FormsOnRecord forms, Reads reads, CancellationToken cancel)
    {
        if (await people.Find(laborer, cancel) is not { } person)
        {
            return Results.Problem(title: "没有此人", detail: "系统中没有该劳动力的记录", statusCode: 404);
        }

        caller.Require(person.Place);
        if (person.WrappedKey is not { } key)
        {
            return RevealPerson.Erased();
        }

        var shown = await forms.Read(laborer, key, cancel);
        await reads.Masked(caller, "form", "查看采集表（打码）", new { laborer }, 1, cancel);
        return Results.Ok(shown);
    }
}

/// <summary>The newest form of somebody on record.</summary>
/// <param name="Laborer">Whose it is.</param>
/// <param name="FormYear">The year of the form.</param>
/// <param name="FormVersion">1 for the first.</param>
/// <param name="State">Of this version: <c>awaiting</c>, <c>returned</c> or <c>confirmed</c>.</param>
/// <param name="Collector">Officer id of who collected it.</param>
/// <param name="SubmittedAt">When it was submitted, by the business clock.</param>
/// <param name="Fields">Text per field name (codes): facts as they are; name, residentId and phone masked.</param>
/// <param name="Hidden">Other personal fields that the form has.</param>
/// <param name="ChangedFields">Fields that differ from the version before; empty for the first.</param>
/// <param name="Before">What stood in those of them that are facts; absent where nothing stood.</param>
/// <param name="Warnings">Rules that warned.</param>
/// <param name="ReturnReasons">Codes; absent unless the version is returned.</param>
/// <param name="HasWorked">Whether a form so far tells of work (F20).</param>
/// <param name="LastWorkplace">Class of the last confirmed workplace of the form's year, for the limits of someone at home (F13).</param>
/// <param name="Town">Division code, 9 digits: who looks after the household.</param>
/// <param name="Village">Division code, 12 digits.</param>
/// <param name="Import">The import that brought it, if one did.</param>
public sealed record FormShown(
    Guid Laborer, int FormYear, int FormVersion, string State, string Collector, DateTimeOffset SubmittedAt, IReadOnlyDictionary<string, string> Fields,
    IReadOnlyList<string> Hidden, IReadOnlyList<string> ChangedFields, IReadOnlyDictionary<string, string> Before, IReadOnlyList<Warning> Warnings,
    IReadOnlyList<string>? ReturnReasons, bool HasWorked, string? LastWorkplace, string Town, string? Village, Guid? Import);
