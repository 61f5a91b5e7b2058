namespace Guzhang.Console.Client.Showing;

/// <summary>Where somebody was in a list, to come back to after a person or a form: until the console is opened anew.</summary>
public sealed class Places
{
    private readonly Dictionary<string, object> _kept = [];

    /// <summary>What a page kept last; <paramref name="first"/> where it is opened for the first time.</summary>
    public T Of<T>(string page, T first)
        where T : notnull => _kept.TryGetValue(page, out var kept) ? (T)kept : first;

    /// <summary>Whether a page kept something.</summary>
    public bool Has(string page) => _kept.ContainsKey(page);

    public void Keep<T>(string page, T place)
        where T : notnull => _kept[page] = place;
}
