using Guzhang.Collection.Laborers;
using Guzhang.Collection.RecordingReads;
using Guzhang.Collection.Sealing;
using Guzhang.Contracts.Collection;
using Guzhang.Domain.Forms;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Collection.ShowingPeople;

/// <summary>Somebody's newest form as it is printed, with what is personal masked or left out (SEC-03); the reading is on record.</summary>
internal static class ReadForm
{
    public static async Task<IResult> Read(
        Guid laborer, Caller caller, People people, Register register, FormMaker maker, County county, Reads reads, CancellationToken cancel)
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

        var record = await register.Load(laborer, cancel);
        try
        {
            var text = maker.Open(laborer, record, key);
            await reads.Masked(caller, "form", "查看采集表（打码）", new { laborers = new[] { laborer } }, 1, cancel);
            return Results.Ok(Answer(person, record.Form!, text, FormCells.Of(text, county.Divisions)));
        }
        catch (SealBrokenException)
        {
            return Results.Problem(title: "无法读取", detail: "此人的采集表无法打开，请联系系统管理员", statusCode: 409);
        }
    }

    private static FormAnswer Answer(OnRecord person, FormSubmitted form, IReadOnlyDictionary<string, string> text, IReadOnlyDictionary<string, string> cells) => new(
        person.Laborer, form.FormYear, form.FormVersion, person.State.ToLowerInvariant(), form.Town, form.Village, form.Collector, form.Import, form.Warnings, form.ChangedFields,
        [.. FormFields.All.Append(FormFields.SocialInsurance).Where(f => cells.ContainsKey(f.Name) && f.Name != FieldNames.Collector).Select(f => new FieldAnswer(
            f.Name, f.Label, (int)f.Section, f.IsPersonal ? Masked(f.Name, text) : cells[f.Name], f.IsPersonal))]);

    private static string? Masked(string field, IReadOnlyDictionary<string, string> text) => field switch
    {
        FieldNames.Name => Masking.Name(text[field]),
        FieldNames.ResidentId => Masking.ResidentId(text[field]),
        FieldNames.Phone => Masking.Phone(text[field]),
        _ => null,
    };
}

/// <summary>A newest form: its version, how it stands (<c>awaiting</c>, <c>returned</c>, <c>confirmed</c>), who collected it, and its fields as printed.</summary>
public sealed record FormAnswer(
    Guid Laborer, int FormYear, int FormVersion, string State, string Town, string? Village, string Collector, Guid? Import,
    IReadOnlyList<Warning> Warnings, IReadOnlyList<string> ChangedFields, IReadOnlyList<FieldAnswer> Fields);

/// <summary>A filled-in field. <paramref name="Section"/>: 1 to 7 of the form. A personal one is masked, or without a value: it can be revealed.</summary>
public sealed record FieldAnswer(string Name, string Label, int Section, string? Value, bool Personal);
