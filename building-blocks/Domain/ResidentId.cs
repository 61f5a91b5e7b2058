namespace Guzhang.Domain;

public enum Sex
{
    Male,
    Female,
}

/// <summary>What is wrong with an ID number. Each is a branch of F01.</summary>
public enum ResidentIdFault
{
    None,
    Length,
    Characters,
    BirthDate,
    Checksum,
}

/// <summary>
/// A citizen's identity number of GB 11643-1999: 6 digits region, 8 digits birth date, 3 digits sequence, 1 check character.
/// Whether the region exists and the birth date lies in the past is a rule of the form (F01), not of this type.
/// </summary>
public sealed record ResidentId
{
    private ResidentId(string value, DateOnly birthDate)
    {
        Value = value;
        BirthDate = birthDate;
    }

    /// <summary>18 characters, the last a digit or a capital X.</summary>
    public string Value { get; }

    public DateOnly BirthDate { get; }

    /// <summary>The county, 6 digits, where the number was issued first; may have been abolished since.</summary>
    public string RegionCode => Value[..6];

    /// <summary>The 15th to 17th digit are the sequence: odd for men, even for women.</summary>
    public Sex Sex => (Value[16] - '0') % 2 == 1 ? Sex.Male : Sex.Female;

    /// <summary>Whole years on <paramref name="date"/>; someone born on 29 February has the birthday on 1 March in common years.</summary>
    public int AgeAt(DateOnly date)
    {
        var years = date.Year - BirthDate.Year;
        var before = date.Month < BirthDate.Month || (date.Month == BirthDate.Month && date.Day < BirthDate.Day);
        return before ? years - 1 : years;
    }

    public static bool TryParse(string? text, out ResidentId? id) => Read(text, out id) == ResidentIdFault.None;

    /// <summary>Reads a number, mending full-width digits, blanks and a lower-case x, and says what is wrong with it if it can't be read.</summary>
    public static ResidentIdFault Read(string? text, out ResidentId? id)
    {
        id = null;
        var value = Mending.Compact(text ?? "");
        if (value.Length != 18)
        {
            return ResidentIdFault.Length;
        }

        for (var i = 0; i < 17; i++)
        {
            if (!char.IsAsciiDigit(value[i]))
            {
                return ResidentIdFault.Characters;
            }
        }

        if (value[17] == 'x')
        {
            value = string.Concat(value.AsSpan(0, 17), "X");
        }

        if (value[17] != 'X' && !char.IsAsciiDigit(value[17]))
        {
            return ResidentIdFault.Characters;
        }

        if (!TryDate(value, out var birthDate))
        {
            return ResidentIdFault.BirthDate;
        }

        if (CheckCharacter(value) != value[17])
        {
            return ResidentIdFault.Checksum;
        }

        id = new ResidentId(value, birthDate);
        return ResidentIdFault.None;
    }

    /// <summary>The check character of the first 17 digits (ISO 7064 MOD 11-2).</summary>
    public static char CheckCharacter(ReadOnlySpan<char> first17)
    {
        ReadOnlySpan<byte> weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            sum += (first17[i] - '0') * weights[i];
        }

        return "10X98765432"[sum % 11];
    }

    public override string ToString() => Value;

    private static bool TryDate(string value, out DateOnly date)
    {
        date = default;
        var year = int.Parse(value.AsSpan(6, 4), System.Globalization.CultureInfo.InvariantCulture);
        var month = int.Parse(value.AsSpan(10, 2), System.Globalization.CultureInfo.InvariantCulture);
        var day = int.Parse(value.AsSpan(12, 2), System.Globalization.CultureInfo.InvariantCulture);
        if (year < 1800 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }
}
