namespace Guzhang.Journal.Tests.Suite;

/// <summary>What an implementation of the journal brings to the suite: one journal, seen by two processes.</summary>
public interface IJournalFixture
{
    /// <summary>The journal.</summary>
    IEventStore Journal { get; }

    /// <summary>The same journal as another process has it: nothing that this one appends wakes the first.</summary>
    IEventStore Elsewhere { get; }
}
