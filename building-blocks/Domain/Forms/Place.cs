namespace Guzhang.Domain.Forms;

/// <summary>
/// A place of work, one member per level. A level is a division code where the data knows it (2, 4, 6, 9 digits), else
/// the text as given. Abroad, <see cref="Province"/> is an ISO country code such as <c>VN</c>, or <c>overseas</c>.
/// </summary>
public sealed record Place(string Province, string? Prefecture = null, string? County = null, string? Town = null)
{
    /// <summary>Stands for a country that was not named.</summary>
    public const string Overseas = "overseas";

    public bool IsOverseas => !IsCode(Province);

    /// <summary>The finest division code down to the county; a country code or <c>overseas</c> when abroad.</summary>
    public string Code => IsCode(County) ? County! : IsCode(Prefecture) ? Prefecture! : Province;

    private static bool IsCode(string? text) =>
        text is { Length: 2 or 4 or 6 } && !text.AsSpan().ContainsAnyExceptInRange('0', '9');
}

/// <summary>户籍地 down to the village. Town and village are codes inside the county, text as given elsewhere.</summary>
public sealed record Residence(string Province, string Prefecture, string County, string Town, string Village);
