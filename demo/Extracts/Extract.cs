namespace Guzhang.Demo.Extracts;

/// <summary>What one of the two systems holds of the county's people: rows by ID number, one text a column.</summary>
public sealed record Extract(string File, string Title, IReadOnlyList<string> Columns, IReadOnlyDictionary<string, Row> Rows);

/// <summary>Two sources held against each other, field by field; 务工地点 is one field of three columns.</summary>
/// <param name="OnlyInFirst">people</param>
/// <param name="OnlyInSecond">people</param>
/// <param name="Same">people in both, every common field equal</param>
/// <param name="Different">people in both, some field different</param>
/// <param name="Fields">in how many people each common field differs</param>
public sealed record Difference(int OnlyInFirst, int OnlyInSecond, int Same, int Different, IReadOnlyDictionary<string, int> Fields)
{
    private const string Place = "务工地点";

    public static Difference Of(IReadOnlyDictionary<string, Row> first, IReadOnlyDictionary<string, Row> second, IEnumerable<string> columns)
    {
        var fields = columns.Where(c => c != L.Id).GroupBy(c => c.StartsWith(Place, StringComparison.Ordinal) ? Place : c).ToList();
        var counts = fields.ToDictionary(f => f.Key, _ => 0);
        var (same, different) = (0, 0);
        foreach (var (id, row) in first.Where(r => second.ContainsKey(r.Key)))
        {
            var unequal = fields.Where(f => f.Any(c => row[c] != second[id][c])).ToList();
            unequal.ForEach(f => counts[f.Key]++);
            _ = unequal.Count == 0 ? same++ : different++;
        }

        return new Difference(first.Keys.Count(id => !second.ContainsKey(id)), second.Keys.Count(id => !first.ContainsKey(id)), same, different, counts);
    }
}
