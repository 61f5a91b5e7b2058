using Guzhang.Collection.Laborers;

namespace Guzhang.Collection.FindingLookAlikes;

/// <summary>
/// People of one workbook who look alike (F03). Rows of the batch before are remembered, since they may not be on record yet; older
/// ones are, and are found there. A dry run stores nothing and remembers all: some 400 bytes a row.
/// </summary>
internal sealed class SheetLookAlikes(Somebodies somebodies, bool remembersAll)
{
    private Dictionary<long, List<Met<int>>> _before = [];
    private Dictionary<long, List<Met<int>>> _now = [];

    /// <summary>A new batch begins.</summary>
    public void NextBatch()
    {
        if (!remembersAll)
        {
            (_before, _now) = (_now, []);
        }
    }

    /// <summary>The earlier rows that look like this one, which is remembered from now on.</summary>
    public IReadOnlyList<int> Meet(Somebody person, int row)
    {
        var alike = Meeting<int>.Alike(
            person, key => _before.TryGetValue(key, out var before) ? [.. before, .. _now.GetValueOrDefault(key) ?? []] : _now.GetValueOrDefault(key), somebodies);
        foreach (var key in person.Keys)
        {
            if (!_now.TryGetValue(key, out var met))
            {
                _now.Add(key, met = []);
            }

            met.Add(new Met<int>(new BytesKey(person.Resident), row));
        }

        return alike;
    }
}
