using System.Text.RegularExpressions;
using Guzhang.Domain;
using Guzhang.ServiceDefaults.Http;

namespace Guzhang.Collection.FindingPeople;

/// <summary>What somebody is looked for by.</summary>
internal enum SearchKind
{
    ResidentId,

    /// <summary>The last four characters of the ID number.</summary>
    LastFour,

    /// <summary>The name, or how it begins.</summary>
    Name,

    /// <summary>The first letters of the whole name's pinyin.</summary>
    Initials,
}

/// <summary>A search term as it was understood. It is personal data: it stands in no address, log or record.</summary>
internal sealed partial record SearchTerm(SearchKind Kind, string Value)
{
    /// <summary>Under a single character half of a town would be found, and who reads the database could tell surnames by their number.</summary>
    public const int Shortest = 2;

    /// <exception cref="UnusableRequestException">It is none of the four kinds; the message never repeats it.</exception>
    public static SearchTerm Parse(string? text)
    {
        var isName = PersonName.TryRead(text, out var term);
        return Number().IsMatch(term)
                ? ResidentId.TryParse(term, out var id) ? new SearchTerm(SearchKind.ResidentId, id!.Value) : throw new UnusableRequestException("身份证号码有误，请核对后再查找。")
            : Four().IsMatch(term) ? new SearchTerm(SearchKind.LastFour, term.ToUpperInvariant())
            : Letters().IsMatch(term) ? new SearchTerm(SearchKind.Initials, term.ToLowerInvariant())
            : isName && Plain(term) is { Length: >= Shortest } name ? new SearchTerm(SearchKind.Name, name)
            : throw new UnusableRequestException("请输入完整的身份证号码、身份证号码后四位、姓名的前两个字以上或姓名的拼音首字母（每字一个）。");
    }

    /// <summary>Whether somebody is meant by it.</summary>
    public bool Means(string name, string residentId, Pinyin pinyin) => Kind switch
    {
        SearchKind.ResidentId => residentId == Value,
        SearchKind.LastFour => residentId.EndsWith(Value, StringComparison.Ordinal),
        SearchKind.Name => Plain(name).StartsWith(Value, StringComparison.Ordinal),
        _ => InitialsOf(name, pinyin) == Value,
    };

    /// <summary>A name without dots and blanks, in small letters.</summary>
    public static string Plain(string name) => string.Concat(Pinyin.Characters(name)).ToLowerInvariant();

    /// <summary>欧阳春华 is oych. A character whose reading is not known stands for itself.</summary>
    public static string InitialsOf(string name, Pinyin pinyin) =>
        string.Concat(pinyin.Of(name).Select(syllable => syllable.EnumerateRunes().First())).ToLowerInvariant();

    [GeneratedRegex("^[0-9]{17}[0-9Xx]$")]
    private static partial Regex Number();

    [GeneratedRegex("^[0-9]{3}[0-9Xx]$")]
    private static partial Regex Four();

    [GeneratedRegex("^[A-Za-z]{2,30}$")]
    private static partial Regex Letters();
}
