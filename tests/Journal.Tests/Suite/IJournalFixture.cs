namespace Guzhang.Journal.Tests.Suite;

/// <summary>What an implementation of the journal brings to the suite: one journal, seen by two processes.</summary>
public interface IJournalFixture
{
    /// <summary>The journal.</summary>
    IEventStore Journal { get; }

    /// <summary>The same journal as another process has it: nothing that this one appends wakes the first.</summary>
    IEventStore Elsewhere { get; }

    /// <summary>Why there is no journal to test; nothing where there is one.</summary>
    string? Missing => null;

    /// <summary>Whether the journal knows the id of every event, whatever its stream, and judges a call before it stores any of it.</summary>
    bool KnowsIdsOfAllStreams => true;
}
