namespace Guzhang.Domain.Forms;

/// <summary>The sections of form.md, 1 to 7.</summary>
public enum FormSection
{
    Basic = 1,
    Away,
    Home,
    Return,
    Training,
    Services,
    Signatures,
}

/// <summary>One field: a cell of the workbook, a key of the JSON form.</summary>
/// <param name="Name">Key, such as <c>monthsWorked</c>.</param>
/// <param name="Label">Header of the workbook; unlike every other.</param>
/// <param name="Section">Where it stands on the form.</param>
/// <param name="IsPersonal">Whether it may not leave Collection.</param>
/// <param name="OtherLabels">Usual other spellings of the header.</param>
public sealed record FormField(string Name, string Label, FormSection Section, bool IsPersonal, IReadOnlyList<string> OtherLabels)
{
    /// <summary>Position in <see cref="FormFields.All"/>.</summary>
    public int Order { get; internal init; }
}
