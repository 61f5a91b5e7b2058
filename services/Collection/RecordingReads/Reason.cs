using System.Text.RegularExpressions;

namespace Guzhang.Collection.RecordingReads;

/// <summary>Why somebody reads personal data, in their words. It is kept in the clear, so it holds no number of a person.</summary>
internal static partial class Reason
{
    private const int Shortest = 4;
    private const int Longest = 200;

    /// <summary>What is wrong with it, in Chinese; null where nothing is.</summary>
    public static string? Fault(string? reason) =>
        reason?.Trim() is not { Length: >= Shortest and <= Longest } text ? $"{Shortest}至{Longest}字"
        : Number().IsMatch(text) ? "事由会留存在案，请勿写入身份证号码或电话"
        : null;

    [GeneratedRegex(@"(?<![0-9A-Za-z])(\d{17}[\dXx]|1[3-9]\d{9})(?![0-9A-Za-z])")]
    private static partial Regex Number();
}
