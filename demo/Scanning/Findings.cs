namespace Guzhang.Demo.Scanning;

/// <summary>What a scan looked through and where it found something; never what it was.</summary>
public sealed class Findings
{
    private readonly Dictionary<(string Place, Needle What), long> _found = [];

    public int Tables { get; set; }

    public long Rows { get; set; }

    public int Files { get; set; }

    /// <summary>Bytes of values and of files.</summary>
    public long Bytes { get; set; }

    /// <summary>Finds by place and kind.</summary>
    public IReadOnlyDictionary<(string Place, Needle What), long> Found => _found;

    public void Add(string place, Needle what) => _found[(place, what)] = _found.GetValueOrDefault((place, what)) + 1;
}
