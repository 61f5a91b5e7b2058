using System.Text;

namespace Guzhang.Domain;

/// <summary>How names are read, without tones: from <c>county/china/pinyin.txt</c>.</summary>
public sealed class Pinyin
{
    private readonly Dictionary<Rune, string> _readings;
    private readonly Dictionary<string, string[]> _surnames;

    private Pinyin(Dictionary<Rune, string> readings, Dictionary<string, string[]> surnames)
    {
        (_readings, _surnames) = (readings, surnames);
    }

    /// <summary>Reads the file's text: lines of a reading and its characters, an empty line, lines of a surname and its reading.</summary>
    /// <exception cref="FormatException">A line is neither.</exception>
    public static Pinyin Parse(string text)
    {
        var (readings, surnames) = (new Dictionary<Rune, string>(), new Dictionary<string, string[]>(StringComparer.Ordinal));
        var isSurname = false;
        foreach (var line in text.Split('\n').SkipWhile(l => l.StartsWith('#')))
        {
            if (line.Length == 0)
            {
                isSurname = true;
            }
            else if (line.Split(' ') is not { Length: > 1 } parts)
            {
                throw new FormatException($"pinyin.txt: “{line}” is no reading");
            }
            else if (isSurname)
            {
                surnames.Add(parts[0], parts[1..]);
            }
            else
            {
                foreach (var character in parts[1].EnumerateRunes())
                {
                    readings.Add(character, parts[0]);
                }
            }
        }

        return new Pinyin(readings, surnames);
    }

    /// <summary>
    /// A syllable per character of a name: the surname as surnames are read (单 is shan, 尉迟 yu chi), the rest by the usual reading.
    /// A character whose reading is not known stands for itself; dots and blanks are left out.
    /// </summary>
    public IReadOnlyList<string> Of(string name)
    {
        var characters = Characters(name);
        var syllables = SurnameOf(characters) ?? [];
        return [.. syllables, .. characters.Skip(syllables.Length).Select(c => _readings.GetValueOrDefault(c, c.ToString()))];
    }

    /// <summary>The characters of a name that are read: no dots, no blanks.</summary>
    public static IReadOnlyList<Rune> Characters(string name) => [.. name.EnumerateRunes().Where(c => c.Value is not ('·' or ' '))];

    /// <summary>Of two characters before one; something has to be left for the given name.</summary>
    private string[]? SurnameOf(IReadOnlyList<Rune> characters) =>
        (characters.Count > 2 ? _surnames.GetValueOrDefault($"{characters[0]}{characters[1]}") : null)
        ?? (characters.Count > 1 ? _surnames.GetValueOrDefault(characters[0].ToString()) : null);
}
