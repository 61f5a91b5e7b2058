using System.Text.Json;
using System.Text.Json.Serialization;
using Guzhang.Collection.FindingLookAlikes;
using Guzhang.Collection.ShowingPeople;
using Guzhang.Domain.Forms;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Collection.SubmittingForms;

/// <summary>Files one form: a blank one for somebody not on record, or the next version of one that is.</summary>
internal static class SubmitForm
{
    public static void MapSubmittingForms(this IEndpointRouteBuilder app)
    {
        app.MapGet("/forms/fields", () => FormFields.All.Select(f => new FieldName(f.Name, f.Label)))
            .Needs("forms.submit").WithTags("forms").WithSummary("采集表各项的名称");
        Answering(app.MapPost("/forms", First).WithSummary("提交空白采集表（新人员）；不填 follows"));
        Answering(app.MapPost("/laborers/{laborer:guid}/forms", Next).WithSummary("更新、更正采集表（follows 为所依据的版本）"))
            .ProducesProblem(404).ProducesProblem(410);
    }

    private static RouteHandlerBuilder Answering(RouteHandlerBuilder endpoint) => endpoint
        .Needs("forms.submit").WithTags("forms")
        .Produces<FormAccepted>(201).Produces<FormAccepted>(200).ProducesProblem(400).ProducesProblem(403)
        .ProducesProblem(409).ProducesProblem(415).ProducesProblem(422);

    private static async Task<IResult> First(FormRequest request, Caller caller, Filer filer, CancellationToken cancel)
    {
        var fields = FieldsJson.Flatten(request.Fields);
        return await filer.File(fields, null, null, request.Command, caller, cancel);
    }

    private static async Task<IResult> Next(Guid laborer, FormRequest request, Caller caller, Filer filer, People people, CancellationToken cancel)
    {
        if (request.Follows is not { } follows)
        {
            return Results.Problem(title: "缺少 follows", detail: "更新采集表须写明所依据的版本号", statusCode: 400);
        }

        var fields = FieldsJson.Flatten(request.Fields);
        if (request.Carry && await people.Find(laborer, cancel) is { WrappedKey: { } key } person)
        {
            caller.Require(person.Place);
            fields = Carried(await people.Open(laborer, key, cancel), fields);
        }

        return await filer.File(fields, laborer, follows, request.Command, caller, cancel);
    }

    /// <summary>Pure: the newest form with what is said anew; what is said to be blank is.</summary>
    private static Dictionary<string, string> Carried(IReadOnlyDictionary<string, string> newest, Dictionary<string, string> fields) => newest
        .Where(f => !fields.ContainsKey(f.Key)).Concat(fields.Where(f => !string.IsNullOrWhiteSpace(f.Value))).ToDictionary(f => f.Key, f => f.Value);
}

/// <summary>A form as filled in: English field names of form.md; codes or the printed labels as values.</summary>
/// <param name="Fields">Field name to text, number, boolean or list.</param>
/// <param name="Follows">The version this form follows; absent for a blank form.</param>
/// <param name="Command">The sender's own id of this submission: sent again after a lost answer, it is carried out once and answered alike.</param>
/// <param name="Carry">Fields that are absent are those of the newest version, which only changes are sent to; null or blank clears one.</param>
public sealed record FormRequest(IReadOnlyDictionary<string, JsonElement>? Fields, int? Follows = null, Guid? Command = null, bool Carry = false);

/// <summary>A field of the form: its name in <see cref="FormRequest.Fields"/>, and the label of the printed form, which may stand for it.</summary>
public sealed record FieldName(string Name, string Label);

/// <summary>A stored form.</summary>
public sealed record FormAccepted(Guid Laborer, int FormVersion, IReadOnlyList<string> ChangedFields, IReadOnlyList<FindingAnswer> Warnings);

/// <summary>
/// A broken rule as it is answered: rule, field, <c>error</c> or <c>warning</c>, and what to do; of F03 also the people on record
/// it speaks of, as far as the caller may see them.
/// </summary>
public sealed record FindingAnswer(
    string Rule, string Field, string Severity, string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Guid>? Laborers = null)
{
    /// <summary>All findings of a form about somebody who looks like <paramref name="alike"/>.</summary>
    internal static IReadOnlyList<FindingAnswer> Of(FormReading reading, IEnumerable<Alike> alike) => [.. reading.Findings.Select(f => new FindingAnswer(
        f.Rule, f.Field, f.Severity == Domain.Forms.Severity.Error ? "error" : "warning", f.Message,
        f.Rule == "F03" && alike.Select(a => a.Laborer).ToList() is { Count: > 0 } laborers ? laborers : null))];
}
