using Guzhang.Reporting.Policy;
using Guzhang.ServiceDefaults.Access;
using Npgsql;

namespace Guzhang.Reporting.DispatchTable;

/// <summary>Which rows of <c>reporting.listed</c> belong to a form year, a caller's scope and a line of the table.</summary>
internal static class Lines
{
    public const string UnknownName = "未识别";

    /// <summary>How the line without a town is named in addresses.</summary>
    public const string UnknownKey = "unknown";

    /// <summary>The town whose line a row stands in; null stands for 未识别.</summary>
    public const string Town = "case when town = any ($3) then town end";

    /// <summary>Parameters: form year, the caller's division, the county's towns. What names no town of the county is the county's.</summary>
    public const string Visible =
        "(form_year = $1 or form_year is null) and (starts_with(town, $2) or starts_with(village, $2)"
        + " or (length($2) = 6 and (town is null or town <> all ($3))))";

    public static void Fill(NpgsqlParameterCollection parameters, int formYear, Caller caller, CountyPolicy policy)
    {
        parameters.Add(new NpgsqlParameter<int> { TypedValue = formYear });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = caller.Division });
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = policy.TownCodes });
    }

    /// <summary>The lines a caller sees, in the county's order, 未识别 at the end: the county all, a town or village its own town.</summary>
    public static IEnumerable<(string? Town, string Name)> For(Caller caller, CountyPolicy policy)
    {
        var towns = policy.Towns.Where(t => Sees(caller, t.Code)).Select(t => ((string?)t.Code, t.Name));
        return caller.Covers(null) ? towns.Append((null, UnknownName)) : towns;
    }

    /// <summary>A village's officer sees the line of the own town, and in it the own village.</summary>
    public static bool Sees(Caller caller, string town) => caller.Covers(town) || caller.Division.StartsWith(town, StringComparison.Ordinal);
}
