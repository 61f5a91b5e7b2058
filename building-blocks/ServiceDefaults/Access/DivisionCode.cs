namespace Guzhang.ServiceDefaults.Access;

/// <summary>Form of an administrative division's code: 6 digits (county), 9 (town) or 12 (village).</summary>
public static class DivisionCode
{
    /// <summary>Length of a county's code.</summary>
    public const int CountyDigits = 6;

    /// <summary>Whether the text has the form of a code; not whether there is such a division.</summary>
    public static bool IsValid(string? code) => code is { Length: CountyDigits or 9 or 12 } && code.All(char.IsAsciiDigit);
}
