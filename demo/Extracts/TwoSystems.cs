using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Guzhang.Demo.Answers;
using Guzhang.Demo.Generation;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Guzhang.Demo.Extracts;

/// <summary>
/// Extracts of the HR platform (人社) and of the poverty system (扶贫) as of the initial collection. Each lacks some people, has
/// some whom nobody else knows, and says of some something else than the confirmed forms, each in its own way.
/// </summary>
public sealed record TwoSystems(IReadOnlyDictionary<string, Row> Confirmed, Extract Hr, Extract Poverty)
{
    private const ulong Seed = 20201020;
    private const int MissingPerMille = 30;
    private const int Strangers = 150;

    private static readonly string[] Place = [L.WorkProvince, L.WorkPrefecture, L.WorkCounty];
    private static readonly string[] HrColumns = [L.Id, L.Name, L.Phone, L.Working, .. Place, L.Form, L.Employer, L.Wage];
    private static readonly string[] PovertyColumns = [L.Id, L.Name, L.Phone, L.Ability, L.Working, .. Place, L.Months, L.Income];

    /// <summary>In how many of a thousand people a field differs, where the system has it, and how.</summary>
    private static readonly (int PerMille, string Label, Action<Row, Rng> Change)[] Deviations =
    [
        (8, L.Name, (r, _) => r[L.Name] = r[L.Name][..^1] + (r[L.Name].EndsWith('英') ? "瑛" : "英")),
        (40, L.Phone, (r, rng) => r[L.Phone] = Names.Mobile(rng)),
        (15, L.Ability, (r, _) => r[L.Ability] = r[L.Ability] == "普通劳动力" ? "弱劳动力或半劳动力" : "普通劳动力"),
        (30, L.WorkProvince, (r, rng) => Places.Pick(rng, Where.OtherProvince, "").Write(r, L.WorkProvince, L.WorkPrefecture, L.WorkCounty, L.WorkTown)),
        (25, L.Working, (r, _) =>
        {
            r[L.Working] = r[L.Working] == "是" ? "否" : "是";
            r.Clear(Place);
        }),
        (20, L.Form, (r, _) => r[L.Form] = r[L.Form] == "灵活就业" ? "单位就业" : "灵活就业"),
        (20, L.Employer, (r, _) => r[L.Employer] += "分公司"),
        (60, L.Wage, (r, rng) => Add(r, L.Wage, rng.Between(1, 8) * 100)),
        (50, L.Months, (r, rng) => Add(r, L.Months, rng.Between(1, 2))),
        (60, L.Income, (r, rng) => Add(r, L.Income, rng.Between(1, 30) * 100)),
    ];

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NewLine = "\n",
    };

    public static TwoSystems Of(Ledger ledger)
    {
        var confirmed = ledger.People.Where(p => p.Confirmed is not null).OrderBy(p => p.Id, StringComparer.Ordinal)
            .ToDictionary(p => p.Id, p => p.Confirmed!.Cells);
        var ids = new IdNumbers();
        ids.Keep(ledger.People.Select(p => p.Id));
        return new TwoSystems(
            confirmed,
            Make("extract-hr.xlsx", "人社平台提取", HrColumns, confirmed, ids, Seed),
            Make("extract-poverty.xlsx", "扶贫系统提取", PovertyColumns, confirmed, ids, Seed + 1));
    }

    /// <summary>The three comparisons that fusion makes (三(一)).</summary>
    public IReadOnlyDictionary<string, Difference> Answers => new Dictionary<string, Difference>
    {
        ["hr-confirmed"] = Difference.Of(Hr.Rows, Confirmed, HrColumns),
        ["poverty-confirmed"] = Difference.Of(Poverty.Rows, Confirmed, PovertyColumns),
        ["hr-poverty"] = Difference.Of(Hr.Rows, Poverty.Rows, HrColumns.Intersect(PovertyColumns)),
    };

    public string AnswersJson() => JsonSerializer.Serialize(Answers, Json) + "\n";

    /// <summary>Writes both workbooks into a folder.</summary>
    public void Write(string folder)
    {
        foreach (var extract in new[] { Hr, Poverty })
        {
            MiniExcel.SaveAs(
                Path.Combine(folder, extract.File), extract.Rows.Values.Select(row => extract.Columns.ToDictionary(c => c, c => (object?)row[c])),
                sheetName: extract.Title, overwriteFile: true,
                configuration: new OpenXmlConfiguration { AutoFilter = false, TableStyles = TableStyles.None, FastMode = true });
        }
    }

    private static Extract Make(
        string file, string title, IReadOnlyList<string> columns, Dictionary<string, Row> confirmed, IdNumbers ids, ulong seed)
    {
        var rng = new Rng(seed);
        var rows = new Dictionary<string, Row>();
        foreach (var (id, row) in confirmed)
        {
            if (!rng.PerMille(MissingPerMille))
            {
                rows[id] = Held(row, columns, rng);
            }
        }

        var people = new People(rng, ids);
        for (var i = 0; i < Strangers; i++)
        {
            var row = people.Working(rng.Pick(Divisions.Villages), Where.OtherProvince);
            rows[row[L.Id]] = Only(row, columns);
        }

        return new Extract(file, title, columns, rows);
    }

    /// <summary>What the system holds of somebody: mostly what the form says, here and there something else.</summary>
    private static Row Held(Row form, IReadOnlyList<string> columns, Rng rng)
    {
        var row = Only(form, columns);
        foreach (var (perMille, label, change) in Deviations)
        {
            if (rng.PerMille(perMille) && columns.Contains(label) && row[label].Length > 0)
            {
                change(row, rng);
            }
        }

        return row;
    }

    private static void Add(Row row, string label, int more)
    {
        if (decimal.TryParse(row[label], CultureInfo.InvariantCulture, out var number))
        {
            row[label] = (number + more).ToString("0.##", CultureInfo.InvariantCulture);
        }
    }

    private static Row Only(Row form, IReadOnlyList<string> columns)
    {
        var row = new Row();
        foreach (var column in columns)
        {
            row[column] = form[column];
        }

        return row;
    }
}
