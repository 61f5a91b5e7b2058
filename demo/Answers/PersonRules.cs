using System.Globalization;

namespace Guzhang.Demo.Answers;

/// <summary>F01, F03, F04, F05, F21: who the person is.</summary>
public static class PersonRules
{
    private const string Provinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82";

    /// <summary>Every county code, of today or of the past, that the demo's people have.</summary>
    private const string Counties = "433126 433127 433125 433101 433124 431222 520628 522229";

    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    public static void Check(Sheet sheet)
    {
        if (sheet.Usable(L.Id))
        {
            ResidentId(sheet, sheet[L.Id]);
        }

        if (sheet.Known.LooksLikeAnother && sheet.Usable(L.Id))
        {
            sheet.Warn("F03");
        }

        var age = sheet.Usable(L.Id) ? AgeOf(sheet[L.Id], sheet.Today) : (int?)null;
        if (sheet.Usable(L.Ability) && sheet[L.Ability] is not ("普通劳动力" or "技能劳动力" or "弱劳动力或半劳动力"))
        {
            sheet.Error("F04", L.Ability);
        }

        if (age < 16)
        {
            sheet.Error("F04", L.Id);
        }

        if (sheet.Usable(L.Ability))
        {
            Ability(sheet, age);
        }

        if (sheet[L.RegCounty] != "古丈县")
        {
            sheet.Warn("F21");
        }
    }

    /// <summary>Whole years on a day.</summary>
    public static int AgeOf(string id, DateOnly today)
    {
        var birth = BirthOf(id)!.Value;
        var years = today.Year - birth.Year;
        return (birth.Month, birth.Day).CompareTo((today.Month, today.Day)) > 0 ? years - 1 : years;
    }

    private static void ResidentId(Sheet sheet, string id)
    {
        if (!IsGood(id, sheet.Today))
        {
            sheet.Error("F01", L.Id);
        }
        else if (!Counties.Contains(id[..6], StringComparison.Ordinal))
        {
            sheet.Warn("F01");
        }
    }

    /// <summary>Whether a number can be somebody's; only then it says who the person is.</summary>
    public static bool IsGood(string id, DateOnly today) =>
        id.Length == 18 && id[..17].All(char.IsAsciiDigit)
        && "10X98765432"[Enumerable.Range(0, 17).Sum(i => (id[i] - '0') * Weights[i]) % 11] == char.ToUpperInvariant(id[17])
        && BirthOf(id) is { } birth && birth <= today
        && Provinces.Split(' ').Contains(id[..2]);

    /// <summary>The birthday a number of 18 characters gives; null where there is no such day.</summary>
    public static DateOnly? BirthOf(string id) =>
        DateOnly.TryParseExact(id[6..14], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth) ? birth : null;

    private static void Ability(Sheet sheet, int? age)
    {
        var (ordinary, skilled) = (sheet[L.Ability] == "普通劳动力", sheet[L.Ability] == "技能劳动力");
        if (sheet.Usable(L.Skill) && ((ordinary && sheet[L.Skill] != "无") || (skilled && sheet[L.Skill] == "无")))
        {
            sheet.Error("F05", L.Skill);
        }

        if (ordinary && age > 60)
        {
            sheet.Warn("F05");
        }
    }
}
