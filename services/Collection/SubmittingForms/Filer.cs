using Guzhang.Collection.Laborers;
using Guzhang.Domain;
using Guzhang.Domain.Forms;
using Guzhang.Journal.Clock;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Collection.SubmittingForms;

/// <summary>Reads, checks and stores one form for a caller.</summary>
internal sealed class Filer(Register register, FormMaker maker, County county, BusinessClock clock)
{
    private const int Tries = 5;

    /// <summary>201 stored, 200 nothing changed, 404 no such laborer, 409 F02 (on record, or another version is newest), 422 findings.</summary>
    public async Task<IResult> File(
        Dictionary<string, string> fields, Guid? laborer, int? follows, Caller caller, CancellationToken cancel)
    {
        // Who collected is who is signed in, whatever the form says.
        fields["collector"] = caller.Id;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var resident = ResidentId.TryParse(fields.GetValueOrDefault("residentId"), out var id) ? maker.Resident(id!.Value) : null;
            var entry = resident is null ? null : (await register.Find([resident], cancel)).Values.SingleOrDefault();
            if (laborer is not null && entry?.Laborer != laborer)
            {
                return await register.ResidentOf(laborer.Value, cancel) is null
                    ? Results.Problem(title: "没有此人", detail: "系统中没有该劳动力的记录", statusCode: 404)
                    : OtherPerson(FormReader.Read(fields, Context(fields, null, Laborer.Nobody, null)));
            }

            if (entry is not null && !caller.Covers(entry.Place))
            {
                return Elsewhere();
            }

            var known = entry is null ? Laborer.Nobody : await register.Load(entry.Laborer, cancel);
            var reading = FormReader.Read(fields, Context(fields, entry, known, follows));
            if (entry is not null && reading.Findings.Any(f => f.Rule == "F02"))
            {
                // The same correction once more, because its answer got lost, finds itself stored.
                var again = follows == entry.FormVersion - 1 ? FormReader.Read(fields, Context(fields, entry, known, entry.FormVersion)) : null;
                return again?.Form is { } same && Same(same, entry) ? Nothing(entry, again) : Clash(reading, entry);
            }

            if (reading.Form is not { } form)
            {
                return Refused(reading);
            }

            caller.Require(form.Village ?? form.Town);
            // A returned form may be right as it is: sent again, it goes to the task force again.
            if (entry is { Returned: false } && Same(form, entry))
            {
                return Nothing(entry, reading);
            }

            var filing = new Filing(caller.Id, clock.GetUtcNow(), null);
            var toStore = entry is null ? maker.First(reading, filing) : maker.Next(reading, filing, entry, known);
            if ((await register.Store([toStore], cancel))[0])
            {
                var accepted = new FormAccepted(toStore.Laborer, toStore.Facts.FormVersion, toStore.Facts.ChangedFields, Answers(reading));
                return Results.Created($"/laborers/{accepted.Laborer}", accepted);
            }
        }

        return Results.Problem(title: "正在被他人修改", detail: "该人员的记录正被频繁修改，请稍后再试", statusCode: 409);
    }

    private bool Same(Form form, Entry entry) => maker.Content(FormText.Of(form)).AsSpan().SequenceEqual(entry.Content);

    private static IResult Nothing(Entry entry, FormReading reading) =>
        Results.Ok(new FormAccepted(entry.Laborer, entry.FormVersion, [], Answers(reading)));

    /// <summary>What the rules need to know besides the form.</summary>
    private FormContext Context(Dictionary<string, string> fields, Entry? entry, Laborer known, int? follows)
    {
        var year = int.TryParse(fields.GetValueOrDefault("formYear"), out var y) && county.Years.TryGetValue(y, out var given)
            ? given
            : county.Years.Values.MaxBy(f => f.Year)!;
        return new FormContext(clock.Today, year, county.Divisions, county.Counting[year.Year], entry is null
            ? RegisterView.Unknown
            : new RegisterView.OnRecord(entry.FormVersion, follows, LastWorkplace(known)));
    }

    private static PlaceClass? LastWorkplace(Laborer known) =>
        known.Form?.Facts.WorkplaceClass is { } code && Choices.TryParse<PlaceClass>(code, out var place) ? place : null;

    private static IResult Clash(FormReading reading, Entry entry) => Results.Problem(
        title: "一人一档", detail: reading.Findings.First(f => f.Rule == "F02").Message, statusCode: 409,
        extensions: new Dictionary<string, object?>
        {
            ["rule"] = "F02",
            ["field"] = "residentId",
            ["laborer"] = entry.Laborer,
            ["formVersion"] = entry.FormVersion,
            ["findings"] = Answers(reading),
        });

    private static IResult OtherPerson(FormReading reading) => Results.Problem(
        title: "身份证号码不是此人", detail: "采集表上的身份证号码与所更新人员的记录不一致，请核对", statusCode: 409,
        extensions: new Dictionary<string, object?> { ["rule"] = "F02", ["field"] = "residentId", ["findings"] = Answers(reading) });

    /// <summary>That there is a record has to be said (F02), whose and where is not the caller's.</summary>
    private static IResult Elsewhere() => Results.Problem(
        title: "一人一档", detail: "此人已由其他乡镇建档，不在您的管辖范围内；如确已迁移，请由县专班更新", statusCode: 409,
        extensions: new Dictionary<string, object?> { ["rule"] = "F02", ["field"] = "residentId" });

    private static IResult Refused(FormReading reading) => Results.Problem(
        title: "采集表有误", detail: $"共有 {reading.Findings.Count} 处需要处理，全部改正后再提交", statusCode: 422,
        extensions: new Dictionary<string, object?> { ["findings"] = Answers(reading) });

    private static IReadOnlyList<FindingAnswer> Answers(FormReading reading) => [.. reading.Findings.Select(FindingAnswer.Of)];
}
