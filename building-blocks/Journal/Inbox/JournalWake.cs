namespace Guzhang.Journal.Inbox;

/// <summary>Called after an inbox transaction commits: handlers may have appended to this service's own journal.</summary>
public sealed class JournalWake(IServiceJournal? journal)
{
    /// <summary>Wakes this process's relay.</summary>
    public void Wake() => journal?.Wake();
}
