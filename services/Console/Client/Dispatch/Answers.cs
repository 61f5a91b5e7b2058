using Guzhang.Console.Client.ConfirmingForms;

namespace Guzhang.Console.Client.Dispatch;

/// <summary>The dispatch table as Reporting answers it.</summary>
public sealed record DispatchAnswer(
    int FormYear, DateTimeOffset AsOf, IReadOnlyList<ColumnTitle> Columns, IReadOnlyList<LineAnswer> Lines, IReadOnlyDictionary<string, long> Total);

/// <summary>A column: its key and printed title.</summary>
public sealed record ColumnTitle(string Key, string Title);

/// <summary>A line: a town, or 未识别 without one.</summary>
public sealed record LineAnswer(string? Town, string Name, IReadOnlyDictionary<string, long> Figures)
{
    /// <summary>How addresses name the town.</summary>
    public string TownKey => Town ?? "unknown";
}

/// <summary>People behind a figure.</summary>
public sealed record PeopleAnswer(long Total, IReadOnlyList<ListedPerson> People, Guid? Next);

/// <summary>One of them: somebody on record, a refused row, or a 72-hour case.</summary>
public sealed record ListedPerson(
    Guid? Laborer, Guid? Refusal, Guid? Case, string? Town, string? Village, int? FormVersion, string? State, bool? Warned, string? Category, string? Place,
    bool? WorkingNow, Guid? Import, int? Row, IReadOnlyList<WarningLine>? Broken, string? Scheme, string? FollowUp, bool? InTime, bool? Breach);

/// <summary>The targets as Reporting answers them.</summary>
public sealed record TargetsAnswer(int FormYear, DateTimeOffset AsOf, string Policy, string Source, string Counting, IReadOnlyList<TargetAnswer> Targets);

/// <summary>One target.</summary>
public sealed record TargetAnswer(
    string Id, string Name, string Reading, string? Population, string Comparison, long? Number, long? Count, long? Gap, bool? Met, string? State,
    IReadOnlyList<TownCount> Towns);

/// <summary>People of a target in a town.</summary>
public sealed record TownCount(string? Town, string Name, long Count);
