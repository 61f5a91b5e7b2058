using System.Reflection;

namespace Guzhang.Journal.Rebuilding;

/// <summary>What a service says of its tables, so that they can be made anew beside the live ones.</summary>
/// <param name="Schema">The schema of all tables that are made from journals, and of nothing else.</param>
/// <param name="Scripts">The assembly whose scripts make them.</param>
/// <param name="Begin">Begins with empty tables in a schema of another name.</param>
public sealed record RebuildOptions(string Schema, Assembly Scripts, Func<IServiceProvider, string, IRebuiltTables> Begin)
{
    /// <summary>
    /// Whether the tables also hold what this service itself decided, as its own journal has it. Whoever appends to the
    /// journal then locks rows of these tables first, in the same transaction.
    /// </summary>
    public bool FollowsItself { get; init; }

    /// <summary>Where the new tables are until they are swapped in.</summary>
    public string Next => $"{Schema}_next";
}
