using Guzhang.Demo;
using Guzhang.Demo.Answers;
using Guzhang.Demo.Generation;
using Guzhang.Domain.Forms;

namespace Guzhang.Console.Tests.Staging;

/// <summary>The people of the demo county, as rows of the sheet and as fields of the form.</summary>
internal static class DemoRows
{
    /// <summary>Who imports the sheet: the collector of every row.</summary>
    public const string Collector = "collector-1";

    private static readonly Lazy<IReadOnlyList<MadeRow>> Made = new(() => new County(County.DefaultSeed, County.DefaultSize).Make());

    public static IReadOnlyList<MadeRow> All => Made.Value;

    /// <summary>What the demo says each rule is broken how often: "F06 E" to rows.</summary>
    public static IReadOnlyDictionary<string, int> Expected { get; } = KnownAnswers.Of(All).Rules.Values
        .SelectMany(findings => findings).GroupBy(f => f.ToString()).ToDictionary(g => g.Key, g => g.Count());

    /// <summary>Text per field name, as an import takes it from the row's cells.</summary>
    public static Dictionary<string, string> FieldsOf(MadeRow row)
    {
        var fields = L.All.Select(label => (FormFields.ByHeader(label)!.Name, Text: row.Cells[label]))
            .Where(f => f.Text.Length > 0).ToDictionary(f => f.Name, f => f.Text);
        fields["collector"] = Collector;
        return fields;
    }
}
