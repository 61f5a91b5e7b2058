namespace Guzhang.Console.Client.FilingForms;

/// <summary>Where somebody was on their list of work, to come back to after a form: until the console is opened anew.</summary>
public sealed class WorkListPlace
{
    /// <summary>The list; null before the first.</summary>
    public string? List { get; set; }

    /// <summary>Code of the village; null for all.</summary>
    public string? Village { get; set; }

    /// <summary>Whether only what they collected themselves is shown.</summary>
    public bool Mine { get; set; }

    /// <summary>The last person of the page before; null on the first.</summary>
    public Guid? After { get; set; }
}
