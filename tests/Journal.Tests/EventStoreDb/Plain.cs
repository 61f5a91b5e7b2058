namespace Guzhang.Journal.Tests.EventStoreDb;

/// <summary>Stands where the suite on EventStoreDB would be.</summary>
public sealed class EventStoreDbJournalTests
{
    [Fact(Skip = "this build has no EventStoreDB: build with -p:UseEventStoreDb=true")]
    public void The_journals_suite_on_EventStoreDB()
    {
    }
}
