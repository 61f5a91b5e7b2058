using Guzhang.Collection.FindingLookAlikes;
using Guzhang.Collection.Laborers;
using Guzhang.Collection.ShowingPeople;
using Guzhang.Contracts.Collection;
using Guzhang.Domain.Forms;
using Guzhang.Journal.Clock;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Collection.SubmittingForms;

/// <summary>Reads, checks and stores one form for a caller.</summary>
internal sealed class Filer(Register register, FormMaker maker, Somebodies somebodies, LookAlikes lookAlikes, County county, BusinessClock clock)
{
    private const int Tries = 5;

    /// <summary>201 stored, 200 nothing changed, 404 no such laborer, 410 erased, 409 F02 (on record, or another version is newest), 422 findings.</summary>
    /// <param name="fields">Text per field name.</param>
    /// <param name="laborer">Whose form it is; null for a blank one.</param>
    /// <param name="follows">The version that it follows.</param>
    /// <param name="command">The caller's own id of this submission: sent again, because its answer got lost, it is answered as the first time.</param>
    /// <param name="caller">Who collected.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<IResult> File(
        Dictionary<string, string> fields, Guid? laborer, int? follows, Guid? command, Caller caller, CancellationToken cancel)
    {
        // Who collected is who is signed in, whatever the form says.
        fields["collector"] = caller.Id;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var person = somebodies.Read(fields);
            var entry = person is null ? null : (await register.Find([person.Resident], cancel)).Values.SingleOrDefault();
            if (laborer is not null && entry?.Laborer != laborer)
            {
                return await register.IsErased(laborer.Value, cancel) switch
                {
                    null => Results.Problem(title: "没有此人", detail: "系统中没有该劳动力的记录", statusCode: 404),
                    true => RevealPerson.Erased(),
                    false => OtherPerson(FormReader.Read(fields, Context(fields, RegisterView.Unknown))),
                };
            }

            if (entry is not null && !caller.Covers(entry.Place))
            {
                return Elsewhere();
            }

            if ((entry is null ? Laborer.Nobody : await register.LoadAt(entry, cancel)) is not { } known)
            {
                continue;
            }

            var alike = (await lookAlikes.Find([person], cancel))[0];
            FormReading Read(int? version)
            {
                var view = RegisterViews.Of(entry, version, known, Year(fields).Year) with { LookAlikes = [.. alike.Select(a => RegisterViews.Describe(a, caller, county.Divisions))] };
                FormReading With(RegisterView register) => FormReader.Read(fields, Context(fields, register));
                return entry is null ? With(view) : Updates.Read(maker, entry, known, view, With);
            }

            IReadOnlyList<FindingAnswer> Answers(FormReading of) => FindingAnswer.Of(of, alike.Where(a => caller.Covers(a.Place)));
            var reading = Read(follows);
            if (entry is not null && reading.Findings.Any(f => f.Rule == "F02"))
            {
                if (command is { } sent && Read(entry.FormVersion) is { Form: { } asked } whole
                    && await register.FormOf(entry.Laborer, maker.EventOf(entry.Laborer, caller.Id, sent, asked), cancel) is { } stored)
                {
                    return Stored(stored, Answers(whole.Unchanged()));
                }

                // The same correction once more, because its answer got lost, finds itself stored.
                var again = follows == entry.FormVersion - 1 ? Read(entry.FormVersion) : null;
                return again?.Form is { } same && maker.IsSame(same, entry) ? Nothing(entry, Answers(again.Unchanged())) : Clash(reading, Answers(reading), entry);
            }

            if (reading.Form is not { } form)
            {
                return Refused(Answers(reading));
            }

            caller.Require(form.Village ?? form.Town);
            // A returned form may be right as it is: sent again, it goes to the task force again.
            if (entry is { Returned: false } && maker.IsSame(form, entry))
            {
                return Nothing(entry, Answers(reading.Unchanged()));
            }

            var filing = new Filing(caller.Id, clock.GetUtcNow(), null, command);
            var toStore = entry is null ? maker.First(reading, person!, filing) : maker.Next(reading, person!, filing, entry, known);
            if ((await register.Store([toStore], cancel))[0])
            {
                return Stored(toStore.Facts, Answers(reading));
            }
        }

        return Results.Problem(title: "正在被他人修改", detail: "该人员的记录正被频繁修改，请稍后再试", statusCode: 409);
    }

    private static IResult Stored(FormSubmitted form, IReadOnlyList<FindingAnswer> findings) =>
        Results.Created($"/laborers/{form.Laborer}", new FormAccepted(form.Laborer, form.FormVersion, form.ChangedFields, findings));

    private static IResult Nothing(Entry entry, IReadOnlyList<FindingAnswer> findings) =>
        Results.Ok(new FormAccepted(entry.Laborer, entry.FormVersion, [], findings));

    /// <summary>What the rules need to know besides the form.</summary>
    private FormContext Context(Dictionary<string, string> fields, RegisterView register)
    {
        var year = Year(fields);
        return new FormContext(clock.Today, year, county.Divisions, county.Counting[year.Year], register);
    }

    private FormYear Year(Dictionary<string, string> fields) => county.Years.Of(fields.GetValueOrDefault("formYear"), clock.Today);

    private static IResult Clash(FormReading reading, IReadOnlyList<FindingAnswer> findings, Entry entry) => Results.Problem(
        title: "一人一档", detail: reading.Findings.First(f => f.Rule == "F02").Message, statusCode: 409,
        extensions: new Dictionary<string, object?>
        {
            ["rule"] = "F02",
            ["field"] = "residentId",
            ["laborer"] = entry.Laborer,
            ["formVersion"] = entry.FormVersion,
            ["findings"] = findings,
        });

    private static IResult OtherPerson(FormReading reading) => Results.Problem(
        title: "身份证号码不是此人", detail: "采集表上的身份证号码与所更新人员的记录不一致，请核对", statusCode: 409,
        extensions: new Dictionary<string, object?> { ["rule"] = "F02", ["field"] = "residentId", ["findings"] = FindingAnswer.Of(reading, []) });

    /// <summary>That there is a record has to be said (F02), whose and where is not the caller's.</summary>
    private static IResult Elsewhere() => Results.Problem(
        title: "一人一档", detail: ImportFindings.OnRecordElsewhere.Message, statusCode: 409,
        extensions: new Dictionary<string, object?> { ["rule"] = "F02", ["field"] = "residentId" });

    private static IResult Refused(IReadOnlyList<FindingAnswer> findings) => Results.Problem(
        title: "采集表有误", detail: $"共有 {findings.Count} 处需要处理，全部改正后再提交", statusCode: 422,
        extensions: new Dictionary<string, object?> { ["findings"] = findings });
}
