namespace Guzhang.Console.Client.Showing;

/// <summary>Where one is in a list that services give by "the page behind this one".</summary>
public sealed class Cursors
{
    private readonly Stack<string?> _before = new();

    /// <summary>Goes into the request; null for the first page.</summary>
    public string? After { get; private set; }

    /// <summary>The page one is on, from 1.</summary>
    public int Number => _before.Count + 1;

    public void Forward(string next)
    {
        _before.Push(After);
        After = next;
    }

    public void Back() => After = _before.Pop();

    public void Reset()
    {
        _before.Clear();
        After = null;
    }

    /// <summary>The request's part, to be added after others.</summary>
    public string Query => After is null ? "" : $"&after={Uri.EscapeDataString(After)}";
}
