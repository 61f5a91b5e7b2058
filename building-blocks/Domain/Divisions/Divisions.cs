using Guzhang.Domain.Forms;

namespace Guzhang.Domain;

/// <summary>
/// The county's towns and villages and the country's provinces, prefectures and counties, from the two files
/// <c>county/&lt;county&gt;/divisions.json</c> and <c>county/china/divisions.json</c>. Names are found with or without
/// suffix (广东 = 广东省), codes as they are.
/// </summary>
public sealed class Divisions
{
    private static readonly DivisionIndex None = new();

    private readonly Dictionary<string, Division> _byCode = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DivisionIndex> _children = new(StringComparer.Ordinal);
    private readonly HashSet<string> _historical = new(StringComparer.Ordinal);
    private readonly HashSet<string> _provinces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _countries = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _countryNames = new(StringComparer.Ordinal) { [Place.Overseas] = "境外" };

    private Divisions(Division province, Division prefecture, Division county)
    {
        (Province, Prefecture, County) = (province, prefecture, county);
    }

    /// <summary>The province of the county this platform serves.</summary>
    public Division Province { get; }

    /// <summary>The prefecture of the county this platform serves.</summary>
    public Division Prefecture { get; }

    /// <summary>The county this platform serves.</summary>
    public Division County { get; }

    /// <summary>Towns of the county, in the order of the file.</summary>
    public IReadOnlyList<Division> Towns => Under(County.Code).All;

    /// <summary>Every province, in the order of the file.</summary>
    public IReadOnlyList<Division> Provinces => Under("").All;

    /// <summary>Countries by ISO code, with their Chinese names; <c>overseas</c> where none is named.</summary>
    public IReadOnlyDictionary<string, string> Countries => _countryNames;

    /// <summary>Reads the two files' texts.</summary>
    public static Divisions Parse(string countyJson, string nationJson)
    {
        var (divisions, towns) = DivisionFiles.ReadCounty(countyJson, (p, f, c) => new Divisions(p, f, c));
        DivisionFiles.ReadNation(nationJson, divisions);
        foreach (var division in towns)
        {
            divisions.Add(division);
        }

        return divisions;
    }

    /// <summary>Villages of a town of the county; empty for any other code.</summary>
    public IReadOnlyList<Division> VillagesOf(string townCode) => Under(townCode).All;

    /// <summary>Divisions right below one of any level, in the order of the file; empty where the data knows none.</summary>
    public IReadOnlyList<Division> Inside(string code) => Under(code).All;

    /// <summary>A present division by its code, of any level.</summary>
    public Division? Find(string? code) => code is null ? null : _byCode.GetValueOrDefault(code);

    public Division? FindProvince(string? codeOrName) => FindUnder("", codeOrName);

    public Division? FindPrefecture(string province, string? codeOrName) => FindUnder(province, codeOrName);

    /// <summary>A county of a prefecture (4 digits), or of any prefecture of a province (2 digits).</summary>
    public Division? FindCounty(string prefectureOrProvince, string? codeOrName)
    {
        if (prefectureOrProvince.Length != 2)
        {
            return FindUnder(prefectureOrProvince, codeOrName);
        }

        foreach (var prefecture in Under(prefectureOrProvince).All)
        {
            if (FindUnder(prefecture.Code, codeOrName) is { } county)
            {
                return county;
            }
        }

        return null;
    }

    /// <summary>A town of the county.</summary>
    public Division? FindTown(string? codeOrName) => FindUnder(County.Code, codeOrName);

    /// <summary>A village of a town of the county.</summary>
    public Division? FindVillage(string? townCode, string? codeOrName) =>
        townCode is null ? null : FindUnder(townCode, codeOrName);

    /// <summary>ISO code of a country by its Chinese name or code; <c>overseas</c> for 境外, 国外, 海外; null when unknown.</summary>
    public string? FindCountry(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return text is "境外" or "国外" or "海外" || string.Equals(text, Place.Overseas, StringComparison.OrdinalIgnoreCase)
            ? Place.Overseas
            : _countries.GetValueOrDefault(text);
    }

    /// <summary>The Chinese name of a country code or <c>overseas</c>; null when unknown.</summary>
    public string? NameOfCountry(string code) => _countryNames.GetValueOrDefault(code);

    /// <summary>Whether the first two digits of a county code stand for a province (83 is Taiwan's in residence permits).</summary>
    public bool IsKnownProvince(string countyCode) => _provinces.Contains(countyCode[..2]);

    /// <summary>Whether a county code (6 digits) is in use now or ever was, in an ID number or a residence permit's.</summary>
    public bool IsPresentOrHistoricalCounty(string countyCode) => _byCode.ContainsKey(countyCode) || _historical.Contains(countyCode);

    /// <summary>
    /// Where a place of work lies, seen from the county of registration (which may be another than <see cref="County"/>).
    /// Out of province means another province than <see cref="Province"/>, or overseas.
    /// </summary>
    /// <param name="code">The finest code known, see <see cref="Place.Code"/>.</param>
    /// <param name="registeredCounty">County of registration, 6 digits.</param>
    public PlaceClass ClassOf(string code, string registeredCounty)
    {
        if (code.StartsWith(registeredCounty, StringComparison.Ordinal))
        {
            return PlaceClass.InCounty;
        }

        if (!code.StartsWith(Province.Code, StringComparison.Ordinal))
        {
            return PlaceClass.OutOfProvince;
        }

        var samePrefecture = code.AsSpan().StartsWith(registeredCounty.AsSpan(0, 4), StringComparison.Ordinal);
        return samePrefecture ? PlaceClass.OutOfCounty : PlaceClass.OutOfPrefecture;
    }

    internal void Add(Division division)
    {
        if (!_byCode.TryAdd(division.Code, division))
        {
            return;
        }

        _provinces.Add(division.Code[..2]);
        var parent = division.Code.Length switch { 2 => "", 4 => division.Code[..2], 6 => division.Code[..4], 9 => division.Code[..6], _ => division.Code[..9] };
        if (!_children.TryGetValue(parent, out var index))
        {
            _children.Add(parent, index = new DivisionIndex());
        }

        index.Add(division);
    }

    internal void AddHistorical(string countyCode)
    {
        _historical.Add(countyCode);
        _provinces.Add(countyCode[..2]);
    }

    internal void AddCountry(string code, string name)
    {
        _countries[code] = code;
        _countries[name] = code;
        _countryNames[code] = name;
    }

    private DivisionIndex Under(string parent) => _children.GetValueOrDefault(parent, None);

    private Division? FindUnder(string parent, string? codeOrName) =>
        string.IsNullOrEmpty(codeOrName) ? null : Under(parent).Find(codeOrName);
}
