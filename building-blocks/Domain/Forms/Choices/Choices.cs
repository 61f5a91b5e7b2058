using System.Diagnostics.CodeAnalysis;

namespace Guzhang.Domain.Forms;

/// <summary>One option of a choice: the code that is stored, the label that is printed, and other spellings that are understood.</summary>
public sealed record Choice<T>(T Value, string Code, string Label, params string[] OtherLabels)
    where T : struct, Enum;

/// <summary>Codes (kebab-case, stored and published) and Chinese labels (those of the printed form) of every choice.</summary>
public static class Choices
{
    /// <summary>The code, as stored and published.</summary>
    public static string Code<T>(this T value)
        where T : struct, Enum => ChoiceTable<T>.Instance.Of(value).Code;

    /// <summary>The label, exactly as the printed form has it.</summary>
    public static string Label<T>(this T value)
        where T : struct, Enum => ChoiceTable<T>.Instance.Of(value).Label;

    /// <summary>Reads a code or a label; blanks and full-width characters don't matter.</summary>
    public static bool TryParse<T>(string? codeOrLabel, out T value)
        where T : struct, Enum => ChoiceTable<T>.Instance.TryParse(codeOrLabel, out value);

    /// <summary>Reads a code or a label that is known to be good, such as one from an event.</summary>
    public static T Parse<T>(string codeOrLabel)
        where T : struct, Enum =>
        TryParse<T>(codeOrLabel, out var value) ? value : throw new FormatException($"Not a {typeof(T).Name}: {codeOrLabel}");

    /// <summary>Every option in the order of the printed form.</summary>
    [SuppressMessage("Naming", "CA1721", Justification = "A list, not a getter of one.")]
    public static IReadOnlyList<Choice<T>> All<T>()
        where T : struct, Enum => ChoiceTable<T>.Instance.All;

    /// <summary>The school leaving level of GB/T 4658-2006.</summary>
    public static string Gb4658(this Education education) => education switch
    {
        Education.Bachelor => "20",
        Education.College => "30",
        Education.Vocational => "40",
        Education.SeniorHigh => "60",
        Education.JuniorHigh => "70",
        Education.Primary => "80",
        _ => "90",
    };
}
