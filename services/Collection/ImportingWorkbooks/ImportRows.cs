using System.Diagnostics;
using System.Threading.Channels;
using Guzhang.Collection.FindingLookAlikes;
using Guzhang.Collection.Laborers;
using Guzhang.Collection.Sealing;
using Guzhang.Collection.SubmittingForms;
using Guzhang.Contracts.Collection;
using Guzhang.Domain.Forms;
using Guzhang.Journal.Clock;

namespace Guzhang.Collection.ImportingWorkbooks;

/// <summary>
/// Every row of a workbook: stored, or answered with all its findings. While a batch of rows is checked the next is read and
/// the one before stored; each commits alone, so memory stays flat and no transaction is long.
/// </summary>
internal sealed class ImportRows(
    Imports imports, Register register, Refusals refusals, FormMaker maker, Somebodies somebodies, LookAlikes lookAlikes, BlindIndex index,
    County county, BusinessClock clock)
{
    private const int BatchSize = 500;

    public async Task Run(ImportJob job, CancellationToken cancel)
    {
        var storing = Task.CompletedTask;
        var met = new PeopleMet();
        var sheet = new SheetLookAlikes(somebodies, remembersAll: job.DryRun);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var batches = Channel.CreateBounded<WorkbookRow[]>(1);
        var reading = Task.Run(() => Read(job, batches.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancel))
            {
                var at = clock.GetUtcNow();
                var read = await Check(job, batch, met, sheet, at, cancel);
                await storing;
                storing = Store(job, read, met, at, cancel);
            }
        }
        finally
        {
            // The file is the caller's to close: nobody reads in it afterwards.
            await stop.CancelAsync();
            await reading;
            await storing;
        }
    }

    /// <summary>What can't be read ends the channel with its reason.</summary>
    private static async Task Read(ImportJob job, ChannelWriter<WorkbookRow[]> batches, CancellationToken stop)
    {
        try
        {
            foreach (var batch in job.Workbook.People(job.File).Chunk(BatchSize))
            {
                await batches.WriteAsync(batch, stop);
            }

            batches.Complete();
        }
        catch (Exception failure)
        {
            batches.Complete(failure);
        }
    }

    private async Task<List<CheckedRow>> Check(
        ImportJob job, IReadOnlyList<WorkbookRow> batch, PeopleMet met, SheetLookAlikes sheet, DateTimeOffset at, CancellationToken cancel)
    {
        foreach (var row in batch)
        {
            row.Fields["collector"] = job.Caller.Id;
            row.Fields.TryAdd("formYear", job.FormYear.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        var people = batch.AsParallel().AsOrdered().Select(r => somebodies.Read(r.Fields)).ToList();
        var known = await Known(job, batch, people, sheet, cancel);
        var rows = batch.Zip(known).AsParallel().AsOrdered().Select(x => CheckRow(job, x.First, x.Second, at)).ToList();
        return [.. rows.Select(row => met.First(row) is { } first ? row.Again(first) : row)];
    }

    /// <summary>What is on record about the rows' people; of those at home also what their earlier forms say of work (F13, F20).</summary>
    private async Task<List<KnownPerson>> Known(
        ImportJob job, IReadOnlyList<WorkbookRow> batch, List<Somebody?> people, SheetLookAlikes sheet, CancellationToken cancel)
    {
        var entries = await register.Find([.. people.OfType<Somebody>().Select(p => p.Resident)], cancel);
        Entry? EntryOf(Somebody? person) => person is null ? null : entries.GetValueOrDefault(new BytesKey(person.Resident));
        var home = await register.Load(
            [.. batch.Zip(people).Where(x => x.First.Fields.GetValueOrDefault("working") is not ("是" or "yes")).Select(x => EntryOf(x.Second)?.Laborer).OfType<Guid>().Distinct()], cancel);
        var alike = await lookAlikes.Find(people, cancel);
        sheet.NextBatch();
        return [.. batch.Select((row, i) =>
        {
            var entry = EntryOf(people[i]);
            var laborer = entry is null ? Laborer.Nobody : home.GetValueOrDefault(entry.Laborer, Laborer.Nobody);
            var view = RegisterViews.Of(entry, entry?.FormVersion, laborer, job.FormYear);
            var inSheet = people[i] is { } person ? sheet.Meet(person, row.Number) : [];
            return new KnownPerson(people[i], entry, laborer, alike[i], view with
            {
                LookAlikes = [.. inSheet.Select(r => new LookAlike(r, null)), .. alike[i].Select(a => RegisterViews.Describe(a, job.Caller, county.Divisions))],
            });
        })];
    }

    private CheckedRow CheckRow(ImportJob job, WorkbookRow row, KnownPerson known, DateTimeOffset at)
    {
        var (person, entry) = (known.Person, known.Entry);
        var formDate = DateOnly.FromDateTime(at.ToOffset(BusinessClock.China.BaseUtcOffset).DateTime);
        FormReading With(RegisterView view) =>
            FormReader.Read(row.Fields, new FormContext(formDate, county.Years[job.FormYear], county.Divisions, county.Counting[job.FormYear], view));

        // Of a record that is not the caller's no finding tells anything but that.
        var reading = entry is not null && !job.Caller.Covers(entry.Place) ? With(RegisterView.Unknown with { LookAlikes = known.View.LookAlikes })
            : entry is null || known.Laborer.Form is null ? With(known.View)
            : Updates.Read(maker, entry, known.Laborer, known.View, With);
        var outOfScope = OutOfScope(job, row, entry, reading);
        if (outOfScope is not null)
        {
            reading = new FormReading(null, [.. reading.Findings, outOfScope]);
        }

        var unchanged = reading.Form is not null && entry is not null && maker.IsSame(reading.Form, entry);
        return new CheckedRow(
            row, known, unchanged ? reading.Unchanged() : reading, [.. known.Alike.Where(a => job.Caller.Covers(a.Place))],
            reading.Form is not null && entry is null ? maker.First(reading, person!, FilingOf(job, at)) : null, unchanged, outOfScope is null);
    }

    private static Filing FilingOf(ImportJob job, DateTimeOffset at) => new(job.Caller.Id, at, job.Id);

    /// <summary>Neither what the row says nor whose record it would change may lie outside the caller's division.</summary>
    private Finding? OutOfScope(ImportJob job, WorkbookRow row, Entry? entry, FormReading reading)
    {
        if (entry is not null && !job.Caller.Covers(entry.Place))
        {
            return ImportFindings.OnRecordElsewhere;
        }

        var place = reading.Form is { } form ? form.Village ?? form.Town : Place(row).Village ?? Place(row).Town;
        return place is not null && !job.Caller.Covers(place) ? ImportFindings.Elsewhere : null;
    }

    private (string? Town, string? Village) Place(WorkbookRow row)
    {
        var town = county.Divisions.FindTown(row.Fields.GetValueOrDefault("town"))?.Code;
        return (town, county.Divisions.FindVillage(town, row.Fields.GetValueOrDefault("village"))?.Code);
    }

    private async Task Store(ImportJob job, List<CheckedRow> rows, PeopleMet met, DateTimeOffset at, CancellationToken cancel)
    {
        // New people are stored at once; whatever meets somebody already on record, one by one.
        var first = rows.Select(r => r.New).OfType<FormToStore>().ToList();
        var stored = job.DryRun ? [.. first.Select(_ => true)] : await register.Store(first, cancel);
        var added = first.Zip(stored).Where(x => x.Second).Select(x => x.First.Laborer).ToHashSet();
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].New is { } mine ? !added.Contains(mine.Laborer) : rows[i].IsChange)
            {
                rows[i] = await Follow(job, rows[i], at, cancel);
            }
        }

        if (!job.DryRun)
        {
            await refusals.Store([.. rows.Where(r => r is { Entry: null, Reading.Form: null, InScope: true, IsAgain: false }).Select(r => Refuse(job, r)).Where(met.Refused)], at, Activity.Current?.Id, cancel);
        }

        var findings = rows.Where(r => r.Reading.Findings.Count > 0)
            .Select(r => (r.Row.Number, FindingAnswer.Of(r.Reading, r.Alike), r.Reading.Form is null ? RefusedRows.Seal(job.Key, job.Id, r.Row) : null)).ToList();
        await imports.Add(job.Id, new Tally(rows.Count, added.Count, rows.Count(r => r.IsChange), rows.Count(r => r.Unchanged), rows.Count(r => r.Reading.Form is null)), findings, cancel);
    }

    /// <summary>
    /// A row about somebody on record follows the current version, checked against the record as it is now: somebody else may have
    /// been faster, who may be of another town. What became of it is the row that comes back.
    /// </summary>
    private async Task<CheckedRow> Follow(ImportJob job, CheckedRow row, DateTimeOffset at, CancellationToken cancel)
    {
        while (true)
        {
            var person = row.Known.Person!;
            if ((await register.Find([person.Resident], cancel)).Values.SingleOrDefault() is not { } entry)
            {
                // Erased since the row was checked: whoever comes now is somebody new.
                row = CheckRow(job, row.Row, row.Known with { Entry = null, Laborer = Laborer.Nobody, View = RegisterView.Unknown with { LookAlikes = row.Known.View.LookAlikes } }, at);
                if (row.New is not { } first || job.DryRun || (await register.Store([first], cancel))[0])
                {
                    return row;
                }

                continue;
            }

            if (await register.LoadAt(entry, cancel) is not { } laborer)
            {
                continue;
            }

            var view = RegisterViews.Of(entry, entry.FormVersion, laborer, job.FormYear) with { LookAlikes = row.Known.View.LookAlikes };
            row = CheckRow(job, row.Row, row.Known with { Entry = entry, Laborer = laborer, View = view }, at);
            if (!row.IsChange || job.DryRun || (await register.Store([maker.Next(row.Reading, person, FilingOf(job, at), entry, laborer)], cancel))[0])
            {
                return row;
            }
        }
    }

    private Refusal Refuse(ImportJob job, CheckedRow row)
    {
        var broken = row.Reading.Findings.Where(f => f.Severity == Severity.Error).Select(f => new Warning(f.Rule, f.Field)).Distinct().ToList();
        var place = Place(row.Row);
        var facts = new RowRefused
        {
            Refusal = Guid.Empty,
            Import = job.Id,
            Row = row.Row.Number,
            FormYear = job.FormYear,
            Town = place.Town,
            Village = place.Village,
            Broken = broken,
        };

        // A readable ID number is the person; otherwise whatever the row says of who it is.
        var subject = row.Person?.Resident ?? index.Of("refused", string.Join('\n', Who.Select(f => row.Row.Fields.GetValueOrDefault(f))));
        return new Refusal(subject, index.Of("refusal", string.Join('\n', broken.Select(b => $"{b.Rule} {b.Field}").Prepend(place.Town))), facts);
    }

    private static readonly string[] Who = ["residentId", "name", "phone", "homeAddress", "village"];

    private sealed record KnownPerson(Somebody? Person, Entry? Entry, Laborer Laborer, IReadOnlyList<Alike> Alike, RegisterView View);

    private sealed record CheckedRow(
        WorkbookRow Row, KnownPerson Known, FormReading Reading, IReadOnlyList<Alike> Alike, FormToStore? New, bool Unchanged, bool InScope)
    {
        public Somebody? Person => Known.Person;
        public Entry? Entry => Known.Entry;
        public bool IsAgain { get; private init; }

        /// <summary>Whether the row says something new of somebody on record.</summary>
        public bool IsChange => Entry is not null && Reading.Form is not null && !Unchanged;

        /// <summary>F02 within one workbook: the person stands in an earlier row, which counts.</summary>
        public CheckedRow Again(int first) => this with
        {
            New = null,
            Unchanged = false,
            IsAgain = true,
            Reading = new FormReading(null, [.. Reading.Findings, ImportFindings.InEarlierRow(first)]),
        };
    }

    /// <summary>
    /// People a workbook has named so far, by 16 of the 32 bytes of their keyed codes: some 40 bytes a person is what an
    /// import's memory grows by.
    /// </summary>
    private sealed class PeopleMet
    {
        private readonly Dictionary<UInt128, int> _accepted = [];
        private readonly HashSet<UInt128> _refused = [];

        /// <summary>The earlier row with an accepted form of the same person; null where this row is the first.</summary>
        public int? First(CheckedRow row)
        {
            if (row.Person is null)
            {
                return null;
            }

            var person = Code(row.Person.Resident);
            if (_accepted.TryGetValue(person, out var first))
            {
                return first;
            }

            if (row.Reading.Form is not null)
            {
                _accepted.Add(person, row.Row.Number);
            }

            return null;
        }

        /// <summary>True for the first refused row of a subject: what else the sheet says of it is answered, not published.</summary>
        public bool Refused(Refusal refusal) => _refused.Add(Code(refusal.Subject));

        private static UInt128 Code(byte[] keyed) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(keyed);
    }
}
