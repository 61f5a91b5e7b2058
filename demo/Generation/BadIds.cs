using System.Globalization;

namespace Guzhang.Demo.Generation;

/// <summary>ID numbers that are wrong, each in one known way; no two alike.</summary>
public sealed class BadIds(Rng rng, IdNumbers good)
{
    private readonly HashSet<string> taken = [];

    /// <summary>One digit short.</summary>
    public string Cut(string id) => Once(() => id[..17]);

    /// <summary>A check digit that is off by something.</summary>
    public string Checksum(string id) => Once(() =>
        id[..17] + (char)('0' + (((id[17] == 'X' ? 4 : id[17] - '0') + rng.Between(1, 9)) % 10)));

    /// <summary>A letter O for a nought somewhere among the digits.</summary>
    public string Letter(string id) => Once(() => id[..14] + "O" + id[15..]);

    /// <summary>A birth date given as eight digits (there may be no such day), with a right check digit.</summary>
    public string Date(string date) => Once(() =>
    {
        var body = Basics.HomePrefix + date + rng.Between(1, 998).ToString("D3", CultureInfo.InvariantCulture);
        return body + IdNumbers.CheckDigit(body);
    });

    /// <summary>A region that is none, with everything else right.</summary>
    public string Region(string prefix, string id) =>
        good.New(rng, prefix, DateOnly.ParseExact(id.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture));

    private string Once(Func<string> make)
    {
        while (true)
        {
            var id = make();
            if (taken.Add(id))
            {
                return id;
            }
        }
    }
}
