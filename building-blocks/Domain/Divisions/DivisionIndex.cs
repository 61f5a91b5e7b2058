namespace Guzhang.Domain;

/// <summary>Divisions under one parent, found by code, by full name, or by short name where that is unique.</summary>
internal sealed class DivisionIndex
{
    private readonly Dictionary<string, Division?> _short = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Division> _exact = new(StringComparer.Ordinal);
    private readonly List<Division> _all = [];

    public IReadOnlyList<Division> All => _all;

    public void Add(Division division)
    {
        _all.Add(division);
        _exact[division.Code] = division;
        _exact.TryAdd(division.Name, division);
        var name = DivisionNames.Short(division.Name);
        if (!_short.TryAdd(name, division))
        {
            _short[name] = null;
        }
    }

    public Division? Find(string codeOrName) =>
        _exact.TryGetValue(codeOrName, out var exact) ? exact : _short.GetValueOrDefault(DivisionNames.Short(codeOrName));
}
