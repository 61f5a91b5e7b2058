using Guzhang.Console.Client.ConfirmingForms;

namespace Guzhang.Console.Client.People;

/// <summary>Somebody's newest form as Collection shows it: what is personal is masked, or without a value.</summary>
public sealed record FormAnswer(
    Guid Laborer, int FormYear, int FormVersion, string State, string Town, string? Village, string Collector, Guid? Import,
    IReadOnlyList<WarningLine> Warnings, IReadOnlyList<string> ChangedFields, IReadOnlyList<FieldAnswer> Fields);

/// <summary>A filled-in field of section 1 to 7.</summary>
public sealed record FieldAnswer(string Name, string Label, int Section, string? Value, bool Personal);
