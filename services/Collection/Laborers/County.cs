using Guzhang.Domain;
using Guzhang.Domain.Forms;

namespace Guzhang.Collection.Laborers;

/// <summary>The county's policy data as this service needs it: divisions, form years, the standard.</summary>
internal sealed record County(Divisions Divisions, IReadOnlyDictionary<int, FormYear> Years, CountingPolicy Counting)
{
    /// <summary>Reads the files of <c>County:Directory</c>.</summary>
    public static County Load(string directory) => new(
        Divisions.Parse(
            File.ReadAllText(Path.Combine(directory, "divisions.json")),
            File.ReadAllText(Path.Combine(directory, "..", "china", "divisions.json"))),
        FormYear.ParseAll(File.ReadAllText(Path.Combine(directory, "calendar.json"))),
        CountingPolicy.Parse(File.ReadAllText(Path.Combine(directory, "counting.json"))));
}
