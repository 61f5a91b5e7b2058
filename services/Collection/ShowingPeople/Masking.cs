namespace Guzhang.Collection.ShowingPeople;

/// <summary>Pure: personal data as lists show it.</summary>
internal static class Masking
{
    /// <summary>张*三, 张*, 欧**华.</summary>
    public static string Name(string name)
    {
        var runes = name.EnumerateRunes().ToList();
        return runes.Count < 3
            ? $"{runes[0]}{new string('*', runes.Count - 1)}"
            : $"{runes[0]}{new string('*', runes.Count - 2)}{runes[^1]}";
    }

    /// <summary>433126********1234.</summary>
    public static string ResidentId(string number) => Middle(number, 6, 4);

    /// <summary>138****5678; null where the form says that there is none.</summary>
    public static string? Phone(string? phone) => phone is not null && phone.Any(char.IsAsciiDigit) ? Middle(phone, 3, 4) : null;

    private static string Middle(string text, int before, int after) =>
        text.Length > before + after ? $"{text[..before]}{new string('*', text.Length - before - after)}{text[^after..]}" : new string('*', text.Length);
}
