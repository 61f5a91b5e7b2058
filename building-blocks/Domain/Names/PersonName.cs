using System.Text;

namespace Guzhang.Domain;

/// <summary>A person's name as the form takes it: 2 to 30 characters, letters of any script, with the dot of transcribed names between letters.</summary>
public static class PersonName
{
    private const int Fewest = 2;
    private const int Most = 30;

    /// <summary>
    /// Reads a name, mending full-width letters, the several dots people type for ·, and blanks inside a Chinese name. Characters
    /// outside the basic plane count as one, as they do on an identity card. <paramref name="name"/> is the mended text either way.
    /// </summary>
    public static bool TryRead(string? text, out string name)
    {
        name = Mending.Clean(text ?? "").Replace('•', '·').Replace('・', '·').Replace('.', '·');
        if (name.Length > 0 && name[0] > 0x2E7F)
        {
            name = Mending.Compact(name);
        }

        name = name.Replace(" ·", "·", StringComparison.Ordinal).Replace("· ", "·", StringComparison.Ordinal);
        var length = 0;
        var needsLetter = true;
        foreach (var rune in name.EnumerateRunes())
        {
            length++;
            var isLetter = Rune.IsLetter(rune) || rune.Value == '〇';
            if (!isLetter && (needsLetter || rune.Value is not ('·' or ' ')))
            {
                return false;
            }

            needsLetter = rune.Value == '·';
        }

        return !needsLetter && length is >= Fewest and <= Most;
    }
}
