using System.Diagnostics;
using Guzhang.Collection.Laborers;
using Guzhang.Collection.Sealing;
using Guzhang.Collection.SubmittingForms;
using Guzhang.Contracts.Collection;
using Guzhang.Domain;
using Guzhang.Domain.Forms;
using Guzhang.Journal.Clock;

namespace Guzhang.Collection.ImportingWorkbooks;

/// <summary>
/// Every row of a workbook: stored, or answered with all its findings. Batches of rows are checked while the one before is
/// being stored; each commits alone, so memory stays flat and no transaction is long.
/// </summary>
internal sealed class ImportRows(
    Imports imports, Register register, Refusals refusals, FormMaker maker, BlindIndex index, County county, BusinessClock clock)
{
    private const int BatchSize = 500;

    public async Task Run(ImportJob job, CancellationToken cancel)
    {
        var storing = Task.CompletedTask;
        try
        {
            foreach (var batch in Workbook.People(job.File, job.Columns).Chunk(BatchSize))
            {
                cancel.ThrowIfCancellationRequested();
                var at = clock.GetUtcNow();
                var read = await Check(job, batch, at, cancel);
                await storing;
                storing = Store(job, read, at, cancel);
            }
        }
        finally
        {
            await storing;
        }
    }

    private async Task<List<CheckedRow>> Check(ImportJob job, IReadOnlyList<WorkbookRow> batch, DateTimeOffset at, CancellationToken cancel)
    {
        foreach (var row in batch)
        {
            row.Fields["collector"] = job.Caller.Id;
            row.Fields.TryAdd("formYear", job.FormYear.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        var residents = batch.Select(r => ResidentId.TryParse(r.Fields.GetValueOrDefault("residentId"), out var id) ? maker.Resident(id!.Value) : null).ToList();
        var known = await register.Find([.. residents.OfType<byte[]>()], cancel);
        var formDate = DateOnly.FromDateTime(at.ToOffset(BusinessClock.China.BaseUtcOffset).DateTime);
        var filing = new Filing(job.Caller.Id, at, job.Id);
        return [.. batch.Zip(residents).AsParallel().AsOrdered().Select(x => CheckRow(job, x.First, x.Second, known, formDate, filing))];
    }

    private CheckedRow CheckRow(
        ImportJob job, WorkbookRow row, byte[]? resident, Dictionary<BytesKey, Entry> known, DateOnly formDate, Filing filing)
    {
        var entry = resident is null ? null : known.GetValueOrDefault(new BytesKey(resident));
        var view = entry is null ? RegisterView.Unknown : new RegisterView.OnRecord(entry.FormVersion, entry.FormVersion);
        var reading = FormReader.Read(row.Fields, new FormContext(formDate, county.Years[job.FormYear], county.Divisions, county.Counting, view));
        if (reading.Form is { } form && !job.Caller.Covers(form.Village ?? form.Town))
        {
            reading = new FormReading(null, [.. reading.Findings, new Finding("SEC-02", "town", Severity.Error, "该人员不在您的管辖范围内，请由所在乡镇导入")]);
        }

        return new CheckedRow(
            row, resident, entry, reading,
            reading.Form is not null && entry is null ? maker.First(reading, filing) : null,
            reading.Form is not null && entry is not null && maker.Content(FormText.Of(reading.Form)).AsSpan().SequenceEqual(entry.Content));
    }

    private async Task Store(ImportJob job, List<CheckedRow> rows, DateTimeOffset at, CancellationToken cancel)
    {
        var (added, changed, unchanged) = (0, 0, rows.Count(r => r.Unchanged));
        if (job.DryRun)
        {
            added = rows.Count(r => r.New is not null);
            changed = rows.Count(r => r is { Entry: not null, Reading.Form: not null, Unchanged: false });
        }
        else
        {
            // The first row of a person in this batch is stored at once; whatever meets somebody already on record, one by one.
            var first = rows.Where(r => r.New is not null).DistinctBy(r => new BytesKey(r.Resident!)).ToList();
            var stored = await register.Store([.. first.Select(r => r.New!)], cancel);
            added = stored.Count(s => s);
            var late = first.Zip(stored).Where(x => !x.Second).Select(x => x.First)
                .Concat(rows.Where(r => r.New is not null).Except(first))
                .Concat(rows.Where(r => r is { Entry: not null, Reading.Form: not null, Unchanged: false }));
            foreach (var row in late)
            {
                if (await Follow(job, row, at, cancel))
                {
                    changed++;
                }
                else
                {
                    unchanged++;
                }
            }

            await refusals.Store([.. rows.Where(r => r is { Entry: null, Reading.Form: null }).Select(r => Refuse(job, r))], at, Activity.Current?.Id, cancel);
        }

        var findings = rows.Where(r => r.Reading.Findings.Count > 0)
            .Select(r => (r.Row.Number, (IReadOnlyList<FindingAnswer>)[.. r.Reading.Findings.Select(FindingAnswer.Of)])).ToList();
        await imports.Add(job.Id, new Tally(rows.Count, added, changed, unchanged, rows.Count(r => r.Reading.Form is null)), findings, cancel);
    }

    /// <summary>A row about somebody on record follows the current version; false where it says nothing new.</summary>
    private async Task<bool> Follow(ImportJob job, CheckedRow row, DateTimeOffset at, CancellationToken cancel)
    {
        while (true)
        {
            var entry = (await register.Find([row.Resident!], cancel)).Values.Single();
            if (maker.Content(FormText.Of(row.Reading.Form!)).AsSpan().SequenceEqual(entry.Content))
            {
                return false;
            }

            var next = maker.Next(row.Reading, new Filing(job.Caller.Id, at, job.Id), entry, await register.Load(entry.Laborer, cancel));
            if ((await register.Store([next], cancel))[0])
            {
                return true;
            }
        }
    }

    private Refusal Refuse(ImportJob job, CheckedRow row)
    {
        var broken = row.Reading.Findings.Where(f => f.Severity == Severity.Error).Select(f => new Warning(f.Rule, f.Field)).Distinct().ToList();
        var town = county.Divisions.FindTown(row.Row.Fields.GetValueOrDefault("town"));
        var facts = new RowRefused
        {
            Refusal = Guid.Empty,
            Import = job.Id,
            Row = row.Row.Number,
            FormYear = job.FormYear,
            Town = town?.Code,
            Village = county.Divisions.FindVillage(town?.Code, row.Row.Fields.GetValueOrDefault("village"))?.Code,
            Broken = broken,
        };

        // A readable ID number is the person; otherwise whatever the row says of who it is.
        var subject = row.Resident ?? index.Of("refused", string.Join('\n', Who.Select(f => row.Row.Fields.GetValueOrDefault(f))));
        return new Refusal(subject, index.Of("refusal", string.Join('\n', broken.Select(b => $"{b.Rule} {b.Field}").Prepend(town?.Code))), facts);
    }

    private static readonly string[] Who = ["residentId", "name", "phone", "homeAddress", "village"];

    private sealed record CheckedRow(WorkbookRow Row, byte[]? Resident, Entry? Entry, FormReading Reading, FormToStore? New, bool Unchanged);
}
